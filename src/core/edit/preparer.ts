import type { Blobs } from '../files/blobs';
import type { JsonValue } from '../json';
import type { Mask } from '../mask/mask';
import { isTwoLevel } from '../mask/measure';
import { encodeBase64 } from '../models/base64';
import type { InputLimits } from '../models/descriptor';
import type { CropRectangle, FitOrder, OpenPicture, Pixels } from '../pixels/port';
import type { RecipeInput } from '../recipes/recipe';
import { err, ok, type Result } from '../result';
import {
  areaTasks,
  type EditArea,
  type InputImage,
  type InputMask,
  type MaskRule,
  type Margins,
  type TaskInput,
} from '../tasks/task';
import type { AdapterLookup } from '../generate/ports';
import { isMasked, type EditDraft, type EditSource } from './draft';
import type { FinishOrder } from './finish';
import { isPadded, isScaled, type Fitting } from './fit';
import { fittingOf, maskBoundsIn } from './fitDraft';
import type { Pictures } from './pictures';
import type { PreparedEdit } from './prepared';

/** A request must stay below the service's limit for a body; base64 makes it a third longer. */
const MAX_PNG_BYTES = 12_000_000;

interface Parts {
  readonly image: InputImage;
  readonly mask?: InputMask;
  readonly maskSha256?: string;
  readonly fitting: Fitting;
  readonly size: { readonly width: number; readonly height: number };
}

/** Makes the pictures of an edit ready to send: cut, scaled, flattened, encoded, its mask in the model's own polarity. */
export class Preparer {
  readonly #pictures: Pictures;
  readonly #pixels: Pixels;
  readonly #blobs: Blobs;
  readonly #adapters: AdapterLookup;

  constructor(pictures: Pictures, pixels: Pixels, blobs: Blobs, adapters: AdapterLookup) {
    this.#pictures = pictures;
    this.#pixels = pixels;
    this.#blobs = blobs;
    this.#adapters = adapters;
  }

