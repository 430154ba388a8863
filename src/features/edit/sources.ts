import * as vscode from 'vscode';
import type { Blobs } from '../../core/files/blobs';
import { sniffImage } from '../../core/images/sniff';
import type { Pictures } from '../../core/edit/pictures';
import { err, ok, type Result } from '../../core/result';
import { proxySize, type SessionImage } from '../../core/studio/session';
import { nameOf } from '../../platform/documentLink';

/** An image that was read, and what a page can show of it. */
export interface OpenedImage {
  readonly image: SessionImage;
  /** Of the type that `shownAs` says. */
  readonly preview: Uint8Array;
}

interface SourcePorts {
  readonly blobs: Blobs;
  readonly pictures: Pictures;
}

/** Reads a file as it is now; what is made of it later refers to these bytes, whatever happens to the file. */
export async function openFile(uri: vscode.Uri, ports: SourcePorts): Promise<Result<OpenedImage>> {
  const name = nameOf(uri);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
  } catch (cause) {
    const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
    return err({ kind: 'notReadable', name, reason });
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const path = folder && uri.path.slice(folder.uri.path.length).replace(/^\/+/, '');
  return openBytes(bytes, { name, uri: uri.toString(), ...(path === undefined ? {} : { path }) }, ports);
}

/** @param facts where the bytes came from */
export async function openBytes(
  bytes: Uint8Array,
  facts: Pick<SessionImage, 'name' | 'path' | 'uri' | 'home'>,
  { blobs, pictures }: SourcePorts,
): Promise<Result<OpenedImage>> {
  const kept = await blobs.put(bytes);
  if (!kept.ok) return kept;
  const sha256 = kept.value;
  const plain = plainImage(bytes);
  if (plain) {
    return ok({ image: { ...facts, ...plain, sha256 }, preview: bytes });
  }
  const opened = await pictures.use(sha256, async (picture): Promise<Result<OpenedImage>> => {
    const { width, height, hasAlpha, isLossy } = picture.facts;
    const proxy = proxySize(picture.facts);
    const preview = await picture.preview(Math.max(proxy.width, proxy.height));
    if (!preview.ok) return preview;
    return ok({
      image: { ...facts, sha256, width, height, hasAlpha, isLossy, shownAs: 'webp' },
      preview: preview.value,
    });
  });
  return opened.ok || opened.error.kind !== 'notReadable'
    ? opened
    : err({ ...opened.error, name: facts.name });
}

/** Longest side that a page gets as it is. */
const MAX_PLAIN_PX = 4096;

/** Where the EXIF of a JPEG stands, if it has one. */
const EXIF_WITHIN_BYTES = 65_536;

/**
 * An image that browsers and Easel show alike, told from its header: decoding it first would only delay the Studio.
 */
function plainImage(
  bytes: Uint8Array,
): Pick<SessionImage, 'width' | 'height' | 'hasAlpha' | 'isLossy' | 'shownAs'> | undefined {
  const found = sniffImage(bytes);
  if (!found?.isComplete || Math.max(found.width, found.height) > MAX_PLAIN_PX) return undefined;
  const { type, width, height } = found;
  if (type === 'png') {
    // Color type and bit depth of the header: https://www.w3.org/TR/png/#11IHDR
    const depth = bytes[24] ?? 0;
    const colorType = bytes[25] ?? 0;
    const isPlain = depth === 8 && colorType === 2 && !hasChunk(bytes, ['tRNS', 'eXIf', 'iCCP']);
    return isPlain ? { width, height, hasAlpha: false, isLossy: false, shownAs: 'png' } : undefined;
  }
  if (type !== 'jpeg') return undefined;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, EXIF_WITHIN_BYTES));
  const isPlain = !head.includes('Exif\0') && !head.includes('ICC_PROFILE') && !head.includes('Adobe');
  return isPlain ? { width, height, hasAlpha: false, isLossy: true, shownAs: 'jpg' } : undefined;
}

/** Looks at the chunks before the pixels. */
function hasChunk(bytes: Uint8Array, names: readonly string[]): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 8 <= bytes.length) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === 'IDAT') return false;
    if (names.includes(name)) return true;
    at += 12 + view.getUint32(at);
  }
  return false;
}
