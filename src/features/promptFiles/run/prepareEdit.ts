import type { EditDraft, EditSource } from '../../../core/edit/draft';
import type { PreparedEdit } from '../../../core/edit/prepared';
import type { Mask } from '../../../core/mask/mask';
import type { ImageWish } from '../../../core/promptFiles/cellRequest';
import type { FolderReader } from '../../../core/promptFiles/sources';
import { err, ok, type Result } from '../../../core/result';
import { sha256Hex } from '../../../core/sha256';
import { usualFeatherPx } from '../../../core/studio/session';
import type { EditEngine } from './ports';

/** A picture that anybody edits is smaller. */
export const MAX_PICTURE_BYTES = 100_000_000;

/** A mask may be drawn at another size, not in another shape. */
const MAX_ASPECT_DIFFERENCE = 0.01;

/** @returns lower-case hex of a file in the workspace folder; undefined where it cannot be read */
export async function sha256Of(reader: FolderReader, path: string): Promise<string | undefined> {
  const bytes = await reader.read(path, MAX_PICTURE_BYTES);
  return bytes && sha256Hex(bytes);
}

/** Reads the pictures of an edit from the workspace folder and makes them ready to send. */
export async function prepareEdit(
  wish: ImageWish,
  reader: FolderReader,
  engine: EditEngine,
  signal: AbortSignal,
): Promise<Result<PreparedEdit>> {
  const { edit, task, model } = wish;
  if (!edit || task === 'textToImage') return err({ kind: 'badRequest', reason: 'it is no edit' });
  const { paths, featherPx, contextPx, garmentClass, area, words, structure, colors, margins, flattenOn } =
    edit;
  const read = (path: string): Promise<Result<EditSource>> => readSource(path, reader, engine);
  const sources: EditSource[] = [];
  for (const path of paths.images) {
    const source = await read(path);
    if (!source.ok) return source;
    sources.push(source.value);
  }
  const style = paths.style === undefined ? ok(undefined) : await read(paths.style);
  if (!style.ok) return style;
  const garment = paths.garment === undefined ? ok(undefined) : await read(paths.garment);
  if (!garment.ok) return garment;
  const [source] = sources;
  const size = source ? await sizeOf(source, engine) : ok(undefined);
  if (!size.ok) return size;
  const mask =
    paths.mask === undefined || !source || !size.value
      ? ok(undefined)
      : await readMask(paths.mask, { ...size.value, name: source.name }, reader, engine);
  if (!mask.ok) return mask;
  const draft: EditDraft = {
    task,
    model,
    sources,
    ...(style.value ? { style: style.value } : {}),
    ...(garment.value ? { garment: garment.value } : {}),
    ...(mask.value ? { mask: mask.value } : {}),
    area,
    words,
    ...(garmentClass === undefined ? {} : { garmentClass }),
    structure,
    colors,
    margins,
    ...(contextPx === undefined ? {} : { contextPx }),
    featherPx: featherPx ?? (size.value ? usualFeatherPx(size.value) : 0),
    flattenOn,
  };
  return engine.prepare(draft, signal);
}

async function readSource(
  path: string,
  reader: FolderReader,
  { blobs }: EditEngine,
): Promise<Result<EditSource>> {
  const bytes = await reader.read(path, MAX_PICTURE_BYTES);
  if (!bytes) return err(unreadable(path));
  const sha256 = await blobs.put(bytes);
  return sha256.ok ? ok({ sha256: sha256.value, name: fileName(path), path }) : sha256;
}

async function sizeOf(
  { sha256, name }: EditSource,
  { pictures }: EditEngine,
): Promise<Result<{ readonly width: number; readonly height: number }>> {
  const size = await pictures.use(sha256, async ({ facts }) =>
    Promise.resolve(ok({ width: facts.width, height: facts.height })),
  );
  return size.ok || size.error.kind !== 'notReadable' ? size : err({ ...size.error, name });
}

/** White is what changes, as the field says; nobody is asked in the middle of a run. */
async function readMask(
  path: string,
  image: { readonly name: string; readonly width: number; readonly height: number },
  reader: FolderReader,
  { pixels }: EditEngine,
): Promise<Result<Mask>> {
  const bytes = await reader.read(path, MAX_PICTURE_BYTES);
  if (!bytes) return err(unreadable(path));
  const read = await (await pixels()).readMask(bytes);
  const name = fileName(path);
  if (!read.ok) return read.error.kind === 'notReadable' ? err({ ...read.error, name }) : read;
  const { gray } = read.value;
  const difference = Math.abs(((gray.width / gray.height) * image.height) / image.width - 1);
  if (difference <= MAX_ASPECT_DIFFERENCE) return ok(gray);
  return err({ kind: 'maskOtherShape', name, width: gray.width, height: gray.height, image });
}

function unreadable(path: string): {
  readonly kind: 'notReadable';
  readonly name: string;
  readonly reason: string;
} {
  return { kind: 'notReadable', name: fileName(path), reason: 'it is not in the workspace folder' };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
