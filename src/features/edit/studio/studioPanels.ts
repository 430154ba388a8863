import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Disposable } from '../../../core/disposable';
import { packMask } from '../../../core/mask/runs';
import { scaleMask } from '../../../core/mask/scale';
import type { Recipe, RecipeInput } from '../../../core/recipes/recipe';
import { err, ok, type Result } from '../../../core/result';
import { sessionFrom } from '../../../core/studio/fromRecipe';
import { newSession, proxySize, type StudioSession } from '../../../core/studio/session';
import type { TaskKind } from '../../../core/tasks/task';
import { sha256Of } from '../../../platform/imageUri';
import type { EditDependencies } from '../ports';
import { StudioPanel } from './studioPanel';
import { Studio } from './studioSession';

const { t } = vscode.l10n;

/** Also in `package.json`, as an activation event. */
export const STUDIO_VIEW_TYPE = 'easel.studio';

/** What a page keeps for the next window. */
const stateSchema = z.object({ session: z.string().check(z.regex(/^[0-9a-f-]{36}$/)) });

/** Sessions beyond these are forgotten when a new one begins; accepted results are files, waiting ones stay in the inbox. */
const MAX_SESSIONS = 30;

/** How a Studio begins. */
export interface StudioStart {
  readonly image?: vscode.Uri;
  /** More inputs of a variation. */
  readonly moreImages?: readonly vscode.Uri[];
  readonly mask?: vscode.Uri;
  readonly task?: TaskKind;
  readonly prompt?: string;
}

/** The open Studios, one panel per image. */
export class StudioPanels implements Disposable {
  readonly #deps: EditDependencies;
  readonly #extensionUri: vscode.Uri;
  readonly #panels = new Set<StudioPanel>();

  constructor(deps: EditDependencies, extensionUri: vscode.Uri) {
    this.#deps = deps;
    this.#extensionUri = extensionUri;
  }

