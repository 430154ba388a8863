import { createRegistry } from '../models/known';
import type { ModelDescriptor, OptionDescriptor, OptionName } from '../models/descriptor';
import { areaTasks, taskKinds, type Structure, type TaskKind } from '../tasks/task';
import { videoModels } from '../video/catalogue';
import type { VideoModelDescriptor } from '../video/descriptor';
import type { VideoTaskKind } from '../video/task';

/** What a prompt file can ask for. */
export type PromptTask = TaskKind | VideoTaskKind;

/** What a field takes; from it follow the JSON schema, completion, hover and the first of the diagnostics. */
export type FieldValue =
  /** Words, in which variables and alternatives may stand. */
  | { readonly kind: 'words' }
  /** Of a file, relative to the prompt file; variables may stand in it. */
  | { readonly kind: 'path' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly isWhole?: boolean }
  | { readonly kind: 'boolean' }
  /** An id or a name; `values` are those that Easel knows. */
  | { readonly kind: 'model'; readonly values: readonly string[] }
  /** `1024x1024` or `16:9`. */
  | { readonly kind: 'size'; readonly values: readonly string[] }
  /** A whole number, `1..4` or `random`. */
  | { readonly kind: 'seed' }
  /** `#rrggbb`. */
  | { readonly kind: 'color' }
  | { readonly kind: 'sha256' }
  | { readonly kind: 'map'; readonly fields: readonly FieldDescriptor[] }
  /** Read by a subject of its own: `variables.ts`, `gridField.ts`. */
  | { readonly kind: 'variables' }
  | { readonly kind: 'axis' };

export interface FieldDescriptor {
  readonly name: string;
  /** One or two English sentences; who shows them has them translated. */
  readonly description: string;
  readonly value: FieldValue;
  /** `vary`: a list tries each of its values. `list`: the value is a list by its nature. */
  readonly list: 'no' | 'vary' | 'list';
  /** Absent: in every task. */
  readonly tasks?: readonly PromptTask[];
  /** As it would be written behind the colon. */
  readonly example: string;
}

const videoTasks = [
  'textToVideo',
  'imageToVideo',
  'multiShotAutomated',
  'multiShotManual',
] as const satisfies readonly VideoTaskKind[];

export const promptTasks: readonly PromptTask[] = [...taskKinds, ...videoTasks];

export function isVideoTask(task: PromptTask): task is VideoTaskKind {
  return videoTasks.some((each) => each === task);
}

const optionTexts: Readonly<Record<OptionName, string>> = {
  stylePreset: 'A look that the model knows by name.',
  guidanceScale: 'How closely the model follows the prompt; higher is closer.',
  quality: 'A dearer quality where the model has one.',
  outputFormat: 'The file type that the model returns.',
  similarity: 'How close a variation stays to its images; 1 is closest.',
  strength: 'How far a result leaves its image; 0 keeps it.',
  controlStrength: 'How closely edges, segments or a sketch are followed.',
  outpaintMode: 'Whether the border of what is kept is blended or kept strictly.',
  creativity: 'How freely the model adds what is not there.',
  growMask: 'Pixels by which the service itself grows the mask.',
  fidelity: 'How closely the style of the image is followed.',
  compositionFidelity: 'How closely the composition is kept.',
  styleStrength: 'How strongly the style shows.',
  changeStrength: 'How much may change.',
  maskShape: 'How closely the area to change follows the garment.',
  mergeStyle: 'How the garment is blended with the image.',
};

const structures = ['edges', 'segments', 'sketch'] as const satisfies readonly Structure[];

/** Fields that would choose an account, an address or a place for data: a file from a stranger must not. */
export const forbiddenFields: ReadonlySet<string> = new Set([
  'endpoint',
  'profile',
  'region',
  'provider',
  'account',
  'bucket',
  's3',
  'guardrail',
  'budget',
  'credentials',
]);

