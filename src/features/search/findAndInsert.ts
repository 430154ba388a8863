import * as vscode from 'vscode';
import {
  findByNames,
  findImages,
  type FoundByWords,
  type PictureList,
} from '../../core/search/finding/findImages';
import type { GalleryImage } from '../../core/gallery/image';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import type { Disposable } from '../../core/disposable';
import { ok, type Result } from '../../core/result';
import type { CommandId } from '../../platform/ids';
import { separator, type Row, type Separator } from '../../platform/quickPick';
import type { SearchDependencies } from './dependencies';
import { listWords, rowTexts } from './findRows';
import { PreviewTab } from './previewTab';
import { RecentSearches } from './recentSearches';
import { RowIcons } from './rowIcons';

const { t } = vscode.l10n;

/** As the box of the Gallery. */
const SETTLE_MS = 250;
/** As long as the pick of themes waits before it shows one. */
const PREVIEW_MS = 300;

/** Keys follow each other faster. */
const QUIET_MS = 400;

/** Shown before anything is typed. */
const MOST_NEWEST = 20;

type Choice =
  | { readonly kind: 'image'; readonly found: FoundByWords }
  | { readonly kind: 'recent'; readonly words: string }
  /** Says something about the list; Enter leads to the index. */
  | { readonly kind: 'note' };

type Item = Row<Choice> | Separator;

/** *Find and Insert Image*: the Gallery's search for those who never leave the keyboard. */
export class FindAndInsert {
  readonly #deps: SearchDependencies;
  readonly #recent: RecentSearches;

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
    this.#recent = new RecentSearches(deps.memory);
  }

  /** @param words where a search goes on that was begun elsewhere */
  async run(words: unknown): Promise<Result<void>> {
    const box = new FindBox(this.#deps, this.#recent);
    const chosen = await box.ask(typeof words === 'string' ? words : '');
    if (chosen === 'index') {
      // A command of its own: this one has ended.
      void vscode.commands.executeCommand('easel.manageIndex' satisfies CommandId);
      return ok();
    }
    return chosen ? this.#insert(chosen) : ok();
  }

  async #insert({ image: { files, making } }: FoundByWords): Promise<Result<void>> {
    const [{ uri }] = files;
    const { width = 0, height = 0, prompt = '' } = making ?? {};
    const isInserted = await this.#deps.links.insert([{ file: uri, width, height, prompt }]);
    if (!isInserted) await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri, true));
    return ok();
  }
}

/** One Quick Pick, from its opening to the choice. */
class FindBox {
  readonly #deps: SearchDependencies;
  readonly #recent: RecentSearches;
  readonly #box = vscode.window.createQuickPick<Item>();
  readonly #preview = new PreviewTab();
  readonly #icons: RowIcons;
  #list: PictureList = { images: [], usage: new Map() };
  #search: WorkspaceSearch | undefined;
  #looking = new AbortController();
  /** Ends with the rows that are shown. */
  #drawing = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #previewTimer: ReturnType<typeof setTimeout> | undefined;
  #redrawTimer: ReturnType<typeof setTimeout> | undefined;
  #listening: Disposable | undefined;
  #isOver = false;

  constructor(deps: SearchDependencies, recent: RecentSearches) {
    this.#deps = deps;
    this.#recent = recent;
    this.#icons = new RowIcons(deps);
  }

