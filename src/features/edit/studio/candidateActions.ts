import * as vscode from 'vscode';
import type { Destination, InboxEntry } from '../../../core/files/store';
import type { SavedImage } from '../../../core/generate/run';
import type { Recipe } from '../../../core/recipes/recipe';
import type { SessionCandidate } from '../../../core/studio/session';
import { copyToS3 } from '../../../platform/copyToS3';
import type { CandidateAction } from '../../../protocol/studio';
import { destinationOf } from '../destination';
import { saveJpegBeside } from '../jpegCopy';
import type { EditDependencies } from '../ports';
import { proofWords, whyPng } from '../savedWords';
import type { ImageOpener } from './imageOpener';
import type { Requests } from './requests';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** How long *Undo* brings a discarded candidate back. */
const UNDO_MS = 10_000;

/** What can be done with a result, until it is a file and after. */
export class CandidateActions {
  readonly #studio: Studio;
  readonly #requests: Requests;
  readonly #images: ImageOpener;
  readonly #deps: EditDependencies;
  readonly #discarded = new Map<
    string,
    { candidate: SessionCandidate; timer: ReturnType<typeof setTimeout> }
  >();
  /** One after the other, so that numbers added to a taken name follow the candidates. */
  #saving: Promise<unknown> = Promise.resolve();

  constructor(studio: Studio, requests: Requests, images: ImageOpener, deps: EditDependencies) {
    this.#studio = studio;
    this.#requests = requests;
    this.#images = images;
    this.#deps = deps;
    requests.acceptAtOnce((id) => this.accept(id));
  }

  async run(id: string, action: CandidateAction): Promise<void> {
    if (action === 'undoDiscard') {
      this.#undoDiscard(id);
      return;
    }
    if (action === 'cancel') {
      this.#requests.cancelCard(id);
      return;
    }
    const candidate = this.#studio.candidate(id);
    if (!candidate) {
      if (action === 'discard') this.#studio.take(id);
      return;
    }
    switch (action) {
      case 'choose':
        this.#studio.choose(id);
        return;
      case 'accept':
        await this.accept(id);
        return;
      case 'discard':
        this.#discard(candidate);
        return;
      case 'useAsInput':
        await this.#useAsInput(candidate);
        return;
      case 'nextSeed':
        await this.#requests.generate({ seed: (candidate.seed ?? 0) + 1, count: 1 });
        return;
      case 'insertLink':
        await this.#insertLink(candidate);
        return;
      case 'showRecipe':
        await this.#showRecipe(candidate);
        return;
      case 'judge':
        await this.#judge([candidate]);
        return;
      case 'copyImage':
        // The page copies by itself: an extension cannot put an image on the clipboard.
        return;
    }
  }

  async all(action: 'accept' | 'discard' | 'judge'): Promise<void> {
    if (action === 'judge') {
      await this.#judge(this.#studio.session.candidates);
      return;
    }
    for (const { id, savedAs } of this.#studio.session.candidates) {
      if (action === 'accept' && savedAs === undefined) await this.accept(id);
      else if (action === 'discard') await this.run(id, 'discard');
    }
  }

  /** Writes a result into the project; a second time changes nothing. */
  accept(id: string): Promise<void> {
    const saving = this.#saving.then(() => this.#accept(id));
    this.#saving = saving.catch(() => undefined);
    return saving;
  }

