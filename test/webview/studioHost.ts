import type { CandidateView, StudioSnapshot } from '../../src/protocol/studio';
import type { NoticeView } from '../../src/protocol/view';
import { drawImage } from '../../src/simulator/drawing/draw';
import { encodeImage } from '../../src/simulator/drawing/encode';
import { canvasTexts } from '../../webview-ui/studio/canvas/texts';
import { studioTexts } from '../../webview-ui/studio/texts';
import { fileUrl, openWebview, type Webview, type WebviewOptions } from './harness';

/** One request of the page, as the host reads it. */
export interface Asked {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The Studio with a host that keeps a snapshot and answers everything. */
export interface OpenStudio extends Webview {
  /** The snapshot as the page has it. */
  readonly snapshot: () => StudioSnapshot;
  /** Changes the snapshot and sends it whole. */
  readonly show: (change: Partial<StudioSnapshot>) => Promise<void>;
  /** All requests of one method, oldest first. */
  readonly asked: (method: string) => readonly Asked[];
}

/** What a test says about how the Studio opens. */
export interface StudioOptions extends Omit<WebviewOptions, 'entry' | 'files' | 'onMessage' | 'onRequest'> {
  readonly snapshot?: Partial<StudioSnapshot>;
  readonly isWithoutPicture?: boolean;
  /** A film is one, so that nobody asks for a number. */
  readonly isFilm?: boolean;
  /** The mask as the host has it when the page asks. */
  readonly mask?: () => Uint8Array | undefined;
  readonly texts?: Readonly<Record<string, string>>;
  /** The page's first question is answered after it. */
  readonly mayAnswer?: Promise<void>;
  /** Carries out a request before the answer; returns what changes in the snapshot. */
  readonly onAsk?: (asked: Asked, snapshot: StudioSnapshot) => Partial<StudioSnapshot> | undefined;
}

/** Every text of the page as a host in English sends it. */
export const allTexts: Readonly<Record<string, string>> = { ...studioTexts, ...canvasTexts };

/** @returns a snapshot of a picture with nothing sent yet */
export function studioSnapshot(change: Partial<StudioSnapshot> = {}): StudioSnapshot {
  return {
    revision: 1,
    isOffline: false,
    picture: {
      url: fileUrl('lamp.png'),
      name: 'lamp.png',
      width: 640,
      height: 400,
      proxyWidth: 640,
      proxyHeight: 400,
      hasAlpha: false,
    },
    task: { kind: 'inpaint', label: 'Fill the mask' },
    canvas: { isMaskUsed: true, isExtendUsed: false },
    margins: { left: 0, right: 0, up: 0, down: 0 },
    prompt: {
      text: 'a tall fern',
      label: 'Prompt',
      placeholder: 'A tall fern in a blue pot, flat illustration',
      maxLength: 10_000,
    },
    model: { label: 'Stable Image Inpaint' },
    count: { value: 3, max: 5 },
    extra: [
      {
        kind: 'choice',
        id: 'maskBy',
        label: 'Mask',
        value: 'painted',
        choices: [
          { value: 'painted', label: 'Painted' },
          { value: 'words', label: 'In words' },
        ],
      },
    ],
    more: [
      {
        kind: 'text',
        id: 'negativePrompt',
        label: 'Negative prompt',
        help: 'What should not be seen. At most 10,000 characters.',
        value: '',
        placeholder: 'blurry, text',
        maxLength: 10_000,
        isMultiline: true,
      },
      {
        kind: 'seed',
        id: 'seed',
        label: 'Seed',
        help: '0 to 4,294,967,294. The same seed makes the same image.',
        isLocked: false,
        min: 0,
        max: 4_294_967_294,
      },
      {
        kind: 'choice',
        id: 'stylePreset',
        label: 'Style preset',
        value: '',
        choices: [
          { value: '', label: 'None' },
          { value: 'line-art', label: 'Line art' },
        ],
      },
      {
        kind: 'number',
        id: 'feather',
        label: 'Feather',
        help: '0 to 200 px.',
        value: 12,
        min: 0,
        max: 200,
        step: 1,
        unit: 'px',
      },
      { kind: 'colors', id: 'colors', label: 'Palette', value: ['#3a7d44', '#f0b429'], max: 10 },
    ],
    generate: { label: 'Fill the Mask · $0.21', state: 'ready' },
    spent: 'This panel $0.42 · today $0.63',
    sends: '640 x 400 · mask 3.2% · sends 1024 x 1024 · PNG',
    notices: [],
    candidates: [],
    maskFileName: 'lamp.mask.png',
    ...change,
  };
}

/** @returns a candidate that has arrived */
export function readyCandidate(number: number, isAccepted = false): CandidateView {
  return {
    id: `candidate:${number}`,
    number,
    state: {
      kind: 'ready',
      url: fileUrl(`fern${((number - 1) % 3) + 1}.png`),
      width: 640,
      height: 400,
      alt: 'a tall fern',
      sent: `Sent 1024 x 1024 · Stable Image Inpaint · us-west-2 · seed ${number + 6}`,
      isAreaChosenByModel: false,
      isAccepted,
    },
  };
}

/** @returns a candidate on its way */
export function waitingCandidate(number: number, since: number, text?: string): CandidateView {
  return {
    id: `candidate:${number}`,
    number,
    state: { kind: 'waiting', since, canCancel: true, ...(text === undefined ? {} : { text }) },
  };
}

/** @returns a candidate that the filter held back */
export function failedCandidate(number: number): CandidateView {
  return {
    id: `candidate:${number}`,
    number,
    state: {
      kind: 'failed',
      icon: 'circle-slash',
      text: 'Held back by the content filter. It may be charged.',
      actions: [{ id: 'editPrompt', label: 'Edit Prompt' }],
    },
  };
}

/** @returns a bar or line with one button */
export function notice(
  severity: NoticeView['severity'],
  text: string,
  ...labels: readonly string[]
): NoticeView {
  return {
    id: `notice:${text.slice(0, 12)}`,
    severity,
    text,
    actions: labels.map((label) => ({ id: `do:${label}`, label })),
  };
}

/** Opens the Studio as the host does. */
export async function openStudio(options: StudioOptions = {}): Promise<OpenStudio> {
  let snapshot = studioSnapshot(options.snapshot);
  if (options.isWithoutPicture === true) {
    const { picture: _, ...rest } = snapshot;
    snapshot = rest;
  }
  if (options.isFilm === true) {
    const { count: _, ...rest } = snapshot;
    snapshot = rest;
  }
  const view = await openWebview({
    ...options,
    entry: 'studio',
    rootData: { texts: JSON.stringify(options.texts ?? allTexts) },
    files: await pictures(),
    onRequest: async (method, params, opened) => {
      const request: Asked = { method, params: params as Asked['params'] };
      const change = options.onAsk?.(request, snapshot) ?? defaultAnswer(request, snapshot);
      if (change !== undefined) {
        snapshot = { ...snapshot, ...change, revision: snapshot.revision + 1 };
        await opened.tell('snapshot', snapshot);
      }
      if (method !== 'ready') return undefined;
      await options.mayAnswer;
      const mask = options.mask?.();
      return { snapshot, ...(mask === undefined ? {} : { mask }) };
    },
  });
  if (!options.mayAnswer) await view.page.locator('#generate').waitFor();
  return {
    ...view,
    snapshot: () => snapshot,
    show: async (change) => {
      snapshot = { ...snapshot, ...change, revision: snapshot.revision + 1 };
      await view.tell('snapshot', snapshot);
    },
    asked: (method) => view.requests.filter((each) => each.method === method) as readonly Asked[],
  };
}

function defaultAnswer(
  { method, params }: Asked,
  snapshot: StudioSnapshot,
): Partial<StudioSnapshot> | undefined {
  const { id, action, value } = params;
  if (method === 'change' && id === 'prompt' && snapshot.prompt !== undefined) {
    return { prompt: { ...snapshot.prompt, text: String(value) } };
  }
  if (method === 'change' && id === 'count')
    return { count: { max: 5, ...snapshot.count, value: Number(value) } };
  if (method !== 'candidate') return undefined;
  switch (action) {
    case 'choose':
      return { chosen: String(id) };
    case 'discard': {
      const { chosen, ...rest } = snapshot;
      const candidates = snapshot.candidates.filter((candidate) => candidate.id !== id);
      return { ...rest, candidates, ...(chosen === undefined || chosen === id ? {} : { chosen }) };
    }
    case 'accept':
      return {
        candidates: snapshot.candidates.map((candidate) =>
          candidate.id === id ? readyCandidate(candidate.number, true) : candidate,
        ),
      };
    default:
      return undefined;
  }
}

let drawn: Promise<Readonly<Record<string, Uint8Array>>> | undefined;

/** The simulator's own drawings, made once for all tests. */
async function pictures(): Promise<Readonly<Record<string, Uint8Array>>> {
  drawn ??= Promise.all(
    (
      [
        ['lamp.png', 'a brass lamp on a table', 1],
        ['fern1.png', 'a green tree', 7],
        ['fern2.png', 'a green tree at night', 8],
        ['fern3.png', 'a green tree by the sea', 9],
      ] as const
    ).map(async ([name, prompt, seed]) => {
      const image = drawImage({ prompt, seed, modelName: 'test', width: 640, height: 400 });
      return [name, await encodeImage(image, 'png')] as const;
    }),
  ).then((entries) => Object.fromEntries(entries));
  return await drawn;
}
