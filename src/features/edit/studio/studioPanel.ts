import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/disposable';
import { lazy } from '../../../core/lazy';
import type { AskTab } from '../../../platform/askTab';
import type { FilmPlan } from '../../../core/studio/filmPlan';
import { contextKeys } from '../../../platform/ids';
import { WebviewChannel } from '../../../platform/webviewChannel';
import { pageHtml, pagesFolder } from '../../../platform/webviewPage';
import {
  studioCheckers,
  type StudioEvents,
  type StudioMethods,
  type StoryboardAction,
  type StudioSnapshot,
} from '../../../protocol/studio';
import { askCheckers, type AskEvents, type AskMethods } from '../../../protocol/ask';
import type { Handlers } from '../../../protocol/rpc';
import type { EditDependencies } from '../ports';
import { CandidateActions } from './candidateActions';
import { Films } from './films';
import { ImageOpener } from './imageOpener';
import { MaskFiles } from './maskFiles';
import { studioPageTexts } from './pageTexts';
import { pickModelFor, pickTask } from './picks';
import { Requests } from './requests';
import { StoryboardFiles } from './storyboardFiles';
import { SourceWatch } from './sourceWatch';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

type Methods = {
  readonly [K in keyof StudioMethods | keyof AskMethods]: (StudioMethods & AskMethods)[K];
};

const imageFilter = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff', 'svg'];

/** A panel and the Studio it shows. The Studio outlives it while it works. */
export class StudioPanel {
  readonly studio: Studio;
  readonly actions: CandidateActions;
  readonly masks: MaskFiles;
  readonly images: ImageOpener;
  readonly requests: Requests;
  readonly films: Films;
  readonly storyboards: StoryboardFiles;
  readonly #deps: EditDependencies;
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: WebviewChannel<Methods, StudioEvents & AskEvents>;
  readonly #owned = new DisposableStore();
  /** Built when the tab is first looked at. */
  readonly ask: () => Promise<AskTab>;
  #focus: StudioMethods['focus']['params']['region'] = '';