  /** @returns `badRequest` naming `image`, `mask` or `words` where one is missing; `notReadable` for a picture that is none */
  async prepare(draft: EditDraft, signal: AbortSignal): Promise<Result<PreparedEdit>> {
    const missing = missingIn(draft);
    if (missing !== undefined) return err({ kind: 'badRequest', field: missing, reason: 'it is missing' });
    const [source] = draft.sources;
    if (!source) return this.#withoutImage(draft, signal);
    const parts = await this.#pictures.use(source.sha256, (picture) =>
      this.#parts(draft, source, picture, signal),
    );
    if (!parts.ok) return named(parts, source);
    const others = await this.#others(draft, signal);
    if (!others.ok) return others;
    const input = inputOf(draft, parts.value, others.value);
    const { fitting } = parts.value;
    const finish = finishOf(draft, source, parts.value);
    return ok({
      input,
      ...(finish ? { finish } : {}),
      inputs: inputsOf(draft, parts.value.maskSha256),
      fitting,
      settings: settingsOf(draft),
    });
  }

  /** A palette, or a style alone. */
  async #withoutImage(draft: EditDraft, signal: AbortSignal): Promise<Result<PreparedEdit>> {
    const { task, colors, style, model } = draft;
    const facts = { inputs: inputsOf(draft, undefined), settings: settingsOf(draft) };
    if (task === 'followPalette') return ok({ input: { kind: task, colors }, ...facts });
    if (!style || !model.inputs) return err({ kind: 'badRequest', field: 'image', reason: 'it is missing' });
    const fitted = await this.#whole(draft, style, model.inputs, signal);
    return fitted.ok ? ok({ input: { kind: 'followStyle', style: fitted.value }, ...facts }) : fitted;
  }

  async #parts(
    draft: EditDraft,
    source: EditSource,
    picture: OpenPicture,
    signal: AbortSignal,
  ): Promise<Result<Parts>> {
    const { facts } = picture;
    const size = { width: facts.width, height: facts.height };
    const fitting = fittingOf(draft, size, maskBoundsIn(draft.mask, size));
    const limits = draft.model.inputs;
    if (!fitting || !limits)
      return err({ kind: 'badRequest', field: 'image', reason: 'the model takes none' });
    const image = await this.#encode(draft, source, picture, fitting, limits, signal);
    if (!image.ok) return image;
    const rule = this.#adapters.adapterFor(draft.model).maskRule(draft.task);
    const painted = maskToSend(draft, rule);
    if (!painted || !rule) return ok({ image: image.value, fitting, size });
    const mask = await this.#mask(painted, picture, fitting, rule, signal);
    return mask.ok ? ok({ image: image.value, ...mask.value, fitting, size }) : mask;
  }

  async #encode(
    draft: Pick<EditDraft, 'flattenOn'>,
    source: EditSource,
    picture: OpenPicture,
    fitting: Fitting,
    limits: InputLimits,
    signal: AbortSignal,
  ): Promise<Result<InputImage>> {
    const order: FitOrder = {
      area: fitting.area,
      width: fitting.width,
      height: fitting.height,
      format: 'png',
      flattenOn: draft.flattenOn,
      padWith: 'edge',
    };
    let fitted = await picture.fit(order, signal);
    if (fitted.ok && fitted.value.bytes.length > MAX_PNG_BYTES && limits.formats.includes('jpeg')) {
      fitted = await picture.fit({ ...order, format: 'jpeg' }, signal);
    }
    if (!fitted.ok) return fitted;
    const { bytes, format, width, height } = fitted.value;
    return ok({
      base64: encodeBase64(bytes),
      type: format,
      width,
      height,
      sha256: source.sha256,
      ...(source.path === undefined ? {} : { path: source.path }),
    });
  }

  async #mask(
    { mask, outside }: PaintedMask,
    picture: OpenPicture,
    fitting: Fitting,
    rule: MaskRule,
    signal: AbortSignal,
  ): Promise<Result<{ readonly mask: InputMask; readonly maskSha256?: string }>> {
    const { area, width, height } = fitting;
    const png = await picture.mask({ mask, area, width, height, ...rule, outside }, signal);
    if (!png.ok) return png;
    // New margins are no mask of the user's: nothing to keep.
    const kept = outside === 255 ? undefined : await this.#keepMask(mask);
    if (kept && !kept.ok) return kept;
    return ok({
      mask: {
        base64: encodeBase64(png.value),
        width,
        height,
        rule,
        sha256: kept?.value ?? '',
      },
      ...(kept ? { maskSha256: kept.value } : {}),
    });
  }

  async #keepMask(mask: Mask): Promise<Result<string>> {
    const png = await this.#pixels.writeMask(mask);
    return png.ok ? this.#blobs.put(png.value) : png;
  }

  /** All pictures but the first: more inputs of a variation, the style, the garment. */
  async #others(draft: EditDraft, signal: AbortSignal): Promise<Result<readonly InputImage[]>> {
    const { sources, style, garment, model } = draft;
    const limits = model.inputs;
    const extra = draft.task === 'followStyle' ? style : draft.task === 'tryOn' ? garment : undefined;
    const wanted = [...sources.slice(1), ...(extra ? [extra] : [])];
    const images: InputImage[] = [];
    for (const each of limits ? wanted : []) {
      const fitted = limits && (await this.#whole(draft, each, limits, signal));
      if (!fitted) continue;
      if (!fitted.ok) return fitted;
      images.push(fitted.value);
    }
    return ok(images);
  }

  async #whole(
    draft: Pick<EditDraft, 'flattenOn' | 'model'>,
    source: EditSource,
    limits: InputLimits,
    signal: AbortSignal,
  ): Promise<Result<InputImage>> {
    const fitted = await this.#pictures.use(source.sha256, (picture) => {
      const { width, height } = picture.facts;
      const fitting = fittingOf({ ...plainDraft, model: draft.model }, { width, height }, undefined);
      if (!fitting)
        return Promise.resolve(err({ kind: 'badRequest', field: 'image', reason: 'the model takes none' }));
      return this.#encode(draft, source, picture, fitting, limits, signal);
    });
    return named(fitted, source);
  }
}

