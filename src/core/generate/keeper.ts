import type { ImageError } from '../errors';
import type { Destination, InboxEntry, SavedFile } from '../files/store';
import type { Recipe } from '../recipes/recipe';
import { err, ok, type Result } from '../result';
import type { GeneratorPorts } from './ports';
import { withPath } from './recipeOf';
import type { SavedImage } from './run';

/** An image that has arrived. The bytes are the service's own and are never changed. */
export interface ArrivedImage {
  readonly bytes: Uint8Array;
  readonly recipe: Recipe;
  /** Undefined while nobody has said where it goes. */
  readonly destination?: Destination;
}

/** What became of it: saved, waiting in the inbox, or (with a failure of its recipe) both. */
export interface KeptImage {
  readonly saved?: SavedImage;
  readonly inboxId?: string;
  readonly error?: ImageError;
}

type KeeperPorts = Pick<GeneratorPorts, 'inbox' | 'imageStore' | 'recipes' | 'recipeFolder' | 'log'>;

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
  receive({ bytes, recipe, destination }: ArrivedImage): Promise<Result<InboxEntry>> {
    const extension = extensionOf(recipe);
    return this.#ports.inbox.put({ extension, recipe, ...(destination ? { destination } : {}) }, bytes);
  }

  /** @param received what `receive` gave; a full disk there may still leave room where the project is */
  async save(image: ArrivedImage, received: Result<InboxEntry>): Promise<KeptImage> {
    const { inbox, imageStore } = this.#ports;
    const { bytes, recipe, destination } = image;
    const inboxId = received.ok ? received.value.id : undefined;
    if (!destination) {
      return received.ok
        ? { inboxId: received.value.id }
        : { error: await this.#lastResort(bytes, received.error) };
    }
    const saved = await imageStore.save(destination, bytes, extensionOf(recipe));
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
    const bytes = await this.#ports.inbox.read(entry.id);
    if (!bytes) return err({ kind: 'notReadable', name: entry.id, reason: 'no longer in the inbox' });
    const kept = await this.save({ bytes, recipe: entry.recipe, destination }, ok(entry));
    if (kept.error) return err(kept.error);
    return kept.saved ? ok(kept.saved) : err({ kind: 'noFolder' });
  }

  /** Beside the image; where that cannot be written, in the extension's storage, where a recipe is looked for too. */
  async #writeRecipe(destination: Destination, recipe: Recipe, file: SavedFile): Promise<Result<void>> {
    const { recipes, recipeFolder, log } = this.#ports;
    const folder = recipeFolder(destination.folder);
    const written = await recipes.write(folder, recipe);
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
