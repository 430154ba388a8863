import * as vscode from 'vscode';
import type { ImageError } from '../../core/errors';
import type { S3Uploads } from '../../core/files/upload';
import type { SavedImage } from '../../core/generate/run';
import type { Reporter } from '../../platform/reporter';
import { nameOf } from '../../platform/documentLink';

/** As long as any other request may take. */
const LIMIT_MS = 300_000;

/** Copies a saved image to S3 once more, from the file in the project; a failure offers the same again. */
export async function uploadAgain(
  error: ImageError & { readonly kind: 's3UploadFailed' },
  images: readonly SavedImage[],
  destination: string,
  uploads: S3Uploads,
  reporter: Reporter,
): Promise<void> {
  const image = images.find(({ file }) => nameOf(vscode.Uri.parse(file.uri)) === error.fileName);
  if (!image) return;
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.parse(image.file.uri));
  const contentType = `image/${image.recipe.image.type}`;
  const result = await uploads.upload(
    { bytes, destination, fileName: error.fileName, contentType },
    AbortSignal.timeout(LIMIT_MS),
  );
  if (result.ok) {
    reporter.tell({
      severity: 'info',
      text: vscode.l10n.t('Copied {0} to {1}.', error.fileName, result.value.uri),
      actions: [],
    });
  } else {
    reporter.report(result.error, {
      retryUpload: () => uploadAgain(error, images, destination, uploads, reporter),
    });
  }
}
