import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canvasTexts } from '../../../../../webview-ui/studio/canvas/texts';
import { studioTexts } from '../../../../../webview-ui/studio/texts';
import { repositoryFolder } from '../../../../host/paths';

/** The host's table as it is written: `vscode`, which would translate it, does not exist here. */
function hostTexts(): ReadonlyMap<string, string> {
  const source = readFileSync(
    join(repositoryFolder, 'src', 'features', 'edit', 'studio', 'pageTexts.ts'),
    'utf8',
  );
  const entry = /^ {4}(?:(\w+)|'([\w.]+)'):\s*t\(\s*'((?:[^'\\]|\\.)*)',?\s*\),$/gm;
  const texts = new Map<string, string>();
  for (const [, plain, quoted, english = ''] of source.matchAll(entry)) {
    const key = plain ?? quoted ?? '';
    assert.ok(!texts.has(key), `${key} stands there twice`);
    texts.set(key, english.replaceAll("\\'", "'"));
  }
  // A line that the pattern does not know must not go unseen.
  assert.equal(texts.size, source.match(/\bt\(/g)?.length);
  return texts;
}

describe("the host's texts of the Studio", () => {
  const page = new Map<string, string>(Object.entries({ ...studioTexts, ...canvasTexts }));

  it('has no key in two tables of the page', () => {
    assert.equal(page.size, Object.keys(studioTexts).length + Object.keys(canvasTexts).length);
  });

  it('has the keys of the page, no more and no fewer', () => {
    assert.deepEqual([...hostTexts().keys()].toSorted(), [...page.keys()].toSorted());
  });

  it('says in English what the page says', () => {
    const texts = hostTexts();
    for (const [key, english] of page) assert.equal(texts.get(key), english, key);
  });
});
