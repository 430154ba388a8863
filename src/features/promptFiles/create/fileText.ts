import type { JsonValue } from '../../../core/json';
import { shippedFields } from '../../../core/promptFiles/fields';
import { sizeText } from '../../../core/promptFiles/sizes';
import type { Recipe, RecipeInput } from '../../../core/recipes/recipe';

/** What the text of a new prompt file is made from. */
export interface NewFile {
  readonly prompt: string;
  readonly negativePrompt?: string;
  /** Lines of the front matter, in order; a value stands as it is written. */
  readonly fields: readonly (readonly [string, string])[];
}

/** The text of a new file, with `\n` at the end of each line. */
export function promptFileText({ prompt, negativePrompt, fields }: NewFile): string {
  const front = fields.map(([name, value]) => `${name}: ${value}\n`).join('');
  const negative =
    negativePrompt === undefined || negativePrompt.trim() === ''
      ? ''
      : `\n## Negative\n\n${literal(negativePrompt)}\n`;
  return `---\n${front}---\n\n${literal(prompt)}\n${negative}`;
}

/** A file that makes the image of a recipe again. Fields that prompt files have no word for are left out. */
export function fileOfRecipe(recipe: Recipe): NewFile {
  const { task, model, seed, settings, prompt, negativePrompt, inputs } = recipe;
  const fields: (readonly [string, string])[] = [];
  if (task !== 'textToImage') fields.push(['task', task]);
  fields.push(['model', scalar(model.id)]);
  if (settings?.size) fields.push(['size', sizeText(settings.size)]);
  if (settings && settings.count > 1) fields.push(['count', String(settings.count)]);
  if (seed !== undefined) fields.push(['seed', String(seed)]);
  const { stylePreset, ...options } = settings?.options ?? {};
  if (stylePreset !== undefined) fields.push(['style', scalar(stylePreset)]);
  const others = Object.entries(options).map(([name, value]) => `${name}: ${scalar(value)}`);
  if (others.length > 0) fields.push(['options', `{ ${others.join(', ')} }`]);
  fields.push(...inputFields(inputs ?? []), ...taskFields(settings?.task ?? {}));
  return { prompt, ...(negativePrompt === undefined ? {} : { negativePrompt }), fields };
}

const roles = { image: 'image', mask: 'mask', style: 'styleImage', garment: 'garment' } as const;

/** Paths from the workspace folder on, so that the file can lie anywhere in it. */
function inputFields(inputs: readonly RecipeInput[]): readonly (readonly [string, string])[] {
  const paths = inputs.flatMap(({ role, path, sha256 }) => {
    const where = path ?? (role === 'mask' ? `.easel/masks/${sha256}.png` : undefined);
    return where === undefined ? [] : [{ role, path: `/${where}` }];
  });
  const images = paths.filter(({ role }) => role === 'image').map(({ path }) => scalar(path));
  const others = paths.filter(({ role }) => role !== 'image');
  return [
    ...(images.length > 1
      ? [['images', `[${images.join(', ')}]`] as const]
      : images.map((path) => ['image', path] as const)),
    ...others.map(({ role, path }) => [roles[role], scalar(path)] as const),
  ];
}

/** Choices of an edit by the names they have in a recipe. */
const renamed: Readonly<Record<string, string>> = {
  margins: 'extend',
  featherPx: 'feather',
  contextPx: 'context',
  flattenOn: 'background',
};

function taskFields(task: Readonly<Record<string, JsonValue>>): readonly (readonly [string, string])[] {
  const known = new Set(shippedFields.map(({ name }) => name));
  return Object.entries(task).flatMap(([name, value]) => {
    const field = renamed[name] ?? name;
    const written = valueText(value);
    return known.has(field) && written !== undefined ? [[field, written] as const] : [];
  });
}

function valueText(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'object') return scalar(value);
  if (value instanceof Array) return `[${value.flatMap((each) => valueText(each) ?? []).join(', ')}]`;
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const written = valueText(each);
    return written === undefined ? [] : [`${name}: ${written}`];
  });
  return `{ ${entries.join(', ')} }`;
}

/** YAML that reads as this very value; JSON's quotes are YAML's too. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[a-z/][\w./:-]*$/i.test(value) && !/^(?:true|false|null|yes|no)$/i.test(value);
  return isPlain && !value.endsWith(':') ? value : JSON.stringify(value);
}

/** Words that mean only themselves: braces and bars are no alternatives here. */
function literal(words: string): string {
  return words.trim().replace(/[\\{}|]/g, '\\$&');
}
