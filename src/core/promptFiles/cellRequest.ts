import { fitOptions, maxImagesFor, takesNegativePrompt, takesSeed } from '../models/abilities';
import type { ModelDescriptor } from '../models/descriptor';
import { err, ok, type Result } from '../result';
import { refused } from '../models/refused';
import type { Margins, OptionValues, SizeChoice, Structure, TaskKind } from '../tasks/task';
import { durationChoices, type VideoModelDescriptor } from '../video/descriptor';
import type { VideoResolution, VideoSize, VideoTaskKind } from '../video/task';
import { areaOf } from './checkImage';
import type { Combination } from './expand';
import { isVideoTask } from './fields';
import { findModel, usualModel, type ModelFacts } from './modelFacts';
import { pathInFolder } from './paths';
import { itemsOf, type PromptFile } from './promptFile';
import { imageSize, videoSize } from './sizes';

/** Files of an edit, relative to the workspace folder. */
export interface EditPaths {
  /** The image itself first; a variation takes several. */
  readonly images: readonly string[];
  readonly mask?: string;
  readonly style?: string;
  readonly garment?: string;
}

/** What an edit does beside words, seed and options; the same words as in `EditDraft`. */
export interface EditWish {
  readonly paths: EditPaths;
  readonly area: 'mask' | 'words' | 'garment';
  readonly words: string;
  readonly garmentClass?: string;
  readonly structure: Structure;
  readonly colors: readonly string[];
  readonly margins: Margins;
  readonly contextPx?: number;
  /** Absent for the usual one, which follows the image's size. */
  readonly featherPx?: number;
  readonly flattenOn: string;
}

/** One combination, decided: what the user would have chosen by hand for a number of images. */
export interface ImageWish {
  readonly kind: 'image';
  readonly task: TaskKind;
  readonly model: ModelDescriptor;
  readonly invokeAs: string;
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly size?: SizeChoice;
  /** Only what the model takes. */
  readonly options: OptionValues;
  /** Undefined: one that follows from the request itself; `random`: another one in every run. */
  readonly seed?: number | 'random';
  /** Images in all. */
  readonly count: number;
  /** Images that one request can ask for. */
  readonly perRequest: number;
  readonly edit?: EditWish;
}

export interface VideoWish {
  readonly kind: 'video';
  readonly task: VideoTaskKind;
  readonly model: VideoModelDescriptor;
  readonly prompt: string;
  readonly durationSeconds: number;
  readonly size: VideoSize;
  readonly loop: boolean;
  readonly seed?: number | 'random';
  /** Relative to the workspace folder. */
  readonly start?: string;
  readonly end?: string;
  readonly shots: readonly { readonly text: string; readonly image?: string }[];
}

export type CellWish = ImageWish | VideoWish;

/**
 * What a combination asks for. The checks of the file have said before what will not work; here it is an error.
 *
 * @param document of the prompt file, relative to its workspace folder
 */
export function wishOf(
  file: PromptFile,
  combination: Combination,
  document: string,
  models: ModelFacts,
): Result<CellWish> {
  const { task } = file;
  const named = combination.settings['model'];
  const found = named === undefined ? usualModel(task, models) : findModel(String(named), models);
  if (!found) {
    return err(
      named === undefined
        ? refused('model', 'none does this task')
        : { kind: 'unknownModel', modelId: String(named) },
    );
  }
  const { model, state } = found.entry;
  if (state.kind === 'ended') {
    return err({
      kind: 'modelEnded',
      modelId: model.id,
      ...(state.endsOn === undefined ? {} : { endedOn: state.endsOn }),
      ...(state.successorId === undefined ? {} : { successorId: state.successorId }),
    });
  }
  const paths = pathsIn(combination, document);
  if (!paths.ok) return paths;
  if (isVideoTask(task)) {
    return found.kind === 'video'
      ? videoWish(file, task, combination, found.entry.model, paths.value)
      : err(refused('model', 'it makes no videos'));
  }
  return found.kind === 'image'
    ? imageWish(file, task, combination, found.entry.model, found.entry.invokeAs, paths.value)
    : err(refused('model', 'it makes no images'));
}

const pathNames = /^(?:image|mask|styleImage|garment|end|images\.\d+|shots\.\d+\.image)$/;

/** Every path of a combination, by the field's name. */
function pathsIn({ texts }: Combination, document: string): Result<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    if (!pathNames.test(name)) continue;
    const path = pathInFolder(document, text);
    if (path === undefined) return err({ kind: 'outsideWorkspace', path: text });
    paths.set(name, path);
  }
  return ok(paths);
}

