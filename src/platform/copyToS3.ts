import * as vscode from 'vscode';
import type { S3Uploads } from '../core/files/upload';
import type { SavedImage } from '../core/generate/run';
import type { Result } from '../core/result';
import { nameOf } from './documentLink';
import type { Reporter } from './reporter';

/** As long as any other request may take. */
const LIMIT_MS = 300_000;

/** Copies a saved image to S3, from the file in the project. A failure is told, and offers the same again. */
export async function copyToS3(
  image: SavedImage,
  destination: string,
  uploads: S3Uploads,
  reporter: Pick<Reporter, 'report' | 'tell'>,
): Promise<void> {
  await copy(image, destination, uploads, reporter);
}

/** The same at the user's own wish, who is told that it is done. */
export async function copyAgain(
  image: SavedImage,
  destination: string,
  uploads: S3Uploads,
  reporter: Pick<Reporter, 'report' | 'tell'>,
): Promise<void> {
  const copied = await copy(image, destination, uploads, reporter);
  if (!copied.ok) return;
  const name = nameOf(vscode.Uri.parse(image.file.uri));
  reporter.tell({
    severity: 'info',
    text: vscode.l10n.t('Copied {0} to {1}.', name, copied.value.uri),
    actions: [],
  });
}

async function copy(
  image: SavedImage,
  destination: string,
  uploads: S3Uploads,
  reporter: Pick<Reporter, 'report' | 'tell'>,
): Promise<Result<{ readonly uri: string }>> {
  const uri = vscode.Uri.parse(image.file.uri);
  const result = await uploads.upload(
    {
      bytes: await vscode.workspace.fs.readFile(uri),
      destination,
      fileName: nameOf(uri),
      contentType: `image/${image.recipe.image.type}`,
    },
    AbortSignal.timeout(LIMIT_MS),
  );
  if (!result.ok) {
    reporter.report(result.error, {
      retryUpload: () => copyAgain(image, destination, uploads, reporter),
    });
  }
  return result;
}
