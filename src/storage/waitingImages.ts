import { pathToFileURL } from 'node:url';
import type { Disposable } from '../core/disposable';
import type { WaitingImage, WaitingImages } from '../core/gallery/ports';
import type { DiskInbox } from './inbox';

/** Results of the Studio in the inbox that nobody has accepted or discarded, of this window and of others. */
export class InboxWaitingImages implements WaitingImages {
  readonly #inbox: () => Promise<DiskInbox>;
  readonly #listeners = new Set<() => void>();
  #isListening = false;

  /** @param inbox loaded at the first question */
  constructor(inbox: () => Promise<DiskInbox>) {
    this.#inbox = inbox;
  }

  async list(): Promise<readonly WaitingImage[]> {
    const inbox = await this.#inbox();
    if (!this.#isListening) {
      this.#isListening = true;
      inbox.onDidChange(() => {
        for (const listener of [...this.#listeners]) listener();
      });
    }
    const entries = await inbox.entries();
    return entries
      .filter(({ session, finish }) => session !== undefined && !finish)
      .map(({ id, recipe }) => ({ id, bytesUri: pathToFileURL(inbox.imagePath(id)).href, recipe }));
  }

  onDidChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }
}
