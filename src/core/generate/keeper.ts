import type { ImageError } from '../errors';
import type { FinishOrder } from '../edit/finish';
import type { Destination, InboxEntry, SavedFile } from '../files/store';
import type { Recipe } from '../recipes/recipe';
import { err, ok, type Result } from '../result';
import { sha256Hex } from '../sha256';
import type { GeneratorPorts } from './ports';
import { withPath } from './recipeOf';
import type { SavedImage } from './run';

/** An image that has arrived: the service's own bytes, or what was made of them. */
export interface ArrivedImage {
  readonly bytes: Uint8Array;
  readonly recipe: Recipe;
  /** Undefined while nobody has said where it goes. */
  readonly destination?: Destination;
  /** What the bytes still need before they are a result. */
  readonly finish?: FinishOrder;
  readonly session?: string;
  /** Inbox entry of the answer that a result was made of. */
  readonly madeOf?: string;
}

/** A result, and the inbox entry that holds it. */
export interface CompletedImage {
  readonly image: ArrivedImage;
  readonly received: Result<InboxEntry>;
}

/** What became of it: saved, waiting in the inbox, or (with a failure of its recipe) both. */
export interface KeptImage {
  readonly saved?: SavedImage;
  readonly inboxId?: string;
  readonly error?: ImageError;
}

type KeeperPorts = Pick<
  GeneratorPorts,
  'inbox' | 'imageStore' | 'recipes' | 'recipeFolder' | 'finisher' | 'blobs' | 'log'
>;

/**
 * Brings images home so that none that was paid for is lost: into the inbox, flushed, then to its place, then its recipe, and only
 * then out of the inbox. Nothing here listens to a cancellation.
 */
export class Keeper {
  readonly #ports: KeeperPorts;

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  /** Before all else. */
  receive({ bytes, ...entry }: ArrivedImage): Promise<Result<InboxEntry>> {
    return this.#ports.inbox.put({ ...entry, extension: extensionOf(entry.recipe) }, bytes);
  }

  /**
   * Makes the result of a raw answer. The raw entry goes only when the result is in the inbox too.
   *
   * @returns the failure where no result can be made: the answer is kept, or waits in the inbox for another try
   */
  async complete(image: ArrivedImage, received: Result<InboxEntry>): Promise<Result<CompletedImage>> {
    const { finish, ...rest } = image;
    if (!finish) return ok({ image, received });
    const { finisher, blobs, inbox } = this.#ports;
    if (!finisher || !blobs) throw new TypeError('An edit was sent where nobody can finish it.');
    const finished = await finisher.finish(finish, image.bytes);
    if (!finished.ok) return err(await this.#unfinished(image.bytes, received, finished.error));
    const { bytes, width, height, outsidePixels } = finished.value;
    const answer = await blobs.put(image.bytes);
    const { edit } = image.recipe;
    const result: ArrivedImage = {
      ...rest,
      ...(received.ok ? { madeOf: received.value.id } : {}),
      bytes,
      recipe: {
        ...image.recipe,
        sha256: await sha256Hex(bytes),
        image: { type: 'png', width, height, bytes: bytes.length },
        ...(edit
          ? {
              edit: {
                ...edit,
                ...(answer.ok ? { answer: answer.value } : {}),
                ...(outsidePixels === undefined || isPart(finish) ? {} : { outsidePixels }),
              },
            }
          : {}),
      },
    };
    const kept = await this.receive(result);
    if (kept.ok && received.ok) await inbox.remove(received.value.id);
    return ok({ image: result, received: kept.ok ? kept : received });
  }

  async #unfinished(
    answer: Uint8Array,
    received: Result<InboxEntry>,
    error: ImageError,
  ): Promise<ImageError> {
    const { inbox, log } = this.#ports;
    // Without the original no result can ever be made. The words for it say that nothing was sent.
    const isForever = error.kind === 'notReadable';
    if (isForever) log.error('an edit cannot be finished', { why: error.reason });
    const told: ImageError = isForever ? { kind: 'notAnImage' } : error;
    const isAboutAnswer = told.kind === 'outsideMaskChanged' || told.kind === 'notAnImage';
    // A crash of the worker, or too little memory, says nothing of the answer: the next start tries again.
    if (received.ok && !isAboutAnswer) return told;
    const answerPath = await inbox.keepAnswer(answer);
    if (received.ok && answerPath !== undefined) await inbox.remove(received.value.id);
    return isAboutAnswer && answerPath !== undefined ? { ...told, answerPath } : told;
  }

