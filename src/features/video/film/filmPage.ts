import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { sniffImage } from '../../../core/images/sniff';
import { decodeBase64 } from '../../../core/models/base64';
import type { VideoRecipe } from '../../../core/recipes/video';
import type { Handlers } from '../../../protocol/rpc';
import {
  filmCheckers,
  type FilmActionId,
  type FilmEvents,
  type FilmMethods,
  type FilmView,
} from '../../../protocol/film';
import { nameOf } from '../../../platform/documentLink';
import type { CommandId } from '../../../platform/ids';
import { pageHtml, pagesFolder } from '../../../platform/webviewPage';
import { WebviewChannel } from '../../../platform/webviewChannel';
import type { VideoDependencies, VideoEngine } from '../dependencies';
import { existingPoster, exists, writePoster } from '../poster';
import { linkableFilm } from '../snippet';
import { filmTexts } from './pageTexts';
import type { FilmFileFacts } from './readFilm';

const { t } = vscode.l10n;

type Methods = { [K in keyof FilmMethods]: FilmMethods[K] };

/** What a page plays. */
export type FilmSource =
  | { readonly kind: 'file'; readonly film: FilmFileFacts }
  | {
      readonly kind: 'stream';
      readonly name: string;
      readonly url: string;
      readonly facts: string;
      readonly prompt: string;
      readonly jobId: string;
    };

/** One film on screen: play, loop, single frames, how it was made, and the snippet. */
export class FilmPage implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #source: FilmSource;
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #store = new DisposableStore();
  readonly #channel: WebviewChannel<Methods, FilmEvents>;
  #isPosterTaken = false;

  constructor(panel: vscode.WebviewPanel, source: FilmSource, deps: VideoDependencies, engine: VideoEngine) {
    this.#panel = panel;
    this.#source = source;
    this.#deps = deps;
    this.#engine = engine;
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      // The film's own folder: VS Code takes folders alone.
      localResourceRoots: [
        pagesFolder(deps.extensionUri),
        ...(source.kind === 'file' ? [vscode.Uri.joinPath(source.film.uri, '..')] : []),
      ],
    };
    this.#channel = this.#store.add(
      new WebviewChannel<Methods, FilmEvents>(webview, filmCheckers, this.#handlers(), deps.log),
    );
    const origins = source.kind === 'stream' ? [new URL(source.url).origin] : [];
    webview.html = pageHtml(webview, deps.extensionUri, 'film', {}, origins);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #handlers(): Handlers<Methods> {
    return {
      ready: async () => ({ film: await this.#view(), texts: filmTexts(this.#deps.words) }),
      act: async ({ action }) => {
        await this.#act(action);
        return undefined;
      },
      poster: async ({ base64 }) => {
        await this.#savePoster(base64);
        return undefined;
      },
    };
  }

  async #view(): Promise<FilmView> {
    const source = this.#source;
    const { words } = this.#deps;
    if (source.kind === 'stream') {
      return {
        name: source.name,
        url: source.url,
        isFile: false,
        wantsPoster: false,
        facts: source.facts,
        prompt: source.prompt,
        framesPerSecond: 24,
        notice: words.t('Played from S3 while it is downloaded.'),
        actions: [],
      };
    }
    const { film } = source;
    const { uri, recipe, job, facts, framesPerSecond } = film;
    const poster = await existingPoster(uri);
    const { webview } = this.#panel;
    const isOurs = recipe !== undefined || job !== undefined;
    return {
      name: nameOf(uri),
      url: webview.asWebviewUri(uri).toString(),
      isFile: true,
      ...(poster ? { posterUrl: webview.asWebviewUri(poster).toString() } : {}),
      wantsPoster: poster === undefined && isOurs && !this.#isPosterTaken && vscode.workspace.isTrusted,
      facts,
      prompt: recipe?.prompt ?? job?.prompt ?? '',
      framesPerSecond,
      actions: [
        { id: 'insert', label: t('Insert Snippet'), isInMenu: false },
        ...(recipe ? [{ id: 'recipe' as const, label: t('Show Recipe'), isInMenu: false }] : []),
        ...(job?.request ? [{ id: 'again' as const, label: t('Make Again'), isInMenu: true }] : []),
        ...(job?.request && job.seed !== undefined
          ? [{ id: 'nextSeed' as const, label: t('Next Seed'), isInMenu: true }]
          : []),
        ...(job ? [{ id: 'presign' as const, label: t('Copy Presigned URL'), isInMenu: true }] : []),
        { id: 'openOutside', label: t('Open Outside'), isInMenu: true },
        { id: 'reveal', label: t('Reveal in Explorer'), isInMenu: true },
        { id: 'copyPath', label: t('Copy Path'), isInMenu: true },
      ],
    };
  }

  async #act(action: FilmActionId): Promise<void> {
    if (this.#source.kind !== 'file') return;
    const { uri, recipe, job } = this.#source.film;
    const { links } = this.#deps;
    switch (action) {
      case 'insert': {
        const { width = 0, height = 0 } = recipe?.video ?? {};
        const film = await linkableFilm({ uri, width, height }, recipe?.prompt ?? job?.prompt ?? '');
        if (!(await links.insert([film]))) await links.copyPaths([film]);
        return;
      }
      case 'recipe':
        if (recipe) await showRecipe(uri, recipe);
        return;
      case 'openOutside':
        await vscode.env.openExternal(uri);
        return;
      case 'reveal':
        await vscode.commands.executeCommand('revealInExplorer', uri);
        return;
      case 'copyPath':
        await vscode.env.clipboard.writeText(uri.scheme === 'file' ? uri.fsPath : uri.toString(true));
        return;
      case 'presign':
        await vscode.commands.executeCommand('easel.copyPresignedUrl' satisfies CommandId, uri);
        return;
      case 'again':
      case 'nextSeed':
        if (job) {
          const command: CommandId = action === 'again' ? 'easel.jobs.makeAgain' : 'easel.jobs.nextSeed';
          await vscode.commands.executeCommand(command, {
            kind: 'video',
            jobId: job.id,
            label: job.label,
            files: [],
          });
        }
    }
  }

  /** The page's first picture of the film, beside the film. Whatever goes wrong, the film itself is not touched. */
  async #savePoster(base64: string): Promise<void> {
    if (this.#source.kind !== 'file' || this.#isPosterTaken) return;
    this.#isPosterTaken = true;
    const { uri } = this.#source.film;
    const bytes = decodeBase64(base64);
    if (!bytes || sniffImage(bytes)?.type !== 'jpeg') return;
    const ports = { files: this.#engine.files, log: this.#deps.log };
    if (!(await writePoster(uri, bytes, ports))) return;
    this.#channel.tell('film', await this.#view());
  }
}

async function showRecipe(film: vscode.Uri, recipe: VideoRecipe): Promise<void> {
  const { sha256 } = recipe;
  const folder = vscode.workspace.getWorkspaceFolder(film)?.uri;
  const file =
    folder && vscode.Uri.joinPath(folder, '.easel', 'recipes', sha256.slice(0, 2), `${sha256}.json`);
  const document = await (file && (await exists(file))
    ? vscode.workspace.openTextDocument(file)
    : vscode.workspace.openTextDocument({ language: 'json', content: JSON.stringify(recipe, undefined, 2) }));
  await vscode.window.showTextDocument(document, { preview: true });
}
