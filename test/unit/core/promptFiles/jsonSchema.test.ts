import assert from 'node:assert/strict';
import published from '../../../../media/schemas/promptFile.schema.json';
import { promptFileSchema } from '../../../../src/core/promptFiles/jsonSchema';

describe('promptFile.schema.json', () => {
  it('is what the table of fields says', () => {
    assert.deepEqual(published, JSON.parse(JSON.stringify(promptFileSchema())));
  });
});
