import assert from 'node:assert/strict';
import { splitFile } from '../../../../src/core/promptFiles/sections';
import { placeAt, type CompletionPlace } from '../../../../src/features/promptFiles/completion/place';

/** @param marked a file whose cursor is a `‸` */
function at(marked: string): { readonly place: CompletionPlace | undefined; readonly replaced: string } {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const place = placeAt(text, offset, splitFile(text));
  return { place, replaced: place ? text.slice(place.range.start, place.range.end) : '' };
}

const pathOf = (place: CompletionPlace | undefined): string =>
  place && 'path' in place ? `${place.kind} ${place.path.join('.')}` : (place?.kind ?? 'nothing');

describe('what may stand at the cursor of a prompt file', () => {
  const places: readonly (readonly [string, string, string])[] = [
    ['---\nmo‸\n---\nA kite.\n', 'key ', 'mo'],
    ['---\nmo‸del: x\n---\nA kite.\n', 'key ', 'model'],
    ['---\nmodel: ‸\n---\nA kite.\n', 'value model', ''],
    ['---\nmodel: Sta‸ble Image Core\n---\nA kite.\n', 'value model', 'Stable Image Core'],
    ['---\nmodel:‸\n---\n', 'nothing', ''],
    ['---\nmodel: [a, St‸]\n---\n', 'value model', 'St'],
    ['---\nmodel: [a, b]‸\n---\n', 'nothing', ''],
    ['---\nmodel:\n  - a\n  - S‸\n---\n', 'value model', 'S'],
    ['---\nmodel:\n- S‸\nsize: 1:1\n---\n', 'value model', 'S'],
    ['---\noptions:\n  gui‸\n---\n', 'key options', 'gui'],
    ['---\noptions:\n  quality: ‸\n---\n', 'value options.quality', ''],
    ['---\noptions: { qua‸ }\n---\n', 'key options', 'qua'],
    ['---\noptions: { quality: [standard, prem‸] }\n---\n', 'value options.quality', 'prem'],
    ['---\noptions: { quality: [standard, premium], gui‸ }\n---\n', 'key options', 'gui'],
    ['---\nvariables:\n  product:\n    fi‸\n---\n', 'key variables.product', 'fi'],
    ['---\nsize: 1:1\noptions:\n\n  # said\n  quality: premium\nse‸\n---\n', 'key ', 'se'],
    ['---\nmodel: x # a remark ‸\n---\n', 'nothing', ''],
    ['---\ngrid: { columns: sty‸ }\n---\n', 'value grid.columns', 'sty'],
    ['---\nsize: 1:1\n---\nA {{pro‸}} here', 'variable', 'pro'],
    ['A {{product.na‸}} here', 'member', 'na'],
    ['A kite. {{> bra‸nd}}', 'partial', 'brand'],
    ['A kite.\n\n## Neg‸\n', 'heading', '## Neg'],
    ['A kite.‸', 'nothing', ''],
    ['‸', 'emptyFile', ''],
    ['---\r\nmodel: x\r\nsi‸\r\n---\r\nA kite.\r\n', 'key ', 'si'],
  ];
  for (const [marked, expected, replaced] of places) {
    it(`is ${expected.trim()} in ${JSON.stringify(marked)}`, () => {
      const found = at(marked);
      assert.deepEqual([pathOf(found.place), found.replaced], [expected, replaced]);
    });
  }

  it('knows whether a colon and closing braces are there already', () => {
    assert.deepEqual(
      [at('---\nsi‸ze : 1:1\n---\n').place, at('A {{na‸').place, at('A {{na‸.of|a mug}} b').place].map(
        (place) =>
          place && ('isColonThere' in place ? place.isColonThere : 'isClosed' in place && place.isClosed),
      ),
      [true, false, true],
    );
  });
});