/** Every field of the front matter, with the values that these models have. */
export function createFields(
  models: readonly ModelDescriptor[],
  videos: readonly VideoModelDescriptor[],
): readonly FieldDescriptor[] {
  const options = optionFields(models);
  const style = options.find(({ name }) => name === 'stylePreset');
  return [
    {
      name: 'title',
      description: 'A name for readers; it is not sent.',
      value: { kind: 'words' },
      list: 'no',
      example: 'Hero of the start page',
    },
    {
      name: 'task',
      description: 'What is made; without it, new images from words.',
      value: { kind: 'choice', values: promptTasks },
      list: 'no',
      example: 'textToImage',
    },
    {
      name: 'model',
      description:
        'The model, by id or name; several to compare them. Without it, the one that is used otherwise.',
      value: { kind: 'model', values: [...models, ...videos].map(({ id }) => id) },
      list: 'vary',
      example: 'stability.stable-image-core-v1:1',
    },
    {
      name: 'size',
      description: 'Pixels such as 1024x1024, or a ratio such as 16:9, as the model takes it.',
      value: { kind: 'size', values: sizesOf(models, videos) },
      list: 'vary',
      example: '16:9',
    },
    {
      name: 'count',
      description: 'Images of each combination.',
      value: { kind: 'number', min: 1, max: 100, isWhole: true },
      list: 'no',
      tasks: taskKinds,
      example: '4',
    },
    {
      name: 'seed',
      description:
        'Where chance begins: a number, several, or a range such as 1..4. Without it each combination has a fixed one of its own; random takes a new one in every run.',
      value: { kind: 'seed' },
      list: 'vary',
      example: '1..4',
    },
    {
      name: 'negative',
      description: 'What shall not be seen, for models that take a negative prompt.',
      value: { kind: 'words' },
      list: 'no',
      example: 'text, watermark',
    },
    {
      name: 'style',
      description: 'Short for the option stylePreset.',
      value: style?.value ?? { kind: 'words' },
      list: 'vary',
      example: 'line-art',
    },
    {
      name: 'options',
      description: 'Choices that only some models have.',
      value: { kind: 'map', fields: options },
      list: 'no',
      example: '{ guidanceScale: 7 }',
    },
    ...pictureFields(models),
    {
      name: 'duration',
      description: 'Length of the video in seconds.',
      value: { kind: 'number', min: 1, max: 600, isWhole: true },
      list: 'vary',
      tasks: videoTasks,
      example: '5',
    },
    {
      name: 'resolution',
      description: 'Resolution of the video where the model has several.',
      value: { kind: 'choice', values: ['540p', '720p'] },
      list: 'vary',
      tasks: videoTasks,
      example: '540p',
    },
    {
      name: 'loop',
      description: 'Whether the end of the video leads back to its beginning.',
      value: { kind: 'boolean' },
      list: 'no',
      tasks: videoTasks,
      example: 'true',
    },
    {
      name: 'variables',
      description:
        'What stands for {{name}} in the prompt: one value, a list, or a CSV, JSON or YAML file in this workspace folder.',
      value: { kind: 'variables' },
      list: 'no',
      example: '{ product: [a mug, a lamp] }',
    },
    {
      name: 'grid',
      description: 'What goes across, down and onto tabs when all combinations are shown as a table.',
      value: {
        kind: 'map',
        fields: [
          axisField('columns', 'What changes from column to column.', 'style'),
          axisField('rows', 'What changes from row to row.', 'seed'),
          axisField('tabs', 'What changes from tab to tab.', 'model'),
        ],
      },
      list: 'no',
      example: '{ columns: style, rows: seed }',
    },
    {
      name: 'output',
      description: 'Where results go, and as what.',
      value: {
        kind: 'map',
        fields: [
          {
            name: 'path',
            description:
              'Template of the path in this workspace folder, with ${slug}, ${task}, ${model}, ${seed}, ${date} and ${n}.',
            value: { kind: 'words' },
            list: 'no',
            example: 'generated-images/${slug}',
          },
          {
            name: 'formats',
            description: 'File types of further copies; the file as the model returned it is always kept.',
            value: { kind: 'choice', values: ['png', 'jpeg', 'webp', 'avif'] },
            list: 'list',
            example: '[webp]',
          },
          {
            name: 'widths',
            description: 'Widths of further copies in pixels.',
            value: { kind: 'number', min: 1, max: 16_384, isWhole: true },
            list: 'list',
            example: '[1600, 800]',
          },
        ],
      },
      list: 'no',
      example: '{ path: docs/img/${slug} }',
    },
    {
      name: 'accepted',
      description: 'SHA-256 of the images that won, the best first; each names a recipe in .easel/recipes.',
      value: { kind: 'sha256' },
      list: 'list',
      example: '[]',
    },
  ];
}

function axisField(name: string, description: string, example: string): FieldDescriptor {
  return { name, description, value: { kind: 'axis' }, list: 'no', example };
}

