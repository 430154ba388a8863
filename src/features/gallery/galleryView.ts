import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import type { Handlers } from '../../protocol/rpc';
import { galleryCheckers, type GalleryEvents, type GalleryMethods } from '../../protocol/gallery';
import { contextKeys } from '../../platform/ids';
import { pageHtml, pagesFolder } from '../../platform/webviewPage';
import { WebviewChannel } from '../../platform/webviewChannel';
import type { GalleryDependencies } from './dependencies';
import type { ImageActions } from './imageActions';
import { pageTexts } from './pageTexts';
import type { ShownImages } from './shown';
import { actions, notices } from './snapshot';
import { firstState } from './state';
import type { Thumbnails } from './thumbnailUrls';

/** Several changes at once, as while files are written, are told as one. */
const TELL_MS = 30;

type Methods = { [K in keyof GalleryMethods]: GalleryMethods[K] };

/** One life of the page: from the moment VS Code makes the view until it throws it away. */
export class GalleryPage {
  readonly #view: vscode.WebviewView;
  readonly #deps: GalleryDependencies;
  readonly #shown: ShownImages;
  readonly #images: ImageActions;
  readonly #thumbnails: Thumbnails;
  readonly #channel: WebviewChannel<Methods, GalleryEvents>;
  readonly #owned = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;
  #wantsSearch = false;

  constructor(
    view: vscode.WebviewView,
    deps: GalleryDependencies,
    shown: ShownImages,
    images: ImageActions,
    thumbnails: Thumbnails,
  ) {
    this.#view = view;
    this.#deps = deps;
    this.#shown = shown;
    this.#images = images;
    this.#thumbnails = thumbnails;
    const { webview } = view;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pagesFolder(deps.extensionUri), deps.thumbnailsFolder],
    };
    this.#channel = this.#owned.add(
      new WebviewChannel<Methods, GalleryEvents>(webview, galleryCheckers, this.#handlers(), deps.log),
    );
    this.#owned.add(shown.onDidChange(() => this.changed()));
    webview.html = pageHtml(webview, deps.extensionUri, 'gallery');
  }

  /** Tells the page soon. */
  changed(): void {
    if (this.#owned.isDisposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#isReady) this.#channel.tell('snapshot', this.#shown.snapshot());
    }, TELL_MS);
  }

  /** Now, or as soon as the page can. */
  focusSearch(): void {
    if (this.#isReady && this.#view.visible) this.#channel.tell('command', { name: 'focusSearch' });
    else this.#wantsSearch = true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#owned.dispose();
    void setFocusKey(false);
  }

  #handlers(): Handlers<Methods> {
    const shown = this.#shown;
    return {
      ready: async () => {
        this.#isReady = true;
        if (this.#wantsSearch) {
          this.#wantsSearch = false;
          // After the answer, which brings the box.
          setTimeout(() => this.focusSearch(), TELL_MS);
        }
        return { snapshot: shown.snapshot(), texts: pageTexts(this.#deps.words) };
      },
      thumbnails: async ({ ids }, signal) => {
        const wanted = ids.flatMap((id) => shown.imagesOf([id]).map((image) => ({ id, image })));
        const paths = await this.#thumbnails.pathsOf(
          wanted.map(({ image }) => image),
          signal,
        );
        const urls: Record<string, string> = {};
        for (const { id, image } of wanted) {
          const path = paths.get(image.key);
          if (path !== undefined) {
            urls[id] = this.#view.webview.asWebviewUri(vscode.Uri.file(path)).toString();
          }
        }
        return { urls };
      },
      search: async ({ query }) => {
        shown.change({ query });
        return undefined;
      },
      scope: async ({ scope }) => {
        shown.change({ scope });
        return undefined;
      },
      removeChip: async ({ id }) => {
        shown.removeChip(id);
        return undefined;
      },
      act: async ({ notice, action }) => {
        await this.#act(notice, action);
        return undefined;
      },
      image: async ({ ids, action }) => {
        const images = shown.imagesOf(ids);
        if (action === 'preview') await this.#images.preview(images);
        else if (action === 'open') await this.#images.open(images);
        else await this.#images.insertLink(images);
        return undefined;
      },
      select: async ({ ids }) => {
        shown.select(ids);
        return undefined;
      },
      focus: async ({ hasFocus }) => {
        await setFocusKey(hasFocus);
        return undefined;
      },
    };
  }

  async #act(notice: string, action: string): Promise<void> {
    if (notice !== notices.empty) return;
    if (action === actions.clear) this.#shown.change({ query: '', filters: firstState.filters });
    else if (action === actions.generate) await vscode.commands.executeCommand('easel.generateFromSelection');
    else if (action === actions.openStudio) await vscode.commands.executeCommand('easel.openStudio');
  }
}

async function setFocusKey(hasFocus: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys.galleryFocus, hasFocus);
}