  /** @returns the entry that waits now; the same where it is a result already */
  async completeEntry(entry: InboxEntry): Promise<Result<InboxEntry>> {
    if (!entry.finish) return ok(entry);
    const image = await this.#read(entry);
    if (!image.ok) return image;
    const completed = await this.complete(image.value, ok(entry));
    return completed.ok ? completed.value.received : completed;
  }

  /**
   * @param received what `receive` gave; a full disk there may still leave room where the project is
   * @param isRepeated it may have been saved before a crash
   */
  async save(image: ArrivedImage, received: Result<InboxEntry>, isRepeated = false): Promise<KeptImage> {
    const { inbox, imageStore } = this.#ports;
    const { bytes, recipe, destination } = image;
    const inboxId = received.ok ? received.value.id : undefined;
    if (!destination) {
      return received.ok
        ? { inboxId: received.value.id }
        : { error: await this.#lastResort(bytes, received.error) };
    }
    const saved = await imageStore.save(destination, bytes, extensionOf(recipe), isRepeated);
    if (!saved.ok) {
      return inboxId === undefined
        ? { error: await this.#lastResort(bytes, saved.error) }
        : { inboxId, error: withInboxId(saved.error, inboxId) };
    }
    const file = saved.value;
    const placed = withPath(recipe, file.relativePath);
    const written = await this.#writeRecipe(destination, placed, file);
    if (!written.ok) {
      if (inboxId === undefined) return { saved: { file, recipe: placed }, error: written.error };
      return { saved: { file, recipe: placed }, inboxId, error: withInboxId(written.error, inboxId) };
    }
    if (inboxId !== undefined) await inbox.remove(inboxId);
    return { saved: { file, recipe: placed } };
  }

  /**
   * Finishes what a crash or an unwritable folder left in the inbox.
   *
   * @param destination another place than the entry's own
   */
  async finish(entry: InboxEntry, destination = entry.destination): Promise<Result<SavedImage>> {
    if (!destination) return err({ kind: 'noFolder' });
    const read = await this.#read(entry);
    if (!read.ok) return read;
    const completed = await this.complete({ ...read.value, destination }, ok(entry));
    if (!completed.ok) return completed;
    const kept = await this.save(completed.value.image, completed.value.received, true);
    if (kept.error) return err(kept.error);
    return kept.saved ? ok(kept.saved) : err({ kind: 'noFolder' });
  }

  async #read(entry: InboxEntry): Promise<Result<ArrivedImage>> {
    const bytes = await this.#ports.inbox.read(entry.id);
    if (!bytes) return err({ kind: 'notReadable', name: entry.id, reason: 'no longer in the inbox' });
    const { id: _id, receivedAt: _receivedAt, extension: _extension, ...facts } = entry;
    return ok({ ...facts, bytes });
  }

  /** Masks lie beside the recipes, so that a commit carries them. A mask that cannot be written costs only itself. */
  async #writeMasks(folder: string | undefined, { inputs = [] }: Recipe): Promise<void> {
    const { blobs, recipes, log } = this.#ports;
    for (const { role, sha256 } of inputs) {
      const png = role === 'mask' ? await blobs?.read(sha256) : undefined;
      const written = png ? await recipes.writeMask(folder, sha256, png) : ok();
      if (!written.ok) log.warn('a mask could not be put beside its recipe', { why: written.error.kind });
    }
  }

  /** Beside the image; where that cannot be written, in the extension's storage, where a recipe is looked for too. */
  async #writeRecipe(destination: Destination, recipe: Recipe, file: SavedFile): Promise<Result<void>> {
    const { recipes, recipeFolder, log } = this.#ports;
    const folder = recipeFolder(destination.folder);
    const written = await recipes.write(folder, recipe);
    if (written.ok) await this.#writeMasks(folder, recipe);
    if (written.ok || folder === undefined) return written;
    log.warn('recipe goes into the storage of the extension', {
      file: file.relativePath,
      why: written.error.kind,
    });
    const elsewhere = await recipes.write(undefined, recipe);
    return elsewhere.ok ? elsewhere : written;
  }

  /** Neither inbox nor project took it: perhaps the folder of kept answers does. */
  async #lastResort(bytes: Uint8Array, error: ImageError): Promise<ImageError> {
    const path = await this.#ports.inbox.keepAnswer(bytes);
    this.#ports.log.error('an image could be put neither into the inbox nor into the project', {
      keptAt: path,
    });
    return error;
  }
}

function extensionOf({ image }: Recipe): string {
  return image.type === 'jpeg' ? 'jpg' : image.type;
}

function withInboxId(error: ImageError, inboxId: string): ImageError {
  return error.kind === 'notWritable' || error.kind === 'diskFull' ? { ...error, inboxId } : error;
}

function isPart(finish: FinishOrder): boolean {
  return finish.kind === 'composite' && finish.isPart === true;
}