/** What has no name among the blobs has one for the user. */
function named<T>(result: Result<T>, { name }: EditSource): Result<T> {
  return result.ok || result.error.kind !== 'notReadable' ? result : err({ ...result.error, name });
}

/** What makes `fittingOf` fit a picture whole. */
const plainDraft = {
  task: 'imageVariation',
  sources: [],
  area: 'words',
  words: '',
  structure: 'edges',
  colors: [],
  margins: { left: 0, right: 0, up: 0, down: 0 },
  featherPx: 0,
  flattenOn: '#ffffff',
} as const;

interface PaintedMask {
  readonly mask: Mask;
  readonly outside: 0 | 255;
}

function maskToSend(draft: EditDraft, rule: MaskRule | undefined): PaintedMask | undefined {
  if (!rule) return undefined;
  if (draft.task === 'outpaint') {
    return draft.model.extendBy === 'sides'
      ? undefined
      : { mask: { width: 1, height: 1, data: new Uint8Array(1) }, outside: 255 };
  }
  return isMasked(draft) && draft.mask ? { mask: draft.mask, outside: 0 } : undefined;
}

/** The field that the task cannot do without and does not have. */
function missingIn(draft: EditDraft): string | undefined {
  const { task, sources, mask, words, style, garment, colors, margins, area, garmentClass } = draft;
  const needsImage =
    task !== 'followPalette' && !(task === 'followStyle' && draft.model.styleInput === 'words');
  if (needsImage && sources.length === 0) return 'image';
  if (isMasked(draft) && !(mask && maskBoundsIn(mask, mask))) return 'mask';
  const isNamed = area === 'words' && areaTasks.includes(task);
  if ((isNamed || task === 'recolor') && words.trim() === '') return 'words';
  if (task === 'tryOn' && area === 'garment' && garmentClass === undefined) return 'garmentClass';
  if (task === 'tryOn' && !garment) return 'garment';
  if (task === 'followStyle' && !style) return 'style';
  if (task === 'followPalette' && colors.length === 0) return 'colors';
  if (task === 'outpaint' && margins.left + margins.right + margins.up + margins.down <= 0) return 'margins';
  return undefined;
}

function inputOf(draft: EditDraft, parts: Parts, others: readonly InputImage[]): TaskInput {
  const { task, words, structure, colors, garmentClass = '' } = draft;
  const { image, mask, fitting } = parts;
  const area: EditArea = mask && isMasked(draft) ? { kind: 'mask', mask } : { kind: 'words', words };
  switch (task) {
    case 'imageVariation':
      return { kind: task, images: [image, ...others] };
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
      return { kind: task, image, area };
    case 'outpaint':
      return { kind: task, image, ...(mask ? { mask } : {}), margins: marginsAsSent(draft.margins, parts) };
    case 'removeBackground':
    case 'upscale':
      return { kind: task, image };
    case 'recolor':
      return { kind: task, image, words };
    case 'followStructure':
      return { kind: task, image, structure };
    case 'followPalette':
      return { kind: task, colors, image };
    case 'followStyle': {
      const style = others.at(-1) ?? image;
      return draft.model.styleInput === 'image' ? { kind: task, style, image } : { kind: task, style };
    }
    case 'tryOn':
      return {
        kind: task,
        image,
        garment: others.at(-1) ?? image,
        area: draft.area === 'garment' ? { kind: 'garment', garmentClass } : area,
      };
    default:
      throw new TypeError(`No such edit: ${String(task satisfies never)} ${fitting.width}`);
  }
}

