import assert from 'node:assert/strict';
import type { TemplateValues } from '../../../../src/core/files/store';
import { numberedName } from '../../../../src/core/names/numbered';
import { safeSegment } from '../../../../src/core/names/segment';
import { fillTemplate } from '../../../../src/core/names/template';

const values: TemplateValues = {
  slug: 'red-kite',
  task: 'textToImage',
  model: 'stability.sd3-5-large-v1:0',
  seed: '0',
  date: '2026-11-20',
  n: '2',
};

function filled(template: string, changed: Partial<TemplateValues> = {}): readonly string[] {
  const result = fillTemplate(template, { ...values, ...changed });
  assert.ok(result.ok, template);
  return result.value;
}

describe('fillTemplate', () => {
  it('fills every variable', () => {
    assert.deepEqual(filled('images/${date}/${task}/${slug}_${model}_${seed}_${n}'), [
      'images',
      '2026-11-20',
      'textToImage',
      'red-kite_stability.sd3-5-large-v1-0_0_2',
    ]);
  });

  it('takes both kinds of slash, and passes over empty parts', () => {
    assert.deepEqual(filled('images\\new//./ ${slug} '), ['images', 'new', 'red-kite']);
  });

  it('takes a path that ends in a slash for a folder', () => {
    assert.deepEqual(filled('images/'), ['images', 'red-kite']);
  });

  for (const template of [
    '../${slug}',
    'images/../../${slug}',
    'images\\..\\${slug}',
    'images/ .. /${slug}',
    '/tmp/${slug}',
    '\\\\server\\share\\${slug}',
    '//server/share/${slug}',
    'C:\\${slug}',
    'c:${slug}',
    '~/${slug}',
    ' /tmp/${slug}',
    '${unknown}',
    '${slug',
    '${}',
    '${slug.length}',
    '${constructor}',
    '${Slug}',
    '',
    ' / ',
    '.',
  ]) {
    it(`refuses ${JSON.stringify(template)}`, () => {
      const result = fillTemplate(template, values);
      assert.ok(!result.ok && result.error.kind === 'badRequest');
      assert.equal(result.error.field, 'easel.output.images');
    });
  }

  it('names the variable it does not know', () => {
    const result = fillTemplate('images/${slugg}', values);
    assert.ok(!result.ok && result.error.kind === 'badRequest');
    assert.equal(result.error.reason, '${slugg} is not known');
  });

  it('lets no value add a folder or climb out', () => {
    for (const slug of ['..', '../../up', '/etc/passwd', '..\\..\\up', 'C:\\x', 'a/b', '.', '']) {
      const segments = filled('images/${slug}', { slug });
      assert.equal(segments.length, 2, slug);
      assert.match(segments[1] ?? '', /^(?!\.+$)[^/\\:]+$/, slug);
    }
    assert.deepEqual(filled('images/${slug}${slug}', { slug: '.' }), ['images', 'image']);
  });

  it('fills a value once, whatever it looks like', () => {
    assert.deepEqual(filled('${slug}', { slug: '${seed} $& $1' }), ['${seed} $& $1']);
  });
});

describe('safeSegment', () => {
  for (const name of ['CON', 'nul', 'Aux', 'COM1', 'lpt9', 'com¹', 'con.tar', 'nul .x', 'CONIN$']) {
    it(`keeps ${name} from being a device of Windows`, () => assert.equal(safeSegment(name), `_${name}`));
  }

  for (const name of [
    'console',
    'com10',
    'com',
    'nullable',
    '_con',
    'a.con',
    '.hidden',
    'kite 🪁',
    'קנגורו',
  ]) {
    it(`leaves ${name} as it is`, () => assert.equal(safeSegment(name), name));
  }

  it('replaces what some system refuses or nobody sees', () => {
    assert.equal(safeSegment('a<b>c:d"e|f?g*h\\i/j'), 'a-b-c-d-e-f-g-h-i-j');
    assert.equal(safeSegment('a\0b\nc\u2028d\u202Ee\ud800f'), 'a-b-c-d-e-f');
  });

  it('ends in no dot and no space', () => {
    assert.equal(safeSegment(' kite. . '), 'kite');
    assert.equal(safeSegment('con. '), '_con');
    assert.equal(safeSegment('. .'), 'image');
  });

  it('fits with number and extension into 255 bytes, with whole letters', () => {
    for (const letter of ['a', 'é', '凧', '🪁']) {
      const name = numberedName(safeSegment(letter.repeat(400)), 9999, 'webp');
      assert.ok(Buffer.byteLength(name) <= 255);
      assert.ok(!name.includes('\uFFFD'));
    }
    assert.equal(safeSegment(`${'a'.repeat(199)}.b`), 'a'.repeat(199));
  });
});

describe('numberedName', () => {
  it('counts from the second', () => {
    assert.equal(numberedName('kite', 1, 'png'), 'kite.png');
    assert.equal(numberedName('kite', 2, 'png'), 'kite-2.png');
    assert.equal(numberedName('kite', 12, 'png'), 'kite-12.png');
  });
});