  constructor(
    panel: vscode.WebviewPanel,
    studio: Studio,
    deps: EditDependencies,
    extensionUri: vscode.Uri,
    onGone: (panel: StudioPanel) => void,
    tab: 'edit' | 'ask' = 'edit',
  ) {
    this.#panel = panel;
    this.studio = studio;
    this.#deps = deps;
    this.images = new ImageOpener(studio, deps);
    this.requests = new Requests(studio, deps);
    this.films = new Films(studio, deps);
    this.storyboards = new StoryboardFiles(studio, this.images, deps);
    this.actions = new CandidateActions(studio, this.requests, this.images, deps);
    this.masks = new MaskFiles(studio, deps);
    this.ask = lazy(async () => this.#owned.add(await deps.askTab(this.#askPage())));
    const { webview } = panel;
    const folder = vscode.Uri.file(deps.sessions.folderOf(studio.session.id));
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pagesFolder(extensionUri), folder],
    };
    this.#channel = new WebviewChannel(
      webview,
      { ...studioCheckers, ...askCheckers },
      this.#handlers(),
      deps.log,
    );
    studio.attach({
      urlOf: (file) => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString(),
      show: (snapshot) => {
        this.#show(snapshot);
      },
      setMask: (packed) => {
        this.#channel.tell('mask', packed ? { packed } : {});
      },
      announce: (text, isUrgent) => {
        this.#channel.tell('announce', { text, isUrgent });
      },
      command: (name) => {
        this.#channel.tell('command', { name });
      },
    });
    this.#owned.add(this.#channel);
    this.#owned.add(new SourceWatch(studio, this.images));
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        if (panel.active) this.#tellContext();
        else this.#setFocus('');
      }),
    );
    this.#owned.add(deps.ledger.onDidChange(() => studio.refresh()));
    this.#owned.add(
      deps.settings.onDidChange((affects) => {
        if (['provider', 'aws', 'models', 'budget'].some(affects)) void studio.refreshService();
      }),
    );
    panel.onDidDispose(() => {
      studio.attach(undefined);
      studio.similar.dispose();
      this.actions.dispose();
      this.#owned.dispose();
      this.#setFocus('');
      void studio.saveNow();
      onGone(this);
    });
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'media', `easel-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.html = pageHtml(webview, extensionUri, 'studio', {
      session: studio.session.id,
      wheel: deps.settings.window().wheel,
      tab,
      // In the document, so that the page can show what it hears before it has asked.
      texts: JSON.stringify(studioPageTexts()),
    });
    this.#tellTitle();
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Where it stands, while it is the visible one there. */
  get column(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  command(name: StudioEvents['command']['name']): void {
    this.#channel.tell('command', { name });
  }

  /** Ctrl+Enter: it sends what the focus is in. */
  async submit(): Promise<void> {
    if (this.#focus === 'ask') this.#channel.tell('ask.submit', {});
    else await this.start();
  }

  /** Where the candidates are out of sight, none is meant. */
  get isAskFocused(): boolean {
    return this.#focus === 'ask';
  }

  #askPage(): Parameters<EditDependencies['askTab']>[0] {
    const channel: Pick<WebviewChannel<Methods, AskEvents>, 'tell'> = this.#channel;
    return {
      tell: (name, payload) => {
        channel.tell(name, payload);
      },
      announce: (text, isUrgent = false) => {
        this.#channel.tell('announce', { text, isUrgent });
      },
      picture: () => this.studio.session.image,
      show: (focus) => {
        this.#panel.reveal();
        this.#channel.tell('ask.show', { focus });
      },
    };
  }

  #show(snapshot: StudioSnapshot): void {
    this.#channel.tell('snapshot', snapshot);
    this.#tellTitle();
    if (this.#panel.active) this.#tellContext();
  }

  #tellTitle(): void {
    const name = this.studio.session.image?.name;
    this.#panel.title = name === undefined ? t('Studio') : t('Studio: {0}', name);
  }

  #tellContext(): void {
    const chosen = this.studio.chosen;
    setContext(contextKeys.studioCandidate, chosen !== undefined && chosen.savedAs === undefined);
    setContext(contextKeys.studioFocus, this.#focus === '' ? undefined : this.#focus);
  }

  #setFocus(region: StudioMethods['focus']['params']['region']): void {
    if (this.#focus === region) return;
    this.#focus = region;
    setContext(contextKeys.studioFocus, region === '' ? undefined : region);
  }

  #handlers(): Handlers<Methods> {
    const { studio } = this;
    return {
      ready: async () => {
        // After the answer: asking the service loads its client first.
        setImmediate(() => void studio.refreshService());
        const { mask } = studio;
        return {
          snapshot: studio.snapshot(),
          ...(mask ? { mask } : {}),
        };
      },
      pickTask: done(() => pickTask(studio, this.#deps)),
      pickModel: done(() =>
        studio.session.film.task === undefined ? pickModelFor(studio, this.#deps) : this.films.pickModel(),
      ),
      chooseImage: done(({ control }) => this.#chooseImage(control)),
      pasteImage: done(({ bytes, as }) =>
        as === 'mask' ? this.masks.take(bytes, t('pasted mask')) : this.images.openPasted(bytes),
      ),
      change: done(({ id, value }) => {
        studio.change(id, value);
      }),
      removeImage: done(({ control }) => {
        if (control === 'end') this.films.removeEnd();
      }),
      shot: done(({ id, action }) => this.films.shot(id, action, () => this.#chooseImage(`shot:${id}`))),
      storyboard: done(({ action }) => this.#storyboard(action)),
      resetOptions: done(() => {
        studio.reset();
      }),
      maskChanged: done(({ summary, packed }) => {
        studio.maskChanged(summary, packed);
      }),
      loadMask: done(() => this.masks.choose()),
      saveMask: done(({ packed }) => this.masks.save(packed)),
      // Not awaited: the page has its cards at once, and hears of the rest by snapshots.
      generate: done(() => {
        void this.start();
      }),
      cancel: done(() => {
        this.requests.cancel();
      }),
      candidate: done(({ id, action }) => this.actions.run(id, action)),
      allCandidates: done(({ action }) => this.actions.all(action)),
      act: done(({ notice, action }) => this.#act(notice, action)),
      focus: done(({ region }) => {
        this.#setFocus(region);
      }),
      ...this.#askHandlers(),
    };
  }

  #askHandlers(): Pick<Handlers<Methods>, keyof AskMethods> {
    const to =
      <K extends keyof AskMethods>(name: K) =>
      async (params: AskMethods[K]['params'], signal: AbortSignal): Promise<AskMethods[K]['result']> => {
        const { handlers } = await this.ask();
        return handlers[name](params, signal);
      };
    return {
      'ask.ready': to('ask.ready'),
      'ask.addImages': to('ask.addImages'),
      'ask.removeImage': to('ask.removeImage'),
      'ask.purpose': to('ask.purpose'),
      'ask.send': to('ask.send'),
      'ask.stop': to('ask.stop'),
      'ask.answer': to('ask.answer'),
      'ask.menu': to('ask.menu'),
      'ask.act': to('ask.act'),
    };
  }

  /** What the task makes: images here, or a film as a job. */
  start(): Promise<void> {
    return this.studio.session.film.task === undefined ? this.requests.generate() : this.films.start();
  }

  async #storyboard(action: StoryboardAction): Promise<void> {
    switch (action) {
      case 'add':
        this.films.addShot();
        break;
      case 'open':
        await this.storyboards.choose();
        break;
      case 'save':
        await this.storyboards.save();
        break;
    }
  }

  async #chooseImage(control: string | undefined): Promise<void> {
    const { image } = this.studio.session;
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: t('Choose Image'),
        canSelectMany: false,
        filters: { [t('Images')]: imageFilter },
        ...(image?.uri === undefined
          ? {}
          : { defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(image.uri), '..') }),
      })) ?? [];
    if (!uri) return;
    if (control === 'style' || control === 'garment' || control === 'end') {
      await this.images.openFor(control, uri);
    } else if (control?.startsWith('shot:') === true) {
      const picture = await this.images.openForShot(uri);
      if (picture) this.films.setImage(control.slice('shot:'.length), picture);
    } else await this.images.openUri(uri);
  }

  /** @returns false for what is the same for images */
  async #actOnFilm({ entry }: FilmPlan, action: string): Promise<boolean> {
    switch (action) {
      case 'useSuccessor':
        this.films.useSuccessor();
        return true;
      case 'switchRegion': {
        const region = entry?.state.kind === 'elsewhere' ? entry.state.regions[0] : undefined;
        if (region !== undefined) await this.#deps.settings.setForUser('aws.region', region);
        return true;
      }
      default:
        return false;
    }
  }

  /** Buttons of the snapshot's own notices; those of bars and failed cards are the Studio's. */
  async #act(notice: string, action: string): Promise<void> {
    if (notice === 'judgement') {
      if (action === 'run') await this.actions.runImproved();
      else await this.studio.judging.act(action);
      return;
    }
    if (notice === 'similar') {
      await this.studio.similar.open();
      return;
    }
    const film = this.studio.filmPlan();
    if (film && (await this.#actOnFilm(film, action))) return;
    const { entry, task } = this.studio.plan();
    switch (action) {
      case 'suggestWords':
        await this.studio.suggestion.suggest();
        return;
      case 'chooseModel':
        await pickModelFor(this.studio, this.#deps);
        return;
      case 'changeBudget':
        await vscode.commands.executeCommand('easel.changeBudget');
        return;
      case 'oneImage':
        this.studio.update({ moreImages: [] });
        return;
      case 'connect':
        await vscode.commands.executeCommand('easel.connect');
        return;
      case 'useSuccessor': {
        const id = entry?.state.kind === 'ended' ? entry.state.successorId : undefined;
        if (id !== undefined) this.studio.update({ models: { ...this.studio.session.models, [task]: id } });
        return;
      }
      case 'switchRegion': {
        const region = entry?.state.kind === 'elsewhere' ? entry.state.regions[0] : undefined;
        if (region !== undefined) await this.#deps.settings.setForUser('aws.region', region);
        return;
      }
      default:
        this.studio.runButton(notice, action);
    }
  }
}

/** A handler that answers nothing. */
function done<P>(work: (params: P) => unknown): (params: P) => Promise<undefined> {
  return async (params) => {
    await work(params);
    return undefined;
  };
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