  get active(): StudioPanel | undefined {
    return [...this.#panels].find(({ isActive }) => isActive);
  }

  async open(start: StudioStart): Promise<StudioPanel> {
    const image = start.image?.toString();
    const known = [...this.#panels].find(
      ({ studio }) => image !== undefined && studio.session.image?.uri === image,
    );
    if (known) {
      known.reveal();
      if (start.task) known.studio.chooseTask(start.task);
      return known;
    }
    const session: StudioSession = {
      ...newSession(randomUUID()),
      ...(start.task ? { taskChoice: start.task } : {}),
      ...(start.prompt === undefined ? {} : { prompt: start.prompt }),
    };
    // The page's folder must be there before its address is given to the page.
    await this.#deps.sessions.write(session);
    const opened = this.#show(this.#createPanel(), session, undefined);
    if (start.image) await opened.images.openUri(start.image);
    for (const uri of start.moreImages ?? []) await opened.images.openFor('more', uri);
    if (start.mask) await opened.masks.load(start.mask);
    else await opened.masks.offerFound();
    void this.#forgetOld();
    return opened;
  }

  /**
   * A Studio that holds an edit as it was made: its image, its mask and every choice; the user sees the price and starts
   * it.
   *
   * @param folder where the recipe's paths begin
   * @returns `notReadable` where the image it was made from is gone
   */
  async openRecipe(
    recipe: Recipe,
    folder: vscode.Uri | undefined,
    choice: 'same' | 'next',
  ): Promise<Result<void>> {
    const { sessions, pixels } = this.#deps;
    const [source] = (recipe.inputs ?? []).filter(({ role }) => role === 'image');
    const bytes = source && (await this.#bytesOf(source, folder));
    if (source && !bytes) {
      return err({
        kind: 'notReadable',
        name: source.path ?? t('the image it was made from'),
        reason: 'gone',
      });
    }
    const session = sessionFrom(randomUUID(), recipe, choice);
    await sessions.write(session);
    const { studio, images } = this.#show(this.#createPanel(), session, undefined);
    if (source && bytes) await images.openBytesOf(source, bytes, folder);
    // Opening an image clears what belongs to another.
    studio.update({ margins: session.margins });
    const maskInput = recipe.inputs?.find(({ role }) => role === 'mask');
    const maskBytes = maskInput && (await this.#maskBytesOf(maskInput.sha256, folder));
    const mask = maskBytes && (await pixels.readMask(maskBytes));
    const { image } = studio.session;
    if (mask?.ok && image) {
      const { width, height } = proxySize(image);
      studio.replaceMask(packMask(scaleMask(mask.value.gray, width, height)));
    }
    return ok();
  }

  async #bytesOf(
    { sha256, path }: RecipeInput,
    folder: vscode.Uri | undefined,
  ): Promise<Uint8Array | undefined> {
    const kept = await this.#deps.blobs.read(sha256);
    if (kept || !folder || path === undefined || path.split('/').includes('..')) return kept;
    const uri = vscode.Uri.joinPath(folder, path);
    try {
      return (await sha256Of(uri)) === sha256
        ? new Uint8Array(await vscode.workspace.fs.readFile(uri))
        : undefined;
    } catch {
      return undefined;
    }
  }

  async #maskBytesOf(sha256: string, folder: vscode.Uri | undefined): Promise<Uint8Array | undefined> {
    const kept = await this.#deps.blobs.read(sha256);
    if (kept || !folder) return kept;
    try {
      const uri = vscode.Uri.joinPath(folder, '.easel', 'masks', `${sha256}.png`);
      return new Uint8Array(await vscode.workspace.fs.readFile(uri));
    } catch {
      return undefined;
    }
  }

  #createPanel(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      STUDIO_VIEW_TYPE,
      t('Studio'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, retainContextWhenHidden: true },
    );
  }

  /**
   * The Studio in which a result waits, opened anew where its panel was closed.
   *
   * @param inboxId of the result
   */
  async showWaiting(inboxId: string): Promise<void> {
    const { inbox, sessions } = this.#deps;
    const entry = (await inbox.entries()).find(({ id }) => id === inboxId);
    const id = entry?.session;
    if (id === undefined) return;
    let panel = [...this.#panels].find(({ studio }) => studio.session.id === id);
    if (panel) panel.reveal();
    else {
      const session = (await sessions.read(id)) ?? newSession(id);
      panel = this.#show(this.#createPanel(), session, await sessions.readMask(id));
      await panel.requests.bringBack('all');
    }
    const { studio } = panel;
    const candidate = studio.session.candidates.find((each) => each.inboxId === inboxId);
    if (candidate && studio.chosen !== candidate) studio.choose(candidate.id);
  }

  /** After a reload of the window. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { sessions } = this.#deps;
    const parsed = z.safeParse(stateSchema, state);
    const session = parsed.success ? await sessions.read(parsed.data.session) : undefined;
    if (!session) {
      const fresh = newSession(randomUUID());
      await sessions.write(fresh);
      this.#show(panel, fresh, undefined);
      return;
    }
    const mask = await sessions.readMask(session.id);
    const shown = this.#show(panel, session, mask);
    await shown.requests.bringBack('all');
    this.#tellRestored(shown.studio, mask !== undefined);
  }

  dispose(): void {
    this.#panels.clear();
  }

  #show(panel: vscode.WebviewPanel, session: StudioSession, mask: Uint8Array | undefined): StudioPanel {
    const studio = new Studio(session, mask, this.#deps);
    const shown = new StudioPanel(panel, studio, this.#deps, this.#extensionUri, (gone) => {
      this.#panels.delete(gone);
    });
    this.#panels.add(shown);
    return shown;
  }

  #tellRestored(studio: Studio, hasMask: boolean): void {
    const count = studio.session.candidates.length;
    if (count === 0 && !hasMask) return;
    const { format } = this.#deps;
    const text =
      count === 0
        ? t('Restored your mask.')
        : hasMask
          ? format.isOne(count)
            ? t('Restored your mask and {0} candidate.', count)
            : t('Restored your mask and {0} candidates.', count)
          : format.isOne(count)
            ? t('Restored {0} candidate.', count)
            : t('Restored {0} candidates.', count);
    studio.setBar('restored', {
      severity: 'info',
      text,
      buttons: [{ label: t('OK'), run: () => undefined }],
    });
  }

  async #forgetOld(): Promise<void> {
    const { sessions, inbox, blobs } = this.#deps;
    const open = new Set([...this.#panels].map(({ studio }) => studio.session.id));
    const waiting = new Set((await inbox.entries()).map(({ session }) => session));
    for (const id of (await sessions.list()).slice(MAX_SESSIONS)) {
      if (!open.has(id) && !waiting.has(id)) await sessions.remove(id);
    }
    await blobs.prune(await this.#blobsInUse());
  }

  /** What a Studio shows and what an answer is still to be finished with. */
  async #blobsInUse(): Promise<ReadonlySet<string>> {
    const { sessions, inbox } = this.#deps;
    const inUse = new Set<string>();
    for (const id of await sessions.list()) {
      const { image, style, garment, moreImages = [] } = (await sessions.read(id)) ?? {};
      for (const each of [image, style, garment, ...moreImages]) if (each) inUse.add(each.sha256);
    }
    for (const { finish } of await inbox.entries()) {
      if (finish) inUse.add(finish.source);
      if (finish?.kind === 'composite' && finish.mask !== undefined) inUse.add(finish.mask);
    }
    return inUse;
  }
}
