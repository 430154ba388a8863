import * as vscode from 'vscode';
import { encodeBase64 } from '../../core/models/base64';
import type { Pixels } from '../../core/pixels/port';
import { err, ok, type Result } from '../../core/result';
import type { InputImage } from '../../core/tasks/task';
import type { VideoModelDescriptor } from '../../core/video/descriptor';
import type { VideoInput, VideoSize, VideoTask } from '../../core/video/task';
import { nameOf } from '../../platform/documentLink';
import type { Frame, VideoDraft } from '../../core/video/draft';
import { frameBackground, framedArea, frameSize } from '../../core/video/framing';

/** Reads a picture as it is now. */
export async function readFrame(uri: vscode.Uri, pixels: Pixels): Promise<Result<Frame>> {
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
  return frameOf(bytes, { name, ...(path === undefined ? {} : { path }) }, pixels);
}

/** @param facts where the bytes came from */
export async function frameOf(
  bytes: Uint8Array,
  facts: Pick<Frame, 'name' | 'path' | 'fitted'>,
  pixels: Pixels,
): Promise<Result<Frame>> {
  const opened = await pixels.open(bytes, { name: facts.name });
  if (!opened.ok) return opened;
  const { width, height, hasAlpha } = opened.value.facts;
  opened.value.close();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return ok({ ...facts, bytes, sha256, width, height, hasAlpha, framing: 'center' });
}

/** The request, with every picture cut or padded to the frame of the film. */
export async function fittedTask(
  draft: VideoDraft,
  model: VideoModelDescriptor,
  seed: number,
  pixels: () => Promise<Pixels>,
): Promise<Result<VideoTask>> {
  const input = await fittedInput(draft, model, pixels);
  if (!input.ok) return input;
  const { prompt, durationSeconds, size, loop } = draft;
  return ok({
    prompt,
    durationSeconds,
    size,
    ...(model.takesLoop ? { loop } : {}),
    seed,
    ...input.value,
  });
}

async function fittedInput(
  { kind, start, end, shots, size }: VideoDraft,
  model: VideoModelDescriptor,
  pixels: () => Promise<Pixels>,
): Promise<Result<VideoInput>> {
  const fit = (frame: Frame): Promise<Result<InputImage>> => fitFrame(frame, model, size, pixels);
  switch (kind) {
    case 'textToVideo':
    case 'multiShotAutomated':
      return ok({ kind });
    case 'imageToVideo': {
      const first = start && (await fit(start));
      if (first && !first.ok) return first;
      const last = end && (await fit(end));
      if (last && !last.ok) return last;
      return ok({ kind, ...(first ? { start: first.value } : {}), ...(last ? { end: last.value } : {}) });
    }
    case 'multiShotManual': {
      const fitted: { readonly text: string; readonly image?: InputImage }[] = [];
      for (const { text, frame } of shots) {
        const image = frame && (await fit(frame));
        if (image && !image.ok) return image;
        fitted.push({ text, ...(image ? { image: image.value } : {}) });
      }
      return ok({ kind, shots: fitted });
    }
  }
}

async function fitFrame(
  frame: Frame,
  model: VideoModelDescriptor,
  size: VideoSize,
  pixels: () => Promise<Pixels>,
): Promise<Result<InputImage>> {
  const wanted = frameSize(model, size);
  const { fitted } = frame;
  if (fitted && fitted.width === wanted.width && fitted.height === wanted.height) return ok(fitted);
  const opened = await (await pixels()).open(frame.bytes, { name: frame.name });
  if (!opened.ok) return opened;
  try {
    const made = await opened.value.fit({
      area: framedArea(frame, wanted, frame.framing),
      ...wanted,
      format: 'png',
      flattenOn: frameBackground(frame),
    });
    if (!made.ok) return made;
    const { bytes, format, width, height } = made.value;
    const { sha256, path } = frame;
    return ok({
      base64: encodeBase64(bytes),
      type: format,
      width,
      height,
      sha256: fitted?.sha256 ?? sha256,
      ...(path === undefined ? {} : { path }),
    });
  } finally {
    opened.value.close();
  }
}