/** The service adds these to the image as it is sent. */
function marginsAsSent(margins: Margins, { fitting }: Parts): Margins {
  const across = fitting.width / fitting.area.width;
  const down = fitting.height / fitting.area.height;
  return {
    left: Math.round(margins.left * across),
    right: Math.round(margins.right * across),
    up: Math.round(margins.up * down),
    down: Math.round(margins.down * down),
  };
}

/**
 * How the answer becomes the result. An answer that has the place and size of what it was made from is composited where
 * the user said what may change; where the model chose, it is left as it came.
 */
function finishOf(draft: EditDraft, source: EditSource, parts: Parts): FinishOrder | undefined {
  const { task, margins, featherPx } = draft;
  const { fitting, size, maskSha256 } = parts;
  if (task === 'outpaint') {
    return {
      kind: 'composite',
      source: source.sha256,
      area: draft.model.extendBy === 'sides' ? grow(fitting.area, margins) : fitting.area,
      // Every pixel of the original stays; only colors are matched at the seam.
      featherPx: 0,
      matchColor: true,
      extend: { left: margins.left, top: margins.up, right: margins.right, bottom: margins.down },
    };
  }
  if (isMasked(draft) && maskSha256 !== undefined) {
    return {
      kind: 'composite',
      source: source.sha256,
      mask: maskSha256,
      area: fitting.area,
      featherPx,
      // A new background is not meant to look like the old one at its border.
      matchColor: task !== 'replaceBackground',
    };
  }
  if (task === 'removeBackground' && (isScaled(fitting) || isPadded(fitting, size))) {
    return { kind: 'cutOut', source: source.sha256, area: fitting.area };
  }
  // An enlarged image has its padding enlarged too.
  const keepsPlace = ['inpaint', 'removeObject', 'replaceBackground', 'recolor', 'upscale'].includes(task);
  return keepsPlace && isPadded(fitting, size)
    ? { kind: 'crop', source: source.sha256, area: fitting.area }
    : undefined;
}

function grow({ left, top, width, height }: CropRectangle, margins: Margins): CropRectangle {
  return {
    left: left - margins.left,
    top: top - margins.up,
    width: width + margins.left + margins.right,
    height: height + margins.up + margins.down,
  };
}

function inputsOf(draft: EditDraft, maskSha256: string | undefined): readonly RecipeInput[] {
  const { sources, style, garment, task } = draft;
  const file = (role: RecipeInput['role'], { sha256, path }: EditSource): RecipeInput => ({
    role,
    sha256,
    ...(path === undefined ? {} : { path }),
  });
  return [
    ...sources.map((source) => file('image', source)),
    ...(maskSha256 === undefined ? [] : [{ role: 'mask' as const, sha256: maskSha256 }]),
    ...(style && task === 'followStyle' ? [file('style', style)] : []),
    ...(garment && task === 'tryOn' ? [file('garment', garment)] : []),
  ];
}

function settingsOf(draft: EditDraft): Readonly<Record<string, JsonValue>> {
  const { task, area, words, garmentClass, structure, colors, margins, contextPx, featherPx, flattenOn } =
    draft;
  const isNamed = areaTasks.includes(task);
  return {
    ...(isNamed ? { area } : {}),
    ...(words !== '' && (isNamed ? area === 'words' : task === 'recolor') ? { words } : {}),
    ...(garmentClass !== undefined && area === 'garment' ? { garmentClass } : {}),
    ...(task === 'followStructure' ? { structure } : {}),
    ...(task === 'followPalette' ? { colors } : {}),
    ...(task === 'outpaint' ? { margins: { ...margins } } : {}),
    ...(isMasked(draft) ? { featherPx, ...(contextPx === undefined ? {} : { contextPx }) } : {}),
    ...(flattenOn === '#ffffff' ? {} : { flattenOn }),
  };
}

/** True where a mask has soft edges that this model cannot be told of: it gets black and white. */
export function losesSoftEdges(mask: Mask, rule: MaskRule | undefined): boolean {
  return rule?.levels === 'two' && !isTwoLevel(mask);
}
