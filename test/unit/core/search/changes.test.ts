import assert from 'node:assert/strict';
import { isWorthLooking } from '../../../../src/core/search/files/changes';

describe('what happens on the disk', () => {
  it('matters where a picture or an ignore file comes, goes or changes', () => {
    for (const path of ['kite.png', 'a/b/Photo.JPG', 'dist/own.webp', 'docs/.gitignore']) {
      assert.ok(isWorthLooking(path, true), path);
      assert.ok(isWorthLooking(path, false), path);
    }
  });

  it('matters where something comes or goes that may be a folder of pictures', () => {
    for (const path of ['pictures', 'docs/v1.2', 'a/My Images']) {
      assert.ok(isWorthLooking(path, false), path);
      assert.ok(!isWorthLooking(path, true), path);
    }
  });

  it('does not matter for other files and in folders of tools', () => {
    for (const path of ['src/index.ts', 'notes.md', 'node_modules/a/lib', 'dist', '.git/refs/heads', '']) {
      assert.ok(!isWorthLooking(path, false), path);
      assert.ok(!isWorthLooking(path, true), path);
    }
  });
});