  async #accept(id: string): Promise<void> {
    const { inbox, engine } = this.#deps;
    const candidate = this.#studio.candidate(id);
    if (!candidate || candidate.savedAs !== undefined) return;
    const entry = (await inbox.entries()).find((each) => each.id === candidate.inboxId);
    if (!entry) {
      this.#studio.fail('accept', {
        kind: 'notReadable',
        name: t('candidate {0}', candidate.number),
        reason: 'gone',
      });
      return;
    }
    const destination = await this.#destinationFor(entry.recipe);
    if (!destination) {
      this.#studio.fail('accept', { kind: 'noFolder' });
      return;
    }
    const saved = await engine.recover(withJudgement(entry, candidate), destination);
    if (!saved.ok) {
      // The candidate stays as it is, and its bytes in the inbox.
      this.#studio.fail('accept', saved.error, {
        retrySaving: () => this.accept(id),
        saveElsewhere: () => this.#saveElsewhere(id),
      });
      return;
    }
    this.#studio.replaceCandidate({ ...candidate, savedAs: saved.value.file.uri });
    await this.#studio.saveNow();
    this.#tellSaved(saved.value);
    this.#copy(saved.value);
  }

  async #saveElsewhere(id: string): Promise<void> {
    const candidate = this.#studio.candidate(id);
    const entry = (await this.#deps.inbox.entries()).find((each) => each.id === candidate?.inboxId);
    const [folder] =
      (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false })) ?? [];
    if (!candidate || !entry || !folder) return;
    const usual = await this.#destinationFor(entry.recipe);
    if (!usual) return;
    const saved = await this.#deps.engine.recover(withJudgement(entry, candidate), {
      ...usual,
      folder: folder.toString(),
      template: '${slug}',
    });
    if (!saved.ok) {
      this.#studio.fail('accept', saved.error, { saveElsewhere: () => this.#saveElsewhere(id) });
      return;
    }
    this.#studio.replaceCandidate({ ...candidate, savedAs: saved.value.file.uri });
    this.#tellSaved(saved.value);
    this.#copy(saved.value);
  }

  #destinationFor({ task, prompt, model, seed }: Recipe): Promise<Destination | undefined> {
    const { image } = this.#studio.session;
    const home = image?.home ?? image?.uri;
    return destinationOf(
      {
        task,
        prompt,
        modelName: model.name,
        ...(seed === undefined ? {} : { seed }),
        ...(image ? { imageName: image.name } : {}),
        ...(home === undefined ? {} : { home }),
      },
      this.#deps.settings,
    );
  }

  /** A copy that fails costs nothing but the copy. */
  #copy(saved: SavedImage): void {
    const { settings, uploads, reporter, log } = this.#deps;
    const { s3Upload } = settings.resource(vscode.Uri.parse(saved.file.uri));
    if (s3Upload === undefined) return;
    copyToS3(saved, s3Upload, uploads, reporter).catch((cause: unknown) => {
      log.error('a saved image cannot be copied to S3', { cause });
    });
  }

  #tellSaved({ file, recipe }: SavedImage): void {
    const { format } = this.#deps;
    const { image } = this.#studio.session;
    const why = whyPng(recipe, image);
    const text = [t('Saved {0}.', file.relativePath), proofWords(recipe, format), why]
      .filter((part) => part !== undefined)
      .join(' ');
    const uri = vscode.Uri.parse(file.uri);
    this.#studio.setBar('saved', {
      severity: 'info',
      text,
      buttons: [
        { label: t('Show Image'), run: () => vscode.commands.executeCommand('vscode.open', uri) },
        ...(why ? [{ label: t('Save as JPEG Too'), run: () => this.#saveJpeg(uri) }] : []),
      ],
    });
    this.#studio.announce(text);
  }

  async #saveJpeg(uri: vscode.Uri): Promise<void> {
    const saved = await saveJpegBeside(uri, this.#deps.pixels);
    if (!saved.ok) {
      this.#studio.fail('accept', saved.error);
      return;
    }
    const target = saved.value;
    this.#studio.setBar('saved', {
      severity: 'info',
      text: t('Saved {0}.', vscode.workspace.asRelativePath(target)),
      buttons: [{ label: t('Show Image'), run: () => vscode.commands.executeCommand('vscode.open', target) }],
    });
  }

  #discard(candidate: SessionCandidate): void {
    this.#studio.take(candidate.id);
    const timer = setTimeout(() => void this.#forget(candidate), UNDO_MS);
    this.#discarded.set(candidate.id, { candidate, timer });
    this.#studio.announce(t('Discarded candidate {0}.', candidate.number));
  }

  #undoDiscard(id: string): void {
    const discarded = this.#discarded.get(id);
    if (!discarded) return;
    clearTimeout(discarded.timer);
    this.#discarded.delete(id);
    this.#studio.putBack(discarded.candidate);
  }

  async #forget(candidate: SessionCandidate): Promise<void> {
    this.#discarded.delete(candidate.id);
    await this.#deps.sessions.removeFile(this.#studio.session.id, candidate.preview);
    if (candidate.savedAs === undefined) await this.#deps.inbox.remove(candidate.inboxId);
  }

  async #useAsInput(candidate: SessionCandidate): Promise<void> {
    const bytes = await this.bytesOf(candidate);
    if (bytes) await this.#images.useAsInput(candidate, bytes);
  }

  /** Side by side, each with the recipe it has now. */
  async #judge(candidates: readonly SessionCandidate[]): Promise<void> {
    const entries = await this.#deps.inbox.entries();
    await this.#studio.judging.judge(
      candidates.map((candidate) => ({
        candidate,
        recipe: entries.find(({ id }) => id === candidate.inboxId)?.recipe,
        read: () => this.bytesOf(candidate),
      })),
    );
  }

  /** The better prompt of the last judgement, with the seed of the best candidate. */
  async runImproved(): Promise<void> {
    const { best, improvedPrompt } = this.#studio.judging;
    if (improvedPrompt === '') return;
    this.#studio.update({ prompt: improvedPrompt });
    await this.#requests.generate({ count: 1, ...(best?.seed === undefined ? {} : { seed: best.seed }) });
  }

  /** The result itself, from the inbox or, once accepted, from its file. */
  async bytesOf({ inboxId, savedAs, number }: SessionCandidate): Promise<Uint8Array | undefined> {
    try {
      const bytes =
        savedAs === undefined
          ? await this.#deps.inbox.read(inboxId)
          : new Uint8Array(await vscode.workspace.fs.readFile(vscode.Uri.parse(savedAs)));
      if (bytes) return bytes;
    } catch {
      // Moved or deleted since: said below.
    }
    this.#studio.fail('image', { kind: 'notReadable', name: t('candidate {0}', number), reason: 'gone' });
    return undefined;
  }

  async #insertLink(candidate: SessionCandidate): Promise<void> {
    if (candidate.savedAs === undefined) await this.accept(candidate.id);
    const file = this.#studio.candidate(candidate.id)?.savedAs;
    if (file === undefined) return;
    const { width, height, prompt } = candidate;
    await this.#deps.insertLinks([{ file, width, height, prompt }]);
  }

  async #showRecipe(candidate: SessionCandidate): Promise<void> {
    if (candidate.savedAs !== undefined) {
      await vscode.commands.executeCommand('easel.showRecipe', vscode.Uri.parse(candidate.savedAs));
      return;
    }
    const entry = (await this.#deps.inbox.entries()).find(({ id }) => id === candidate.inboxId);
    if (!entry) return;
    const document = await vscode.workspace.openTextDocument({
      language: 'json',
      content: JSON.stringify(entry.recipe, undefined, 2),
    });
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    for (const { candidate, timer } of this.#discarded.values()) {
      clearTimeout(timer);
      void this.#forget(candidate);
    }
    this.#discarded.clear();
  }
}

/** What was said of a candidate goes into the project with it. */
function withJudgement(entry: InboxEntry, { judgement }: SessionCandidate): InboxEntry {
  if (!judgement) return entry;
  const judgements = [...(entry.recipe.judgements ?? []), judgement];
  return { ...entry, recipe: { ...entry.recipe, judgements } };
}
