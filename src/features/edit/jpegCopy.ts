import * as vscode from 'vscode';
import type { Pixels } from '../../core/pixels/port';
import { ok, type Result } from '../../core/result';

const JPEG_QUALITY = 92;

/** Writes a second file, for whoever needs one: its pixels are not the original's any more. @returns the new file */
export async function saveJpegBeside(image: vscode.Uri, pixels: Pixels): Promise<Result<vscode.Uri>> {
  const bytes = new Uint8Array(await vscode.workspace.fs.readFile(image));
  const jpeg = await pixels.convert(bytes, 'jpeg', JPEG_QUALITY);
  if (!jpeg.ok) return jpeg;
  const target = await freeName(image.with({ path: image.path.replace(/\.[^./]+$/, '') }), 'jpg');
  await vscode.workspace.fs.writeFile(target, jpeg.value);
  return ok(target);
}

/** Never on top of another file. */
async function freeName(stem: vscode.Uri, extension: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const uri = stem.with({ path: `${stem.path}${number === 1 ? '' : `-${number}`}.${extension}` });
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
}
