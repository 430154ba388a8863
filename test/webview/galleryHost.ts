import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { GalleryCell, GalleryGroup, GallerySnapshot } from '../../src/protocol/gallery';
import { fileUrl, openWebview, type Webview, type WebviewOptions } from './harness';

/** How the Gallery is opened, and what its host answers. */
export interface GalleryOptions extends Pick<WebviewOptions, 'width' | 'height' | 'theme' | 'zoom'> {
  /** 5,000 where it is not given. */
  readonly count?: number;
  /** Ids that get no thumbnail. */
  readonly withoutThumbnail?: readonly string[];
  /** How many thumbnails differ; four where it is not given. */
  readonly differentThumbnails?: number;
  /** No picture that is pasted or dropped can be opened. */
  readonly refusesPictures?: boolean;
}

/** Changes of a snapshot that a test sends. */
export interface SnapshotChanges extends Partial<Omit<GallerySnapshot, 'revision' | 'scopes'>> {
  /** New images before all others. */
  readonly extraAtStart?: number;
}

/** The page with a host that answers as the real one does. */
export interface OpenGallery {
  readonly view: Webview;
  requests(method: string): readonly unknown[];
  /** Waits until the page has sent this. */
  sent(method: string, params: unknown): Promise<void>;
  /** Waits until the page has sent as many of this kind. */
  heard(method: string, count?: number): Promise<void>;
  /** Of the last snapshot. */
  revision(): number;
  sendSnapshot(changes: SnapshotChanges): Promise<void>;
  focusFirst(): Promise<void>;
  focusedId(): Promise<string | undefined>;
  /** Waits until every cell in view shows its thumbnail or a sign that it has none. */
  allThumbnailsInView(): Promise<void>;
}

/** Sides of the thumbnails that stand for 5,000: broad, high and square. */
const shapes = [
  [264, 176],
  [176, 264],
  [264, 264],
  [264, 66],
] as const;

const names = ['kite.png', 'lamp-fern.png', 'hero-with-a-very-long-name-that-does-not-fit.webp', 'icon.svg'];

const texts = {
  gallery: 'Gallery',
  images: 'Images',
  show: 'Show',
  filters: 'Filters',
  clearSearch: 'Clear Search',
  removeChip: 'Remove {0}',
  loading: 'Looking for images…',
  waiting: 'Waiting to be accepted',
  lookedWith: 'Images to search with',
  removePicture: 'Remove image {0}',
  searching: 'Searching…',
  notTaken: 'That is no image that can be searched with.',
  tooLarge: 'The image is too large to search with.',
  dropHere: 'Drop an image to search with it',
  progress: 'Indexing',
};

