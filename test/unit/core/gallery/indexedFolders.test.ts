import assert from 'node:assert/strict';
import { folderChoices } from '../../../../src/core/gallery/indexedFolders';
import { fileAt, folder, imageAt } from './samples';

describe('folders that can be indexed', () => {
  it('are those below the workspace, with their images, in order', () => {
    const images = [
      imageAt('docs/img/a.png'),
      imageAt('art/b.png', {}, { files: [fileAt('art/b.png'), fileAt('docs/b.png')] }),
      imageAt('top.png'),
    ];
    assert.deepEqual(folderChoices(images, []).indexed, [
      { folder, path: 'art', images: 1 },
      { folder, path: 'docs', images: 2 },
    ]);
  });

  it('are named once: what is left out is not indexed, and what Easel keeps is neither', () => {
    const { indexed, leftOut } = folderChoices(
      [imageAt('art/b.png'), imageAt('docs/a.png')],
      [
        { folder, path: 'art', why: 'setting' },
        { folder, path: 'packages/one/dist', why: 'buildOutput' },
        { folder, path: '.easel', why: 'own' },
      ],
    );
    assert.deepEqual(
      indexed.map(({ path }) => path),
      ['docs'],
    );
    assert.deepEqual(
      leftOut.map(({ path }) => path),
      ['art', 'packages/one/dist'],
    );
  });

  it('are also those that were taken in although no image of theirs is shown, each once', () => {
    const { indexed } = folderChoices([imageAt('docs/a.png'), imageAt('dist/b.png')], [], {
      [folder]: ['packages/one/dist', 'dist'],
      'file:///other': ['build'],
    });
    assert.deepEqual(indexed, [
      { folder: 'file:///other', path: 'build' },
      { folder, path: 'dist', images: 1 },
      { folder, path: 'docs', images: 1 },
      { folder, path: 'packages/one/dist' },
    ]);
  });
});
