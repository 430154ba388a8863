import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { GalleryImage } from '../../core/gallery/image';
import { Library } from '../../core/gallery/library';
import type { FolderFiles, ThumbnailStore } from '../../core/gallery/ports';
import { UsageScan } from '../../core/gallery/usageScan';
import { ok, type Result } from '../../core/result';
import { documentPaths } from '../../platform/workspacePaths';
import type { GalleryDependencies } from './dependencies';
import { GalleryPage } from './galleryView';
import { ImageActions } from './imageActions';
import { pickFilters, pickSort } from './picks';
import { QueryPictures } from './queryPictures';
import { SearchSide } from './searchSide';
import { ShownImages } from './shown';
import type { GalleryState } from './state';
import { Thumbnails } from './thumbnailUrls';
import { IMAGE_GLOB, imagePaths } from './workspaceFiles';

/** Files are written in bursts; after the last of one it looks once. */
const LOOK_AFTER_MS = 300;

/** Of what the box takes. */
const MOST_LETTERS = 1000;

/** The Gallery behind its page; the page comes and goes, this stays. */
export class Gallery implements Disposable {
  readonly #deps: GalleryDependencies;
  readonly #library: Library;
  readonly #thumbnails: Thumbnails;
  readonly #owned = new DisposableStore();
  readonly #ending = new AbortController();
  readonly #pictures: QueryPictures;
  #page: GalleryPage | undefined;
  #view: vscode.WebviewView | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStale = true;
  #hasBegunSearch = false;

  readonly shown: ShownImages;
  readonly images: ImageActions;

  constructor(deps: GalleryDependencies, files: FolderFiles, store: ThumbnailStore) {
    this.#deps = deps;
    const folders = (): readonly string[] =>
      (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    this.#library = this.#owned.add(new Library({ files, folders, imagePaths }));
    this.shown = new ShownImages(this.#library, new UsageScan({ files, folders, documentPaths }), deps.words);
    this.images = new ImageActions(deps.links);
    this.#thumbnails = new Thumbnails(files, store, this.#library);
    this.#pictures = new QueryPictures(files, store, deps.words);
    this.#owned.add(this.shown);
    this.#owned.add(
      this.#library.onDidChange(() => {
        this.shown.libraryChanged();
        this.#page?.changed();
        if (!this.#library.isLoading) void this.#beginSearch();
      }),
    );
    this.#owned.add(
      deps.settings.onDidChange((affects) => {
        if (['provider', 'aws', 'search', 'models'].some(affects)) this.shown.search?.settingsChanged();
      }),
    );
    this.#owned.add(deps.waiting.onDidChange(() => void this.#readWaiting()));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#lookSoon()));
    for (const glob of ['**/.easel/recipes/*/*.json', IMAGE_GLOB]) {
      const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(glob));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
        this.#owned.add(event(() => this.#lookSoon()));
      }
    }
  }

  /** VS Code has made the view, for the first time or again. */
  show(view: vscode.WebviewView): void {
    this.#page?.dispose();
    const page = new GalleryPage(view, this.#deps, {
      shown: this.shown,
      images: this.images,
      thumbnails: this.#thumbnails,
      pictures: this.#pictures,
    });
    this.#page = page;
    this.#view = view;
    view.onDidDispose(() => {
      page.dispose();
      if (this.#page !== page) return;
      this.#page = undefined;
      this.#view = undefined;
    });
    view.onDidChangeVisibility(() => this.#lookIfStale());
    this.#lookIfStale();
    void this.#readWaiting();
  }

  async refresh(): Promise<Result<void>> {
    await this.#look();
    return ok();
  }

  async filter(): Promise<Result<void>> {
    await pickFilters(this.shown, this.#deps.words);
    return ok();
  }

  async sort(): Promise<Result<void>> {
    await pickSort(this.shown);
    return ok();
  }

  async groupByOriginal(): Promise<Result<void>> {
    this.shown.change({ isGroupedByOriginal: !this.shown.state.isGroupedByOriginal });
    return ok();
  }

  async focusSearch(): Promise<Result<void>> {
    await vscode.commands.executeCommand('easel.gallery.focus');
    this.#page?.focusSearch();
    return ok();
  }

  /** Shows what is found for the words, as if somebody had typed them. */
  async searchFor(words: unknown): Promise<Result<void>> {
    if (typeof words !== 'string') return ok();
    this.#ask({ query: words.slice(0, MOST_LETTERS), pictures: [] });
    await this.#showResults();
    return ok();
  }

  /** Looks for images like these, and for nothing else. */
  async moreLike(images: readonly GalleryImage[]): Promise<Result<void>> {
    const pictures = await this.#pictures.ofImages(images);
    if (pictures.length === 0) return ok();
    this.#ask({ query: '', pictures });
    await this.#showResults();
    return ok();
  }

  /** @param argument what a menu of the Gallery gives, or a file from anywhere else */
  imagesOrFile(argument: unknown): readonly GalleryImage[] {
    return argument instanceof vscode.Uri
      ? this.#pictures.imageAt(argument, this.#library)
      : this.imagesFor(argument);
  }

  /** @param context of the menu, as the page wrote it; anything else from other callers */
  imagesFor(context: unknown): readonly GalleryImage[] {
    const id =
      typeof context === 'object' && context !== null && 'easelImage' in context
        ? context.easelImage
        : undefined;
    return this.shown.imagesFor(typeof id === 'string' ? id : undefined);
  }

  dispose(): void {
    this.#ending.abort();
    clearTimeout(this.#timer);
    this.#page?.dispose();
    this.#owned.dispose();
  }

  /** A question from elsewhere is about all images, whatever was filtered. */
  #ask(question: Pick<GalleryState, 'query' | 'pictures'>): void {
    const { state, search } = this.shown;
    const isByMeaning = search?.meaning.canAsk === true;
    const scope = !isByMeaning ? 'all' : state.scope === 'waiting' ? 'made' : state.scope;
    this.shown.change({ ...question, scope, filters: [] });
  }

  async #showResults(): Promise<void> {
    await vscode.commands.executeCommand('easel.gallery.focus');
    this.#page?.focusImages();
  }

  /** After the first images are there: what the Gallery shows does not wait for the index. */
  async #beginSearch(): Promise<void> {
    if (this.#hasBegunSearch) return;
    this.#hasBegunSearch = true;
    try {
      const search = await this.#deps.search();
      const { memory, reporter, words, generatePrice } = this.#deps;
      const side = this.#owned.add(new SearchSide({ search, memory, reporter, words, generatePrice }));
      if (!this.#owned.isDisposed) this.shown.attach(side);
    } catch (cause) {
      this.#deps.log.error('search by meaning cannot begin', { cause });
    }
  }

  /** A view that nobody sees looks when it is shown again. */
  #lookSoon(): void {
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lookIfStale(), LOOK_AFTER_MS);
  }

  #lookIfStale(): void {
    if (!this.#isStale || this.#view?.visible !== true) return;
    this.#look().catch((cause: unknown) => this.#deps.log.error('the Gallery cannot look', { cause }));
  }

  async #look(): Promise<void> {
    this.#isStale = false;
    await this.#library.refresh();
    await this.shown.readUsage(this.#ending.signal);
  }

  async #readWaiting(): Promise<void> {
    try {
      this.shown.setWaiting(await this.#deps.waiting.list());
    } catch (cause) {
      this.#deps.log.error('candidates cannot be listed', { cause });
    }
  }
}