export async function openGallery(options: GalleryOptions): Promise<OpenGallery> {
  const count = options.count ?? 5000;
  let revision = 1;
  const snapshot = (changes: SnapshotChanges = {}): GallerySnapshot => {
    const { extraAtStart = 0, ...others } = changes;
    return {
      revision: revision++,
      scope: 'made',
      scopes: [
        { value: 'made', label: `Made here ${count.toLocaleString('en')}` },
        { value: 'all', label: 'All 12,340' },
        { value: 'waiting', label: 'Waiting 3' },
      ],
      query: '',
      queryHint: 'Search names, paths and prompts',
      pictures: [],
      question: JSON.stringify([others.query ?? '', others.chips ?? []]),
      isSearching: false,
      lines: [],
      status: `${count.toLocaleString('en')} images`,
      chips: [],
      groups: groupsOf(count, extraAtStart),
      notices: [],
      isLoading: false,
      ...(count === 0
        ? {
            empty: {
              id: 'empty',
              severity: 'info',
              drawing: 'images',
              text: 'Images you make appear here.',
              actions: [
                { id: 'generate', label: 'Generate Image' },
                { id: 'openStudio', label: 'Open Studio' },
              ],
            },
          }
        : {}),
      ...others,
    };
  };
  const different = options.differentThumbnails ?? shapes.length;
  const files = Object.fromEntries(
    await Promise.all(
      Array.from({ length: different }, async (_, index) => [`${index}.webp`, await picture(index)]),
    ),
  ) as Record<string, Uint8Array>;

  const heard: { readonly method: string; readonly params: unknown }[] = [];
  let onHeard = (): void => undefined;
  const view = await openWebview({
    entry: 'gallery',
    files,
    ...options,
    onMessage: async (message, post) => {
      const { id, method, params } = message as { id: number; method: string; params: { ids?: string[] } };
      heard.push({ method, params });
      const urls = Object.fromEntries(
        (params.ids ?? [])
          .filter((each) => options.withoutThumbnail?.includes(each) !== true)
          .map((each) => [each, fileUrl(`${Number(each.replace(/\D/g, '')) % different}.webp`)]),
      );
      const answers: Readonly<Record<string, unknown>> = {
        thumbnails: { urls },
        addPicture: { isTaken: options.refusesPictures !== true },
      };
      const value = method === 'ready' ? { snapshot: snapshot(), texts } : answers[method];
      await post({ kind: 'reply', id, isOk: true, value });
      onHeard();
    },
  });
  const { page } = view;
  await page
    .locator(count === 0 ? '.empty' : '[role=gridcell]')
    .first()
    .waitFor();

  const requests = (method: string): readonly unknown[] =>
    heard.filter((request) => request.method === method).map(({ params }) => params);
  const whenHeard = async (isThere: () => boolean): Promise<void> => {
    if (isThere()) return;
    await new Promise<void>((resolve) => {
      onHeard = () => {
        if (isThere()) resolve();
      };
    });
  };
  return {
    view,
    requests,
    heard: async (method, wanted = 1) => await whenHeard(() => requests(method).length >= wanted),
    revision: () => revision - 1,
    sent: async (method, params) => {
      const wanted = JSON.stringify(params);
      await whenHeard(() => requests(method).some((each) => JSON.stringify(each) === wanted));
    },
    sendSnapshot: async (changes) => {
      await view.post({ kind: 'event', name: 'snapshot', payload: snapshot(changes) });
    },
    focusFirst: async () => {
      await page.locator('[role=gridcell][tabindex="0"]').focus();
    },
    focusedId: async () => {
      // Whatever the key did is drawn with the next frame.
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
      return await page.evaluate<string | undefined>('document.activeElement?.dataset.id');
    },
    allThumbnailsInView: async () => {
      await until(
        page,
        `(() => {
        const box = document.querySelector('[role=grid]').getBoundingClientRect();
        const cells = [...document.querySelectorAll('[role=gridcell]')].filter((cell) => {
          const { top, bottom } = cell.getBoundingClientRect();
          return bottom > box.top && top < box.bottom;
        });
        const covered = Math.max(...cells.map((cell) => cell.getBoundingClientRect().bottom));
        return cells.length > 0 && covered >= box.bottom - 20 && cells.every((cell) => {
          const image = cell.querySelector('img');
          return (image?.complete && image.naturalWidth > 0) || cell.querySelector('.codicon-file-media');
        });
      })()`,
      );
    },
  };
}

/** A thumbnail with something on it, so that it takes as long to decode as others do. */
async function picture(index: number): Promise<Uint8Array> {
  const [width, height] = shapes[index % shapes.length] ?? [264, 264];
  const hue = (index * 47) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><radialGradient id="g"><stop stop-color="hsl(${hue},60%,70%)"/><stop offset="1" stop-color="hsl(${hue + 60},50%,30%)"/></radialGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>
    ${Array.from({ length: 12 }, (_, dot) => `<circle cx="${(dot * 83 + index * 31) % width}" cy="${(dot * 59 + index * 17) % height}" r="${6 + dot * 2}" fill="hsl(${hue + dot * 30},70%,50%)" opacity="0.6"/>`).join('')}
  </svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).webp({ quality: 80 }).toBuffer());
}

/** Waits in the page itself, frame by frame: its policy refuses the functions that Playwright would make there. */
export async function until(page: Page, condition: string): Promise<void> {
  const isMet = await page.evaluate(`new Promise((resolve) => {
    const start = performance.now();
    const look = () => {
      if (${condition}) resolve(true);
      else if (performance.now() - start > 10000) resolve(false);
      else requestAnimationFrame(look);
    };
    look();
  })`);
  assert.equal(isMet, true, `never true: ${condition}`);
}

/** Ten on the first day, then two hundred a day. */
function groupsOf(count: number, extraAtStart: number): readonly GalleryGroup[] {
  const cells = Array.from({ length: count }, (_, index) => cellOf(`id${index}`, index));
  const groups: GalleryGroup[] = [];
  if (extraAtStart > 0) {
    groups.push({
      heading: 'Now',
      cells: Array.from({ length: extraAtStart }, (_, index) => cellOf(`new${index}`, index)),
    });
  }
  for (let start = 0; start < count; start = start === 0 ? 10 : start + 200) {
    const heading = start === 0 ? 'Today' : `Day ${Math.round(start / 200) + 1}`;
    groups.push({ heading, cells: cells.slice(start, start === 0 ? 10 : start + 200) });
  }
  return groups;
}

function cellOf(id: string, index: number): GalleryCell {
  const name = names[index % names.length] ?? '';
  return {
    id,
    name,
    alt: `A picture number ${index}`,
    tooltip: `generated-images/${name}\n1,024 x 1,024, 812 KB\nA picture number ${index}\nStable Image Core\nSeed ${index}\nabout $0.04`,
    isWaiting: index % 50 === 3,
    ...(index % 20 === 1 ? { badge: 'x4' } : {}),
  };
}