function pictureFields(models: readonly ModelDescriptor[]): readonly FieldDescriptor[] {
  const path = { value: { kind: 'path' }, list: 'no' } as const;
  const garmentClasses = [...new Set(models.flatMap((model) => model.garmentClasses ?? []))];
  const side = (name: string): FieldDescriptor => ({
    name,
    description: `Pixels added at this side.`,
    value: { kind: 'number', min: 0, max: 8192, isWhole: true },
    list: 'no',
    example: '256',
  });
  return [
    {
      ...path,
      name: 'image',
      description: 'The image that is edited, relative to this file.',
      tasks: [...taskKinds.filter((task) => task !== 'textToImage'), 'imageToVideo'],
      example: '../images/lamp.jpg',
    },
    {
      name: 'images',
      description: 'Several images that are varied together.',
      value: { kind: 'path' },
      list: 'list',
      tasks: ['imageVariation'],
      example: '[a.png, b.png]',
    },
    {
      ...path,
      name: 'mask',
      description: 'An image of the same shape, white where the image changes.',
      tasks: areaTasks,
      example: '../images/lamp.mask.png',
    },
    {
      name: 'words',
      description: 'The area in words, in place of a mask; what is recolored or kept.',
      value: { kind: 'words' },
      list: 'no',
      tasks: [...areaTasks, 'recolor'],
      example: 'the lamp',
    },
    {
      ...path,
      name: 'styleImage',
      description: 'The image whose style is followed.',
      tasks: ['followStyle'],
      example: '../images/style.png',
    },
    {
      ...path,
      name: 'garment',
      description: 'The image of the garment to try on.',
      tasks: ['tryOn'],
      example: '../images/coat.png',
    },
    {
      name: 'garmentClass',
      description: 'The kind of garment, in place of a mask.',
      value: { kind: 'choice', values: garmentClasses },
      list: 'no',
      tasks: ['tryOn'],
      example: 'UPPER_BODY',
    },
    {
      name: 'structure',
      description: 'What of the image is followed.',
      value: { kind: 'choice', values: structures },
      list: 'vary',
      tasks: ['followStructure'],
      example: 'edges',
    },
    {
      name: 'colors',
      description: 'One to ten colors that are followed.',
      value: { kind: 'color' },
      list: 'list',
      tasks: ['followPalette'],
      example: '["#1f6feb", "#ffffff"]',
    },
    {
      name: 'extend',
      description: 'How far the image is extended.',
      value: { kind: 'map', fields: ['left', 'right', 'up', 'down'].map(side) },
      list: 'no',
      tasks: ['outpaint'],
      example: '{ left: 256, right: 256 }',
    },
    {
      name: 'context',
      description: 'Pixels around the mask that are sent with it.',
      value: { kind: 'number', min: 0, max: 8192, isWhole: true },
      list: 'no',
      tasks: areaTasks,
      example: '128',
    },
    {
      name: 'feather',
      description: 'Pixels beyond the mask over which the result is blended.',
      value: { kind: 'number', min: 0, max: 256, isWhole: true },
      list: 'no',
      tasks: areaTasks,
      example: '8',
    },
    {
      name: 'background',
      description: 'The color behind transparent pixels and at new edges.',
      value: { kind: 'color' },
      list: 'no',
      tasks: taskKinds.filter((task) => task !== 'textToImage'),
      example: '"#ffffff"',
    },
    {
      ...path,
      name: 'end',
      description: 'The picture that the video ends with.',
      tasks: ['imageToVideo'],
      example: '../images/end.png',
    },
  ];
}

/** One field for each option that any model has, with everything that any of them takes. */
function optionFields(models: readonly ModelDescriptor[]): readonly FieldDescriptor[] {
  const byName = new Map<OptionName, OptionDescriptor[]>();
  for (const option of models.flatMap((model) => model.options)) {
    byName.set(option.name, [...(byName.get(option.name) ?? []), option]);
  }
  return [...byName].map(([name, same]) => {
    const numbers = same.filter((option) => option.kind === 'number');
    const choices = same.flatMap((option) => (option.kind === 'choice' ? option.values : []));
    const value: FieldValue =
      numbers.length > 0
        ? {
            kind: 'number',
            min: Math.min(...numbers.map(({ min }) => min)),
            max: Math.max(...numbers.map(({ max }) => max)),
          }
        : { kind: 'choice', values: [...new Set(choices)] };
    const usual = same.find((option) => option.default !== undefined)?.default ?? choices[0] ?? '';
    return { name, description: optionTexts[name], value, list: 'vary', example: String(usual) };
  });
}

function sizesOf(
  models: readonly ModelDescriptor[],
  videos: readonly VideoModelDescriptor[],
): readonly string[] {
  const sizes = [
    ...models.flatMap(({ sizes: limits }) => {
      if (limits.kind === 'aspectRatios') return limits.ratios;
      if (limits.kind === 'ofInput') return [];
      return (limits.kind === 'list' ? limits.sizes : limits.suggested).map(
        ({ width, height }) => `${width}x${height}`,
      );
    }),
    ...videos.flatMap(({ sizes: limits }) =>
      limits.kind === 'fixed' ? [`${limits.width}x${limits.height}`] : limits.ratios,
    ),
  ];
  return [...new Set(sizes)];
}

/** The fields with the values of every model that Easel ships with. */
export const shippedFields: readonly FieldDescriptor[] = createFields(createRegistry().models, videoModels);
