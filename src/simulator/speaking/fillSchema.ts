import type { Asked, AskedPicture } from './asked';
import { choiceFor, flagFor, listFor, numberFor, textFor, type Field } from './fieldValues';
import { within } from './phrases';
import { listedProducts } from './products';
import { resolved, typesOf, type Schema } from './schema';

/** Deeper than this, a schema that contains itself is given its smallest value. */
const DEEPEST = 12;

/** A value that the schema allows, made of what is known of the pictures. */
export function filled(schema: Schema, asked: Asked): unknown {
  const root: unknown = schema;
  const [picture] = asked.pictures;

  const fill = (given: Schema, field: Field): unknown => {
    const own = resolved(given, root);
    if (own.const !== undefined) return own.const;
    if (own.enum) return choiceFor(own.enum, field, asked);
    const branches = own.anyOf ?? own.oneOf;
    const branch = branches && chosenBranch(branches, field);
    if (branch) return fill({ ...branch, description: own.description ?? branch.description }, field);
    const types = typesOf(own);
    if (types.includes('null') && hasNothingToSay(field, asked)) return null;
    switch (types.find((type) => type !== 'null')) {
      case 'object':
        return fillObject(own, field);
      case 'array':
        return fillArray(own, field);
      case 'integer':
        return bounded(numberFor(field, asked, own), own, true);
      case 'number':
        return bounded(numberFor(field, asked, own), own, false);
      case 'boolean':
        return flagFor(field, asked);
      case 'null':
      case undefined:
        return null;
      default:
        return fitted(textFor(field, asked), own);
    }
  };

  const fillObject = ({ properties = {}, required = [] }: Schema, field: Field): unknown =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name) || (field.depth < DEEPEST && isWanted(name, asked)))
        .map(([name, each]) => [
          name,
          fill(each, {
            ...field,
            name,
            path: [...field.path, name],
            description: each.description ?? '',
            depth: field.depth + 1,
          }),
        ]),
    );

  const fillArray = (own: Schema, field: Field): unknown => {
    const [least, most] = [own.minItems ?? 0, own.maxItems ?? Infinity];
    const items = resolved(own.items ?? {}, root);
    const deeper = { ...field, depth: field.depth + 1 };
    const entry = (index: number) => ({ ...deeper, index, place: [...field.place, index] });
    if (field.depth >= DEEPEST) return [];
    if (typesOf(items).includes('object') && isPerPicture(items, field)) {
      const shown: readonly (AskedPicture | undefined)[] = asked.pictures;
      const isAboutProducts = shown.length === 0 && field.place.length === 0;
      const known = isAboutProducts ? listedProducts(asked.text).length : shown.length;
      const count = Math.max(least, Math.min(most, known));
      return Array.from({ length: count }, (_, index) =>
        fill(items, { ...entry(index), picture: shown[index] ?? picture }),
      );
    }
    const isText = !items.enum && typesOf(items).includes('string');
    const texts = isText ? listFor(field, asked) : [];
    const count = Math.max(least, Math.min(most, isText ? texts.length : Math.max(1, least)));
    return Array.from({ length: count }, (_, index) => {
      const text = texts[index];
      return text === undefined ? fill(items, entry(index)) : fitted(text, items);
    });
  };

  return fill(schema, { name: '', path: [], description: '', picture, index: 0, place: [], depth: 0 });
}

/** One entry for each candidate, rather than for each thing in a picture. */
function isPerPicture({ properties = {} }: Schema, { name }: Field): boolean {
  const isAboutThings = /object|item|thing|suggest|element/i.test(name);
  return !isAboutThings && Object.keys(properties).length > 0;
}

/** What is optional and about something that is not there, stays away. */
function isWanted(name: string, { purpose, pictures }: Asked): boolean {
  if (purpose === 'alt' && /long|extended|detailed/i.test(name))
    return pictures[0]?.sight.detail === 'high' && !pictures[0].sight.subject;
  return true;
}

function chosenBranch(branches: readonly Schema[], { name }: Field): Schema | undefined {
  const isNull = (schema: Schema): boolean => typesOf(schema).includes('null');
  // `null` says that there is nothing, which of the criteria holds for text alone.
  return /text/i.test(name) ? (branches.find(isNull) ?? branches[0]) : branches.find((each) => !isNull(each));
}

function hasNothingToSay({ name, picture }: Field, { purpose }: Asked): boolean {
  return purpose === 'judge' && /text/i.test(name) && picture?.sight.isMarked !== true;
}

function bounded(value: number, schema: Schema, isWhole: boolean): number {
  const step = schema.multipleOf ?? (isWhole ? 1 : 0);
  const rounded = step > 0 ? Math.round(value / step) * step : value;
  const nudge = step > 0 ? step : 1e-6;
  const least = Math.max(schema.minimum ?? -Infinity, (schema.exclusiveMinimum ?? -Infinity) + nudge);
  const most = Math.min(schema.maximum ?? Infinity, (schema.exclusiveMaximum ?? Infinity) - nudge);
  return Math.max(least, Math.min(most, rounded));
}

function fitted(text: string, { minLength = 0, maxLength = Infinity }: Schema): string {
  return within(text, maxLength).padEnd(minLength, '.');
}
