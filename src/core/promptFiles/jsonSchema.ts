import type { JsonObject, JsonValue } from '../json';
import { shippedFields, type FieldDescriptor, type FieldValue } from './fields';

/** The front matter as JSON schema, for tools that know nothing else of prompt files. Published as `media/schemas/promptFile.schema.json`. */
export function promptFileSchema(fields: readonly FieldDescriptor[] = shippedFields): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Front matter of a prompt file (*.imgprompt.md)',
    description: 'How images or a video are made from the prompt below the front matter.',
    ...objectSchema(fields),
  };
}

function objectSchema(fields: readonly FieldDescriptor[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    additionalProperties: false,
  };
}

function fieldSchema(field: FieldDescriptor): JsonObject {
  const { description, value, list, example } = field;
  const one = valueSchema(value);
  const many: JsonObject = { type: 'array', items: one };
  const own: JsonObject =
    list === 'no'
      ? one
      : list === 'list'
        ? { anyOf: [many, one] }
        : { anyOf: [one, { ...many, minItems: 1 }] };
  return { description: `${description} Example: ${example}`, ...own };
}

function valueSchema(value: FieldValue): JsonObject {
  switch (value.kind) {
    case 'words':
      return { type: ['string', 'number', 'boolean'] };
    case 'path':
      return { type: 'string', minLength: 1 };
    case 'choice':
      return { enum: value.values };
    case 'number':
      return { type: value.isWhole ? 'integer' : 'number', minimum: value.min, maximum: value.max };
    case 'boolean':
      return { type: 'boolean' };
    case 'model':
      return { type: 'string', minLength: 1, examples: value.values };
    case 'size':
      return { type: 'string', pattern: '^\\s*\\d{1,5}\\s*[x×:]\\s*\\d{1,5}\\s*$', examples: value.values };
    case 'seed':
      return {
        anyOf: [
          { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
          { type: 'string', pattern: '^(?:\\d{1,10}(?:\\s*\\.\\.\\s*\\d{1,10})?|random)$' },
        ],
      };
    case 'color':
      return { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' };
    case 'sha256':
      return { type: 'string', pattern: '^[0-9a-fA-F]{64}$' };
    case 'map':
      return objectSchema(value.fields);
    case 'variables':
      return variablesSchema;
    case 'axis':
      return axisSchema;
  }
}

const scalar: JsonValue = { type: ['string', 'number', 'boolean'] };
const scalars: JsonValue = { anyOf: [scalar, { type: 'array', items: scalar }] };

const variablesSchema: JsonObject = {
  type: 'object',
  propertyNames: { pattern: '^[^\\s.{}|]+$' },
  additionalProperties: {
    anyOf: [
      scalar,
      { type: 'array', items: scalar },
      {
        type: 'object',
        properties: {
          values: scalars,
          default: scalar,
          file: { type: 'string', minLength: 1 },
          column: scalar,
        },
        additionalProperties: false,
      },
    ],
  },
};

const axisSchema: JsonObject = {
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'object',
      properties: { replace: { type: ['string', 'number'] }, with: scalars },
      required: ['replace', 'with'],
      additionalProperties: false,
    },
  ],
};
