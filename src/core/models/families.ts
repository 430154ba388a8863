import type { TaskKind } from '../tasks/task';
import { areasFor, promptUse } from './abilities';
import { sizeChoices, takesSize, takesValue } from './choices';
import type { InputLimits, ModelDescriptor, ModelFamily, OptionDescriptor, SizeLimits } from './descriptor';

/**
 * A descriptor for a model that the table does not have: the limits that every model of its family shares, and no price.
 *
 * @param known the table, for the family's limits
 * @throws TypeError for a family without a model in the table
 */
export function guessDescriptor(
  id: string,
  family: ModelFamily,
  known: readonly ModelDescriptor[],
): ModelDescriptor {
  const relatives = known.filter((model) => model.family === family);
  const [first] = relatives;
  if (!first) throw new TypeError(`No model of the family ${family}`);
  const smallest = (limit: (model: ModelDescriptor) => number): number => Math.min(...relatives.map(limit));
  const tasks = first.tasks.filter((task) => relatives.every((relative) => relative.tasks.includes(task)));
  const inputs = commonInputs(relatives);
  const structures = first.structures?.filter((each) =>
    relatives.every((relative) => relative.structures?.includes(each)),
  );
  const { extendBy } = first;
  const marginsPx = relatives.flatMap(({ maxMarginPx }) => maxMarginPx ?? []);
  const takesNegativePrompt = relatives.every((model) => model.negativePrompt);
  return {
    id,
    name: shortName(id),
    provider: first.provider,
    family,
    profileIds: [],
    tasks,
    promptUse: commonPromptUse(tasks, relatives),
    prompt: { minLength: 1, maxLength: smallest(({ prompt }) => prompt.maxLength) },
    ...(takesNegativePrompt
      ? {
          negativePrompt: {
            minLength: 1,
            maxLength: smallest(({ negativePrompt }) => negativePrompt?.maxLength ?? 0),
          },
        }
      : {}),
    sizes: commonSizes(relatives, first),
    sizedTasks: tasks.filter((task) => relatives.every((each) => each.sizedTasks?.includes(task) ?? true)),
    ...(inputs ? { inputs } : {}),
    areas: Object.fromEntries(tasks.flatMap((task) => commonAreas(task, relatives))),
    ...(structures ? { structures } : {}),
    ...(extendBy && relatives.every((each) => each.extendBy === extendBy) ? { extendBy } : {}),
    ...(marginsPx.length > 0 ? { maxMarginPx: Math.min(...marginsPx) } : {}),
    oneImageTasks: tasks.filter((task) => relatives.some((each) => each.oneImageTasks?.includes(task))),
    seedlessTasks: tasks.filter((task) => relatives.some((each) => each.seedlessTasks?.includes(task))),
    maxImagesPerRequest: smallest(({ maxImagesPerRequest }) => maxImagesPerRequest),
    seed: {
      min: Math.max(...relatives.map(({ seed }) => seed.min)),
      max: smallest(({ seed }) => seed.max),
    },
    options: first.options.flatMap((option) => commonOption(option, relatives, tasks) ?? []),
    requestsPerMinute: smallest(({ requestsPerMinute }) => requestsPerMinute),
    usualSeconds: first.usualSeconds,
    // An unknown model may be anywhere; the service says so when it is not.
    regions: [],
    lifecycle: { status: 'active', source: first.lifecycle.source, readOn: first.lifecycle.readOn },
    source: first.source,
  };
}

const version = /-v\d+(:\d+)?$/;

/**
 * A descriptor for another version of a model whose family does many different things, one model each: only the model's
 * own name tells what it does. No price: a new version may have another.
 *
 * @returns undefined where the table has no other version
 */
export function guessVersion(
  id: string,
  family: ModelFamily,
  known: readonly ModelDescriptor[],
): ModelDescriptor | undefined {
  if (!version.test(id)) return undefined;
  const stem = id.replace(version, '');
  const other = known.find((model) => model.family === family && model.id.replace(version, '') === stem);
  if (!other) return undefined;
  const { price: _price, successorId: _successorId, successors: _successors, ...same } = other;
  return {
    ...same,
    id,
    name: shortName(id),
    // Which geographies have a profile for it, only the service knows.
    profileIds: [],
    regions: [],
    lifecycle: { status: 'active', source: other.lifecycle.source, readOn: other.lifecycle.readOn },
  };
}

