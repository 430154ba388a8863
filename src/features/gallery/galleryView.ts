import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import type { Handlers } from '../../protocol/rpc';
import {
  galleryCheckers,
  type GalleryEvents,
  type GalleryMethods,
  type GallerySnapshot,
} from '../../protocol/gallery';
import { contextKeys } from '../../platform/ids';
import type { ImageThumbnails } from '../../platform/imageThumbnails';
import { pageHtml, pagesFolder } from '../../platform/webviewPage';
import { WebviewChannel } from '../../platform/webviewChannel';
import type { GalleryDependencies } from './dependencies';
import type { ImageActions } from './imageActions';
import { NoticeActions } from './noticeActions';
import { pageTexts } from './pageTexts';
import type { QueryPictures } from './queryPictures';
import type { ShownImages } from './shown';

/** Several changes at once, as while files are written, are told as one. */
const TELL_MS = 30;

/** How far the indexing is, at most this often. */
const TELL_NOTICES_MS = 500;

type Methods = { [K in keyof GalleryMethods]: GalleryMethods[K] };

/** What the page shows and does. */
export interface GalleryParts {
  readonly shown: ShownImages;
  readonly images: ImageActions;
  readonly thumbnails: ImageThumbnails;
  readonly pictures: QueryPictures;
}

/** One life of the page: from the moment VS Code makes the view until it throws it away. */
export class GalleryPage {
  readonly #view: vscode.WebviewView;
  readonly #deps: GalleryDependencies;
  readonly #shown: ShownImages;
  readonly #parts: GalleryParts;
  readonly #notices: NoticeActions;
  readonly #channel: WebviewChannel<Methods, GalleryEvents>;
  readonly #owned = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #noticesTimer: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;
  #wanted: GalleryEvents['command']['name'] | undefined;

  constructor(view: vscode.WebviewView, deps: GalleryDependencies, parts: GalleryParts) {
    this.#view = view;
    this.#deps = deps;
    this.#parts = parts;
    this.#shown = parts.shown;
    this.#notices = new NoticeActions(parts.shown, deps);
    const { webview } = view;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pagesFolder(deps.extensionUri), deps.thumbnailsFolder],
    };
    this.#channel = this.#owned.add(
      new WebviewChannel<Methods, GalleryEvents>(webview, galleryCheckers, this.#handlers(), deps.log),
    );
    this.#owned.add(
      parts.shown.onDidChange((what) => {
        if (what === 'images') this.changed();
        else this.#noticesChanged();
      }),
    );
    webview.html = pageHtml(webview, deps.extensionUri, 'gallery');
  }

  /** Tells the page soon. */
  changed(): void {
    if (this.#owned.isDisposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#isReady) this.#channel.tell('snapshot', this.#snapshot());
    }, TELL_MS);
  }

  #noticesChanged(): void {
    if (this.#owned.isDisposed) return;
    this.#noticesTimer ??= setTimeout(() => {
      this.#noticesTimer = undefined;
      if (this.#isReady) this.#channel.tell('notices', this.#shown.notices());
    }, TELL_NOTICES_MS);
  }

  #snapshot(): GallerySnapshot {
    return this.#shown.snapshot((path) => this.#view.webview.asWebviewUri(vscode.Uri.file(path)).toString());
  }

  /** Takes the keyboard to the box; now, or as soon as the page can. */
  focusSearch(): void {
    this.#command('focusSearch');
  }

  focusImages(): void {
    this.#command('focusImages');
  }

  #command(name: GalleryEvents['command']['name']): void {
    if (this.#isReady && this.#view.visible) this.#channel.tell('command', { name });
    else this.#wanted = name;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#noticesTimer);
    this.#owned.dispose();
    void setFocusKey(false);
  }

  #handlers(): Handlers<Methods> {
    const shown = this.#shown;
    return {
      ready: async () => {
        this.#isReady = true;
        const wanted = this.#wanted;
        if (wanted !== undefined) {
          this.#wanted = undefined;
          // After the answer, which brings the box.
          setTimeout(() => this.#command(wanted), TELL_MS);
        }
        return { snapshot: this.#snapshot(), texts: pageTexts(this.#deps.words) };
      },
      thumbnails: async ({ ids }, signal) => {
        const wanted = ids.flatMap((id) => shown.imagesOf([id]).map((image) => ({ id, image })));
        const paths = await this.#parts.thumbnails.pathsOf(
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
      addPicture: async ({ bytes, name }) => {
        const picture = await this.#parts.pictures.ofBytes(bytes, name);
        if (picture) shown.lookWith(picture);
        return { isTaken: picture !== undefined };
      },
      addImages: async ({ ids }) => {
        for (const picture of await this.#parts.pictures.ofImages(shown.imagesOf(ids))) {
          shown.lookWith(picture);
        }
        return undefined;
      },
      removePicture: async ({ id }) => {
        shown.removePicture(id);
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
        await this.#notices.run(notice, action);
        return undefined;
      },
      image: async ({ ids, action }) => {
        const images = shown.imagesOf(ids);
        if (action === 'preview') await this.#parts.images.preview(images);
        else if (action === 'open') await this.#parts.images.open(images);
        else await this.#parts.images.insertLink(images);
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
}

async function setFocusKey(hasFocus: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys.galleryFocus, hasFocus);
}
