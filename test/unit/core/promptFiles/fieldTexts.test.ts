import assert from 'node:assert/strict';
import bundle from '../../../../media/l10n/bundle.l10n.json';
import { shippedFields, type FieldDescriptor } from '../../../../src/core/promptFiles/fields';

function sentences(fields: readonly FieldDescriptor[]): readonly string[] {
  return fields.flatMap(({ description, value }) => [
    description,
    ...(value.kind === 'map' ? sentences(value.fields) : []),
  ]);
}

describe('what the editor says of a field', () => {
  it('is a sentence for translators, which no tool finds in a table', () => {
    const wanted = new Set(sentences(shippedFields));
    assert.deepEqual(new Set(Object.keys(bundle)), wanted);
    assert.deepEqual(
      Object.keys(bundle),
      Object.values(bundle),
      'the English words are their own translation',
    );
  });

  it('has no braces that would be taken for values', () => {
    for (const sentence of sentences(shippedFields)) assert.doesNotMatch(sentence, /\{\d+\}/);
  });
});
