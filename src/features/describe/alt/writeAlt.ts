import * as vscode from 'vscode';
import type { AltKind } from '../../../core/vision/alt/altText';
import { altLanguageOf } from '../../../core/vision/alt/altLanguage';
import { altEdits } from '../../../core/vision/alt/edits';
import { isRemote, type DocumentImage } from '../../../core/vision/alt/image';
import { readImages } from '../../../core/vision/alt/read';
import { surroundingsOf } from '../../../core/vision/alt/surroundings';
import type { AltRequest } from '../../../core/vision/alt/writer';
import { err, ok, type Result } from '../../../core/result';
import { languageFor } from '../../../core/vision/language';
import { signalFrom } from '../../../platform/cancellation';
import { nameOf } from '../../../platform/documentLink';
import { pick } from '../../../platform/quickPick';
import { aboutWord } from '../costWords';
import type { DescribeDependencies } from '../ports';
import { sourceOf } from '../sourceImages';
import { VisionAccess } from '../visionAccess';
import { applyPlaces, eolOf } from './applyPlaces';
import { pictureOf } from './pictureOf';

const { t } = vscode.l10n;

/** One image's alt text, from the light bulb. */
export class WriteAlt {
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;

  constructor(deps: DescribeDependencies) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
  }

  /**
   * @param uri of the document
   * @param offset where the image begins
   * @param how `rewrite` asks what the image does there; `write` lets the model decide
   */
  async run(uri: vscode.Uri, offset: number, how: 'write' | 'rewrite'): Promise<Result<void>> {
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    const languageId = altLanguageOf(uri.path, document.languageId);
    if (languageId === undefined) return ok();
    const image = readImages(text, languageId).find(({ start }) => start === offset);
    if (!image || isRemote(image.target)) {
      // The light bulb was drawn for a text that has changed since.
      this.#deps.reporter.tell({
        severity: 'info',
        text: t('The image is no longer there in {0}. Nothing was sent.', nameOf(uri)),
        actions: [],
      });
      return ok();
    }
    const file = await pictureOf(uri, languageId, text, image.target);
    if (!file) return err({ kind: 'notReadable', name: image.target, reason: 'FileNotFound' });
    const kind = how === 'rewrite' ? await pickKind(nameOf(file)) : 'auto';
    if (kind === undefined) return ok();
    const context = await this.#access.context(uri);
    if (!context?.ok) return context ?? ok();
    const { language, altMaxLength } = this.#deps.settings.resource(uri).describe;
    const request: AltRequest = {
      image: sourceOf(file),
      surroundings: surroundingsOf(text, languageId, image),
      language: languageFor(language, text, languageId),
      maxLength: altMaxLength,
      kind,
      ...(image.alt.kind === 'text' ? { oldAlt: image.alt.text } : {}),
      context: context.value,
    };
    const written = await this.#progress(nameOf(file), context.value.model.model.name, (signal) =>
      this.#deps.altWriter.write(request, {}, signal),
    );
    if (!written.ok) {
      const { error, usd } = written.error;
      this.#deps.reporter.report(error, { retry: () => this.run(uri, offset, how) }, { priceUsd: usd });
      return ok();
    }
    await this.#place({ document, languageId }, text, image, written.value);
    return ok();
  }

  /** The image may stand elsewhere now; one that is gone or was given a text meanwhile is left alone. */
  async #place(
    { document, languageId }: { readonly document: vscode.TextDocument; readonly languageId: string },
    before: string,
    image: DocumentImage,
    { text: alt, usd }: { readonly text: Parameters<typeof altEdits>[2]; readonly usd: number | undefined },
  ): Promise<void> {
    const { reporter, format } = this.#deps;
    const now = document.getText();
    const name = nameOf(document.uri);
    const moved = now === before ? image : sameImage(before, now, languageId, image);
    const price = aboutWord(usd, format);
    const placed = moved && altEdits({ text: now, languageId, eol: eolOf(document) }, moved, alt);
    const isWritten =
      placed !== undefined && (placed.edits.length === 0 || (await applyPlaces(document, placed.edits)));
    if (!isWritten) {
      await vscode.env.clipboard.writeText([alt.alt, alt.description ?? ''].filter(Boolean).join('\n\n'));
      const text = t('{0} changed meanwhile, so the alt text is on the clipboard ({1}).', name, price);
      reporter.tell({ severity: 'info', text, actions: [] });
      return;
    }
    if (alt.description !== undefined && !placed.isDescriptionPlaced) {
      await vscode.env.clipboard.writeText(alt.description);
      const text = t(
        'Wrote the alt text ({0}). The long description has no place there, so it is on the clipboard.',
        price,
      );
      reporter.tell({ severity: 'info', text, actions: [] });
      return;
    }
    const text =
      alt.kind === 'decorative'
        ? t('The image is decoration here, so its alt text stays empty ({0}).', price)
        : t('Wrote the alt text as {0} ({1}).', kindLabel(alt.kind).toLocaleLowerCase(), price);
    reporter.tell({ severity: 'info', text, actions: [] });
  }

  #progress<T>(name: string, modelName: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T> {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title: t('Easel') },
      async (progress, token) => {
        const cancellation = signalFrom(token);
        progress.report({ message: t('{0} looks at {1}…', modelName, name) });
        try {
          return await work(cancellation.signal);
        } finally {
          cancellation.dispose();
        }
      },
    );
  }
}

/** The image of the same target with the same text, the same in number where a target stands more than once. */
function sameImage(
  before: string,
  now: string,
  languageId: string,
  image: DocumentImage,
): DocumentImage | undefined {
  const alike = (text: string): readonly DocumentImage[] =>
    readImages(text, languageId).filter(
      ({ target, alt }) => target === image.target && JSON.stringify(alt) === JSON.stringify(image.alt),
    );
  const [then, today] = [alike(before), alike(now)];
  const at = then.findIndex(({ start }) => start === image.start);
  return then.length === today.length ? today[at] : undefined;
}

export function kindLabel(kind: AltKind): string {
  switch (kind) {
    case 'informative':
      return t('Informative');
    case 'functional':
      return t('Functional');
    case 'decorative':
      return t('Decorative');
    case 'complex':
      return t('Complex');
  }
}

async function pickKind(name: string): Promise<AltKind | 'auto' | undefined> {
  const picked = await pick<AltKind | 'auto'>({
    title: t('Rewrite Alt Text: {0}', name),
    rows: [
      { label: t('Automatic'), detail: t('The text around the image decides.'), value: 'auto' },
      {
        label: kindLabel('informative'),
        detail: t('It tells something; the text says the same.'),
        value: 'informative',
      },
      {
        label: kindLabel('functional'),
        detail: t('It is a link or a button; the text says what it does.'),
        value: 'functional',
      },
      {
        label: kindLabel('complex'),
        detail: t('A chart or diagram: a short text, and a long description below.'),
        value: 'complex',
      },
    ],
  });
  return picked.kind === 'picked' ? picked.value : undefined;
}
