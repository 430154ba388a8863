import * as vscode from 'vscode';
import type { Blobs } from '../../core/files/blobs';
import { sniffImage } from '../../core/images/sniff';
import { err, ok, type Result } from '../../core/result';
import { sha256Hex } from '../../core/sha256';
import type { ConversationImage } from '../../core/vision/ask/conversation';
import type { SourceImage } from '../../core/vision/images';
import type { ShownPicture } from '../../platform/askTab';
import { nameOf } from '../../platform/documentLink';

/** Address of an image that is no file: its bytes are kept by their hash. */
const KEPT = 'easel-kept:';

export async function readFile(uri: vscode.Uri): Promise<Result<Uint8Array>> {
  try {
    return ok(new Uint8Array(await vscode.workspace.fs.readFile(uri)));
  } catch (cause) {
    const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
    return err({ kind: 'notReadable', name: nameOf(uri), reason });
  }
}

/** A file as it is when it is looked at. */
export function sourceOf(uri: vscode.Uri): SourceImage {
  return { name: nameOf(uri), read: () => readFile(uri) };
}

/** A file as a conversation remembers it. */
export async function conversationImage(uri: vscode.Uri): Promise<Result<ConversationImage>> {
  const bytes = await readFile(uri);
  if (!bytes.ok) return bytes;
  const { width = 0, height = 0 } = sniffImage(bytes.value) ?? {};
  const sha256 = await sha256Hex(bytes.value);
  return ok({ sha256, name: nameOf(uri), uri: uri.toString(), width, height });
}

/** The picture of a Studio; one that was pasted or made there has no file. */
export function imageOfPicture({ uri, sha256, ...rest }: ShownPicture): ConversationImage {
  return { ...rest, sha256, uri: uri ?? KEPT + sha256 };
}

/** @returns undefined for what is no file */
export function fileOf(image: ConversationImage): vscode.Uri | undefined {
  return image.uri.startsWith(KEPT) ? undefined : vscode.Uri.parse(image.uri, true);
}

export function sourceOfConversation(image: ConversationImage, blobs: Blobs): SourceImage {
  const { name, sha256, width, height } = image;
  const file = fileOf(image);
  return {
    name,
    key: sha256,
    ...(width > 0 && height > 0 ? { width, height } : {}),
    read: async () => {
      if (file) return readFile(file);
      const kept = await blobs.read(sha256);
      return kept ? ok(kept) : err({ kind: 'notReadable', name, reason: 'gone' });
    },
  };
}

/** The images with those anew whose files have changed since; what cannot be read stays, and fails when it is sent. */
export async function refreshed(images: readonly ConversationImage[]): Promise<readonly ConversationImage[]> {
  return Promise.all(
    images.map(async (image) => {
      const file = fileOf(image);
      const now = file && (await conversationImage(file));
      return now?.ok ? now.value : image;
    }),
  );
}