  ask(words: string): Promise<FoundByWords | 'index' | undefined> {
    return new Promise((resolve) => {
      const box = this.#box;
      let chosen: FoundByWords | 'index' | undefined;
      box.title = t('Find and Insert Image');
      box.placeholder = t('Describe the image, or type its name');
      // The order is by closeness; VS Code would sort by where the letters stand. Not known to older versions, and no harm.
      Object.assign(box, { sortByLabel: false });
      box.value = words;
      box.onDidChangeValue(() => this.#typed());
      box.onDidChangeActive(([item]) => {
        if (this.#redrawTimer) this.#redrawSoon();
        this.#activate(item);
      });
      box.onDidAccept(() => {
        const [item] = box.selectedItems;
        if (!isRow(item)) return;
        if (item.value.kind === 'recent') {
          box.value = item.value.words;
          this.#typed();
          return;
        }
        chosen = item.value.kind === 'image' ? item.value.found : 'index';
        box.hide();
      });
      box.onDidHide(() => {
        this.#isOver = true;
        clearTimeout(this.#timer);
        clearTimeout(this.#previewTimer);
        clearTimeout(this.#redrawTimer);
        this.#looking.abort();
        this.#drawing.abort();
        this.#listening?.dispose();
        const asked = box.value;
        box.dispose();
        void this.#end(chosen !== undefined && chosen !== 'index' ? asked : undefined).then(() =>
          resolve(chosen),
        );
      });
      box.busy = true;
      box.show();
      void this.#load();
    });
  }

  /** @param asked what led to a choice */
  async #end(asked: string | undefined): Promise<void> {
    await this.#preview.close();
    if (asked !== undefined) await this.#recent.add(asked);
  }

  async #load(): Promise<void> {
    const [list, search] = await Promise.all([this.#deps.pictures(), this.#deps.search()]);
    if (this.#isOver) return;
    this.#list = list;
    this.#search = search;
    // What is indexed meanwhile can be found a moment later.
    this.#listening = search.onDidChange(() => {
      const words = this.#box.value.trim();
      if (search.state.kind === 'idle' && words !== '') this.#lookSoon(words);
    });
    this.#typed();
  }

  #typed(): void {
    this.#looking.abort();
    clearTimeout(this.#timer);
    const words = this.#box.value.trim();
    if (words === '') {
      this.#box.busy = this.#search === undefined;
      this.#show(this.#unasked());
      return;
    }
    // Names answer at once; what is asked by meaning takes their place when it comes.
    const byNames = findByNames(words, this.#list);
    this.#show(byNames.map(imageRow(this.#deps)));
    this.#lookSoon(words);
  }

  #lookSoon(words: string): void {
    this.#looking.abort();
    clearTimeout(this.#timer);
    this.#box.busy = true;
    const looking = new AbortController();
    this.#looking = looking;
    this.#timer = setTimeout(() => void this.#look(words, looking.signal), SETTLE_MS);
  }

  async #look(words: string, signal: AbortSignal): Promise<void> {
    const search = this.#search;
    if (!search) return;
    const answer = await findImages(words, this.#list, search, signal);
    if (signal.aborted || this.#isOver) return;
    // Names have answered meanwhile, and the user may have gone to one of them.
    const chosen = this.#chosen();
    this.#box.busy = false;
    if (!answer.ok) {
      const byNames = findByNames(words, this.#list).map(imageRow(this.#deps));
      const text = this.#deps.reporter.textOf(answer.error);
      this.#show([...byNames, ...(text === undefined ? [] : [noteRow(text)])], chosen);
      return;
    }
    const text = listWords(answer.value, this.#deps.words);
    this.#show(
      [...answer.value.found.map(imageRow(this.#deps)), ...(text === undefined ? [] : [noteRow(text)])],
      chosen,
    );
  }

  /** Before anything is typed: what was looked for lately, and the newest images. */
  #unasked(): readonly Item[] {
    const recent = this.#recent.list();
    const newest = this.#list.images
      .toSorted((a, b) => b.timeMs - a.timeMs)
      .slice(0, MOST_NEWEST)
      .map((image): FoundByWords => {
        const usedIn = [...new Set(image.files.flatMap(({ uri }) => this.#list.usage.get(uri) ?? []))];
        return { image, closeness: undefined, usedIn };
      });
    return [
      ...(recent.length > 0 ? [separator(t('recent searches'))] : []),
      ...recent.map((words): Row<Choice> => ({
        label: `$(history) ${words}`,
        value: { kind: 'recent', words },
      })),
      ...(newest.length > 0 ? [separator(t('newest images'))] : []),
      ...newest.map((found) => ({ ...imageRow(this.#deps)(found), detail: newestDetail(found, this.#deps) })),
    ];
  }

  /** @param chosen the row that stays active where it is still there; the first one without it */
  #show(items: readonly Item[], chosen?: string): void {
    if (this.#isOver) return;
    this.#drawing.abort();
    clearTimeout(this.#redrawTimer);
    this.#redrawTimer = undefined;
    const drawing = new AbortController();
    this.#drawing = drawing;
    this.#draw(items, chosen);
    const images = items.flatMap((item) => imageOf(item) ?? []);
    void this.#icons.fetch(images, () => this.#redrawSoon(), drawing.signal);
  }

  #draw(items: readonly Item[], chosen: string | undefined): void {
    const box = this.#box;
    box.items = items.map((item) => this.#withIcon(item));
    const active = chosen === undefined ? undefined : box.items.find((item) => imageOf(item)?.key === chosen);
    if (active) box.activeItems = [active];
  }

  /** The key of the image that the user has gone to; undefined for the first row, where nobody has gone anywhere. */
  #chosen(): string | undefined {
    const { items, activeItems } = this.#box;
    const [active] = activeItems;
    return active === items.find(isRow) ? undefined : imageOf(active)?.key;
  }

  /** Not between a key and the word of it that comes here: the row that was active before would be active again. */
  #redrawSoon(): void {
    clearTimeout(this.#redrawTimer);
    this.#redrawTimer = setTimeout(() => {
      this.#redrawTimer = undefined;
      if (!this.#isOver) this.#redraw();
    }, QUIET_MS);
  }

  /** The same rows with the icons there are now. */
  #redraw(): void {
    const chosen = this.#chosen();
    this.#box.keepScrollPosition = true;
    this.#draw(this.#box.items, chosen);
    this.#box.keepScrollPosition = false;
  }

  #withIcon(item: Item): Item {
    const image = imageOf(item);
    return image ? { ...item, iconPath: this.#icons.of(image) } : item;
  }

  /** The active row is shown large: 16 pixels are too small to judge. */
  #activate(item: Item | undefined): void {
    clearTimeout(this.#previewTimer);
    if (!isRow(item) || item.value.kind !== 'image' || this.#box.value.trim() === '') return;
    const uri = vscode.Uri.parse(item.value.found.image.files[0].uri, true);
    this.#previewTimer = setTimeout(() => {
      if (!this.#isOver) void this.#preview.show(uri);
    }, PREVIEW_MS);
  }
}

function isRow(item: Item | undefined): item is Row<Choice> {
  return item !== undefined && item.kind !== vscode.QuickPickItemKind.Separator;
}

function imageOf(item: Item | undefined): GalleryImage | undefined {
  return isRow(item) && item.value.kind === 'image' ? item.value.found.image : undefined;
}

function imageRow({ words }: Pick<SearchDependencies, 'words'>): (found: FoundByWords) => Row<Choice> {
  return (found) => ({
    ...rowTexts(found, words),
    // What was found by meaning need not hold the letters that were typed.
    alwaysShow: true,
    value: { kind: 'image', found },
  });
}

function newestDetail(found: FoundByWords, { words }: Pick<SearchDependencies, 'words'>): string {
  const prompt = found.image.making?.prompt.trim() ?? '';
  const [document] = found.usedIn;
  const usage = document === undefined ? undefined : words.t('used in {0}', document);
  return [...(prompt === '' ? [] : [prompt]), ...(usage === undefined ? [] : [usage])].join(' · ');
}

function noteRow(text: string): Row<Choice> {
  return { label: `$(info) ${text}`, alwaysShow: true, value: { kind: 'note' } };
}
