import type { OptionDescriptor } from '../models/descriptor';
import { takesValue } from '../models/choices';
import type { Margins, SizeChoice } from '../tasks/task';
import type { StudioSession } from './session';

/** The ids of controls; a model's own option is `option:` and its name. */
export const controlIds = [
  'prompt',
  'negativePrompt',
  'count',
  'size',
  'area',
  'words',
  'separateAreas',
  'garmentClass',
  'structure',
  'upscale',
  'colors',
  'margins',
  'seed',
  'contextPx',
  'featherPx',
  'flattenOn',
] as const;
export type ControlId = (typeof controlIds)[number];

export type ChangedValue = string | number | boolean | readonly string[] | Margins;

/** Longer than any model's prompt: a page that sends more is not ours. */
const MAX_TEXT = 100_000;
const MAX_COUNT = 10;
const MAX_COLORS = 10;
const MAX_PX = 20_000;
const areas = ['mask', 'words'] as const;
const structures = ['edges', 'segments', 'sketch'] as const;
const upscales = ['fast', 'conservative', 'creative'] as const;

/**
 * The session after a control was changed. What does not fit the control changes nothing: values come from a page.
 *
 * @param options that the model has in the session's task
 * @param randomSeed for locking a seed that was random
 */
export function applyChange(
  session: StudioSession,
  id: string,
  value: ChangedValue,
  options: readonly OptionDescriptor[],
  randomSeed: () => number,
): StudioSession {
  if (id.startsWith('option:')) return withOption(session, id.slice('option:'.length), value, options);
  switch (id as ControlId) {
    case 'prompt':
    case 'negativePrompt':
    case 'words':
      return typeof value === 'string' && value.length <= MAX_TEXT ? { ...session, [id]: value } : session;
    case 'count':
      return isWhole(value, 1, MAX_COUNT) ? { ...session, count: value } : session;
    case 'size': {
      const size = parseSize(value);
      return size ? { ...session, size } : session;
    }
    case 'area': {
      const area = areas.find((each) => each === value);
      return area ? { ...session, area } : session;
    }
    case 'separateAreas':
      return value === 'each' || value === 'together'
        ? { ...session, separateAreas: value === 'each' }
        : session;
    case 'garmentClass':
      return typeof value === 'string' ? { ...session, garmentClass: value } : session;
    case 'structure': {
      const structure = structures.find((each) => each === value);
      return structure ? { ...session, structure } : session;
    }
    case 'upscale': {
      const upscale = upscales.find((each) => each === value);
      return upscale ? { ...session, upscale } : session;
    }
    case 'colors':
      return isColors(value) ? { ...session, colors: value } : session;
    case 'flattenOn':
      return isColor(value) ? { ...session, flattenOn: value.toLowerCase() } : session;
    case 'margins':
      // A ratio of the control's own list fills the margins in.
      if (typeof value === 'string') return withRatio(session, value);
      return isMargins(value) ? { ...session, margins: value } : session;
    case 'seed':
      // The control locks with true and lets go with false; a number is a seed to keep.
      if (typeof value === 'boolean') return withSeedLocked(session, value, randomSeed);
      return isWhole(value, 0, Number.MAX_SAFE_INTEGER) ? { ...session, seed: value } : session;
    case 'contextPx':
      return isWhole(value, 0, MAX_PX) ? { ...session, contextPx: value } : session;
    case 'featherPx':
      return isWhole(value, 0, 256) ? { ...session, featherPx: value } : session;
    default:
      return session;
  }
}

function withSeedLocked(session: StudioSession, isLocked: boolean, randomSeed: () => number): StudioSession {
  const { seed, ...rest } = session;
  return isLocked ? { ...rest, seed: seed ?? randomSeed() } : rest;
}

/** Back to the defaults: what stands under *More*, and nothing else. */
export function resetOptions(session: StudioSession): StudioSession {
  const { seed: _seed, size: _size, contextPx: _context, featherPx: _feather, ...rest } = session;
  return { ...rest, options: {}, negativePrompt: '', flattenOn: '#ffffff' };
}

/** Margins that bring the image to a ratio, the new area shared by both sides; a ratio that needs endless ones changes nothing. */
function withRatio(session: StudioSession, text: string): StudioSession {
  const { image } = session;
  const ratio = /^(\d{1,3}):(\d{1,3})$/.exec(text);
  if (!image || !ratio) return session;
  const wanted = Number(ratio[1]) / Number(ratio[2]);
  if (!Number.isFinite(wanted) || wanted <= 0) return session;
  const { width, height } = image;
  const across = Math.max(0, Math.round(height * wanted) - width);
  const down = Math.max(0, Math.round(width / wanted) - height);
  const margins = {
    left: Math.floor(across / 2),
    right: Math.ceil(across / 2),
    up: Math.floor(down / 2),
    down: Math.ceil(down / 2),
  };
  return isMargins(margins) ? { ...session, margins } : session;
}

function withOption(
  session: StudioSession,
  name: string,
  value: ChangedValue,
  options: readonly OptionDescriptor[],
): StudioSession {
  const option = options.find((each) => each.name === name);
  if (!option) return session;
  if (value === '' && option.kind === 'choice') {
    return {
      ...session,
      options: Object.fromEntries(Object.entries(session.options).filter(([key]) => key !== name)),
    };
  }
  return takesValue(value, option) ? { ...session, options: { ...session.options, [name]: value } } : session;
}

function parseSize(value: ChangedValue): SizeChoice | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,2}:\d{1,2}$/.test(value)) return { kind: 'aspectRatio', ratio: value };
  const pixels = /^(\d{1,5})x(\d{1,5})$/.exec(value);
  return pixels ? { kind: 'pixels', width: Number(pixels[1]), height: Number(pixels[2]) } : undefined;
}

/** The value of the control *Size* for a size. */
export function sizeValue(size: SizeChoice): string {
  return size.kind === 'aspectRatio' ? size.ratio : `${size.width}x${size.height}`;
}

function isWhole(value: ChangedValue, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isColor(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);
}

function isColors(value: ChangedValue): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_COLORS && value.every(isColor);
}

function isMargins(value: ChangedValue): value is Margins {
  return (
    typeof value === 'object' &&
    'left' in value &&
    [value.left, value.right, value.up, value.down].every((side) => isWhole(side, 0, MAX_PX))
  );
}