function imageWish(
  file: PromptFile,
  task: TaskKind,
  { texts, settings }: Combination,
  model: ModelDescriptor,
  invokeAs: string,
  paths: ReadonlyMap<string, string>,
): Result<ImageWish> {
  if (!model.tasks.includes(task)) return err(refused('task', `${model.name} does not do it`));
  const written = settings['size'];
  const size = written === undefined ? undefined : imageSize(String(written), model, task);
  const options = Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      name.startsWith('options.') ? [[name.slice('options.'.length), value]] : [],
    ),
  );
  const seed = takesSeed(model, task) ? seedOf(settings) : undefined;
  const negative = takesNegativePrompt(model, task) ? texts['negative'] : undefined;
  const edit = editOf(file, task, { texts, settings }, paths);
  return ok({
    kind: 'image',
    task,
    model,
    invokeAs,
    prompt: texts['prompt'] ?? '',
    ...(negative === undefined ? {} : { negativePrompt: negative }),
    ...(size ? { size } : {}),
    options: fitOptions(options, model, task),
    ...(seed === undefined ? {} : { seed }),
    // Asked again, a task without a seed makes the same image.
    count: takesSeed(model, task) ? (numberIn(file, 'count') ?? 1) : 1,
    perRequest: maxImagesFor(model, task),
    ...(edit ? { edit } : {}),
  });
}

function seedOf(settings: Combination['settings']): number | 'random' | undefined {
  const seed = settings['seed'];
  return typeof seed === 'number' ? seed : seed === undefined ? undefined : 'random';
}

function editOf(
  file: PromptFile,
  task: TaskKind,
  { texts, settings }: Pick<Combination, 'texts' | 'settings'>,
  paths: ReadonlyMap<string, string>,
): EditWish | undefined {
  if (task === 'textToImage') return undefined;
  const image = paths.get('image');
  const others = [...paths].flatMap(([name, path]) => (name.startsWith('images.') ? [path] : []));
  const mask = paths.get('mask');
  const style = paths.get('styleImage');
  const garment = paths.get('garment');
  const [garmentClass] = itemsOf(file, 'garmentClass', 'text');
  const [background] = itemsOf(file, 'background', 'text');
  const structure = settings['structure'];
  const contextPx = numberIn(file, 'context');
  const featherPx = numberIn(file, 'feather');
  return {
    paths: {
      images: [...(image === undefined ? [] : [image]), ...others],
      ...(mask === undefined ? {} : { mask }),
      ...(style === undefined ? {} : { style }),
      ...(garment === undefined ? {} : { garment }),
    },
    area: areaOf(file)?.area ?? 'mask',
    words: texts['words'] ?? '',
    ...(garmentClass ? { garmentClass: garmentClass.value } : {}),
    structure: structure === 'segments' || structure === 'sketch' ? structure : 'edges',
    colors: itemsOf(file, 'colors', 'text').map(({ value }) => value),
    margins: {
      left: numberIn(file, 'extend.left') ?? 0,
      right: numberIn(file, 'extend.right') ?? 0,
      up: numberIn(file, 'extend.up') ?? 0,
      down: numberIn(file, 'extend.down') ?? 0,
    },
    ...(contextPx === undefined ? {} : { contextPx }),
    ...(featherPx === undefined ? {} : { featherPx }),
    flattenOn: background?.value ?? '#ffffff',
  };
}

function videoWish(
  file: PromptFile,
  task: VideoTaskKind,
  { texts, settings }: Combination,
  model: VideoModelDescriptor,
  paths: ReadonlyMap<string, string>,
): Result<VideoWish> {
  if (!model.tasks.includes(task)) return err(refused('task', `${model.name} does not do it`));
  const written = settings['size'];
  const size = videoSize(
    written === undefined ? undefined : String(written),
    settings['resolution'] as VideoResolution | undefined,
    model,
  );
  if (!size) return err(refused('size', 'the model has no such size'));
  const shots = file.shots.map((_, index) => {
    const image = paths.get(`shots.${index}.image`);
    return { text: texts[`shots.${index}`] ?? '', ...(image === undefined ? {} : { image }) };
  });
  const [shortest = 0] = durationChoices(model, task);
  const wanted = settings['duration'];
  const isOfShots = task === 'multiShotManual';
  const seed = model.seed ? seedOf(settings) : undefined;
  const [start, end] = [paths.get('image'), paths.get('end')];
  const [loop] = itemsOf(file, 'loop', 'boolean');
  return ok({
    kind: 'video',
    task,
    model,
    prompt: texts['prompt'] ?? '',
    durationSeconds: isOfShots
      ? shots.length * (model.shots?.secondsEach ?? 0)
      : typeof wanted === 'number'
        ? wanted
        : shortest,
    size,
    loop: model.takesLoop && (loop?.value ?? false),
    ...(seed === undefined ? {} : { seed }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined || !model.frames.takesEnd ? {} : { end }),
    shots: isOfShots ? shots : [],
  });
}

function numberIn(file: PromptFile, name: string): number | undefined {
  return itemsOf(file, name, 'number')[0]?.value;
}
