import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { relativeLink } from '../../../core/links/relative';
import type { SessionShot } from '../../../core/studio/film';
import { parseShotsFile } from '../../../core/video/shotsFile';
import { writeShotsFile, type ShotToWrite } from '../../../core/video/writeShots';
import { nameOf } from '../../../platform/documentLink';
import type { EditDependencies } from '../ports';
import type { ImageOpener } from './imageOpener';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** What the name of a file with shots ends with. */
const ENDING = '.shots.md';

/** Storyboards as Markdown files of the project, one heading per shot. */
export class StoryboardFiles {
  readonly #studio: Studio;
  readonly #images: ImageOpener;
  readonly #deps: EditDependencies;

  constructor(studio: Studio, images: ImageOpener, deps: EditDependencies) {
    this.#studio = studio;
    this.#images = images;
    this.#deps = deps;
  }

  async choose(): Promise<void> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: t('Open Storyboard'),
        openLabel: t('Open Storyboard'),
        canSelectMany: false,
        filters: { [t('Storyboards')]: ['md'] },
      })) ?? [];
    if (uri) await this.open(uri);
  }

  /** The shots of a file in place of those that are there. */
  async open(uri: vscode.Uri): Promise<void> {
    const name = nameOf(uri);
    let document: vscode.TextDocument;
    try {
      document = await vscode.workspace.openTextDocument(uri);
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
      this.#studio.fail('storyboard', { kind: 'notReadable', name, reason });
      return;
    }
    // What is too long or too many is seen in the list, where it can be changed.
    const file = parseShotsFile(document.getText(), { maxShots: Infinity, maxTextLength: Infinity });
    const shots: SessionShot[] = [];
    for (const { text, image } of file.shots) {
      const picture =
        image && (await this.#images.openForShot(vscode.Uri.joinPath(uri, '..', ...image.path.split('/'))));
      shots.push({ id: randomUUID(), text, ...(picture ? { image: picture } : {}) });
    }
    const { film } = this.#studio.session;
    const [problem] = file.problems;
    if (shots.length > 0) this.#studio.update({ film: { ...film, task: 'storyboard', shots } });
    this.#studio.setBar(
      'storyboard',
      problem && {
        severity: 'warning',
        text: t('Not everything in {0} could be read: see its line {1}.', name, problem.line),
        buttons: [
          { label: t('Open File'), run: () => vscode.window.showTextDocument(document) },
          { label: t('OK'), run: () => undefined },
        ],
      },
    );
  }

  async save(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const chosen = await vscode.window.showSaveDialog({
      title: t('Save Storyboard'),
      saveLabel: t('Save Storyboard'),
      filters: { [t('Storyboards')]: ['shots.md'] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `storyboard${ENDING}`) } : {}),
    });
    if (!chosen) return;
    const uri = chosen.path.endsWith(ENDING)
      ? chosen
      : chosen.with({ path: chosen.path.replace(/(\.shots)?(\.md)?$/i, ENDING) });
    const { shots } = this.#studio.session.film;
    const written: readonly ShotToWrite[] = shots.map(({ text, image }) => {
      const own = image?.uri === undefined ? undefined : vscode.Uri.parse(image.uri, true);
      const isBeside = own?.scheme === uri.scheme && own.authority === uri.authority;
      return { text, ...(isBeside ? { image: relativeLink(uri.path, own.path) } : {}) };
    });
    const text = writeShotsFile(written, (number) => t('Shot {0}', number));
    try {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
      this.#studio.fail('storyboard', {
        kind: 'notWritable',
        folder: vscode.Uri.joinPath(uri, '..').fsPath,
        reason,
      });
      return;
    }
    this.#deps.log.info('storyboard saved', { shots: shots.length });
    const left = shots.filter(({ image }, index) => image && written[index]?.image === undefined).length;
    const saved = t('Saved as {0}.', nameOf(uri));
    this.#studio.announce(saved);
    this.#studio.setBar('storyboard', {
      severity: left > 0 ? 'warning' : 'info',
      text: left > 0 ? `${saved} ${t('Images that are no files of the project were left out.')}` : saved,
      buttons: [
        { label: t('Open File'), run: () => vscode.window.showTextDocument(uri) },
        { label: t('OK'), run: () => undefined },
      ],
    });
  }
}
