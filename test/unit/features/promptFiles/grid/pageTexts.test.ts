import assert from 'node:assert/strict';
import { gridPageTexts } from '../../../../../src/features/promptFiles/grid/pageTexts';
import { gridTexts } from '../../../../../webview-ui/grid/texts';
import { english } from '../../../platform/english';

describe('the words of the page of a grid', () => {
  it('are those that the page shows until they arrive, so that none is missing and none is old', () => {
    assert.deepEqual(gridPageTexts(english), { ...gridTexts });
  });
});