/** Words are needed where one relative needs them. */
function commonPromptUse(
  tasks: readonly TaskKind[],
  relatives: readonly ModelDescriptor[],
): NonNullable<ModelDescriptor['promptUse']> {
  return Object.fromEntries(
    tasks.flatMap((task) => {
      const uses = new Set(relatives.map((relative) => promptUse(relative, task)));
      if (uses.has('required')) return [];
      return [[task, uses.has('optional') ? 'optional' : 'none'] as const];
    }),
  );
}

function commonAreas(
  task: TaskKind,
  relatives: readonly ModelDescriptor[],
): readonly (readonly [TaskKind, readonly ('mask' | 'words' | 'garment')[]])[] {
  const [first = [], ...others] = relatives.map((relative) => areasFor(relative, task));
  const common = first.filter((area) => others.every((areas) => areas.includes(area)));
  return common.length > 0 ? [[task, common]] : [];
}

/** What every relative takes; undefined where one of them takes no image. */
function commonInputs(relatives: readonly ModelDescriptor[]): InputLimits | undefined {
  const all = relatives.flatMap(({ inputs }) => inputs ?? []);
  const [first] = all;
  if (!first || all.length < relatives.length) return undefined;
  const sidesPx = all.flatMap(({ maxSidePx }) => maxSidePx ?? []);
  return {
    formats: first.formats.filter((format) => all.every(({ formats }) => formats.includes(format))),
    minSidePx: Math.max(...all.map(({ minSidePx }) => minSidePx)),
    ...(sidesPx.length > 0 ? { maxSidePx: Math.min(...sidesPx) } : {}),
    minPixels: Math.max(...all.map(({ minPixels }) => minPixels ?? 0)),
    maxPixels: Math.min(...all.map(({ maxPixels }) => maxPixels)),
    maxAspectRatio: Math.min(...all.map(({ maxAspectRatio }) => maxAspectRatio)),
    takesAlpha: all.every(({ takesAlpha }) => takesAlpha),
    maxImages: Math.min(...all.map(({ maxImages }) => maxImages)),
  };
}

/** Of the sizes that one relative offers, a model with a fixed list before all, those that every relative makes. */
function commonSizes(relatives: readonly ModelDescriptor[], first: ModelDescriptor): SizeLimits {
  if (relatives.length === 1) return first.sizes;
  const { sizes } = relatives.find((model) => model.sizes.kind === 'list') ?? first;
  const common = sizeChoices(sizes)
    .map(({ size }) => size)
    .filter((size) => relatives.every((model) => takesSize(size, model.sizes)));
  if (sizes.kind === 'aspectRatios') {
    const ratios = common.flatMap((size) => (size.kind === 'aspectRatio' ? [size.ratio] : []));
    return { ...sizes, ratios };
  }
  if (sizes.kind === 'ofInput') return sizes;
  const pixels = common.flatMap((size) =>
    size.kind === 'pixels' ? [{ width: size.width, height: size.height }] : [],
  );
  return { kind: 'list', sizes: pixels, default: sizes.default };
}

/** The option with the values that every relative takes; undefined where one of them lacks it. */
function commonOption(
  option: OptionDescriptor,
  relatives: readonly ModelDescriptor[],
  tasks: readonly TaskKind[],
): OptionDescriptor | undefined {
  const same = relatives.flatMap(({ options }) => options.filter(({ name }) => name === option.name));
  if (same.length < relatives.length) return undefined;
  const inTasks = same.some((each) => each.tasks)
    ? { tasks: tasks.filter((task) => same.every((each) => each.tasks?.includes(task) ?? true)) }
    : {};
  if (option.kind === 'choice') {
    return {
      ...option,
      ...inTasks,
      values: option.values.filter((value) => same.every((each) => takesValue(value, each))),
    };
  }
  const ranges = same.filter((each) => each.kind === 'number');
  return {
    ...option,
    ...inTasks,
    min: Math.max(...ranges.map(({ min }) => min)),
    max: Math.min(...ranges.map(({ max }) => max)),
  };
}

/** The end of an ARN or id, without an account number. */
function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
