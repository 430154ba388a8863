import * as z from 'zod/mini';

/** The part of JSON Schema that tools are described in; what is not here is not looked at. */
export interface Schema {
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly multipleOf?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly $ref?: string | undefined;
}

const number = z.optional(z.number());
const schemaSchema: z.ZodMiniType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.optional(z.union([z.string(), z.array(z.string())])),
    description: z.optional(z.string()),
    enum: z.optional(z.array(z.unknown()).check(z.minLength(1))),
    properties: z.optional(z.record(z.string(), schemaSchema)),
    required: z.optional(z.array(z.string())),
    items: z.optional(schemaSchema),
    minItems: number,
    maxItems: number,
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: number,
    minLength: number,
    maxLength: number,
    anyOf: z.optional(z.array(schemaSchema).check(z.minLength(1))),
    oneOf: z.optional(z.array(schemaSchema).check(z.minLength(1))),
    $ref: z.optional(z.string()),
  }),
);

/** @returns undefined for what is not a schema */
export function parseSchema(value: unknown): Schema | undefined {
  const parsed = z.safeParse(schemaSchema, value);
  return parsed.success ? parsed.data : undefined;
}

/** Follows a `#/$defs/...` reference within the root. */
export function resolved(schema: Schema, root: unknown): Schema {
  const { $ref } = schema;
  if ($ref?.startsWith('#/') !== true) return schema;
  let value = root;
  for (const part of $ref.slice(2).split('/')) {
    value =
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string, unknown>>)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
        : undefined;
  }
  return parseSchema(value) ?? {};
}

export function typesOf({ type, properties, items, enum: values }: Schema): readonly string[] {
  if (type !== undefined) return typeof type === 'string' ? [type] : type;
  if (properties) return ['object'];
  if (items) return ['array'];
  return values ? [] : ['string'];
}
