import type { FieldDescriptor } from '../../../core/promptFiles/fields';

/** The fields that a map takes; undefined for what is no map of fields. @param path of the map; empty for the front matter */
export function fieldsIn(
  fields: readonly FieldDescriptor[],
  path: readonly string[],
): readonly FieldDescriptor[] | undefined {
  const [first, ...others] = path;
  if (first === undefined) return fields;
  const value = fields.find(({ name }) => name === first)?.value;
  return value?.kind === 'map' ? fieldsIn(value.fields, others) : undefined;
}

export function fieldAt(
  fields: readonly FieldDescriptor[],
  path: readonly string[],
): FieldDescriptor | undefined {
  const name = path.at(-1);
  return fieldsIn(fields, path.slice(0, -1))?.find((field) => field.name === name);
}
