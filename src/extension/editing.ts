import type * as vscode from 'vscode';
import { Preparer } from '../core/edit/preparer';
import type { RecordedUploads } from '../core/files/recordedUploads';
import type { Describing } from '../features/describe/register';
import type { EditDependencies } from '../features/edit/ports';
import { QuickEdit } from '../features/edit/quick/quickEdit';
import type { Editing } from '../features/edit/register';
import { StudioPanels } from '../features/edit/studio/studioPanels';
import type { LinkInserter } from '../platform/insertLinks';
import type { Words } from '../platform/words';
import { DiskSessions } from '../storage/sessions';
import type { MakingParts } from './making';
import type { SharedParts } from './shared';

/** What editing needs beside what everything does. */
export interface EditingSurroundings extends SharedParts {
  readonly making: MakingParts;
  readonly modelName: (id: string) => string;
  readonly extensionUri: vscode.Uri;
  readonly words: Words;
  readonly uploads: RecordedUploads;
  readonly links: LinkInserter;
  readonly films: EditDependencies['films'];
  readonly describing: () => Promise<Describing>;
}

/** Loaded at the first edit, or with the first Studio. */
export async function createEditing(surroundings: EditingSurroundings): Promise<Editing> {
  const { making, storage, pixels, links, describing, logOf, owner } = surroundings;
  const { service, modelName, uploads, ledger, settings, format, words, reporter, clock, search } =
    surroundings;
  const { generator, adapters, inbox, blobs, pictures } = making;
  const thread = await pixels();
  const deps: EditDependencies = {
    service,
    modelName,
    engine: generator,
    preparer: new Preparer(pictures, thread, blobs, adapters),
    pictures,
    pixels: thread,
    blobs,
    inbox,
    uploads,
    sessions: new DiskSessions(storage, logOf('studio')),
    ledger,
    settings,
    format,
    words,
    reporter,
    clock,
    log: logOf('studio'),
    films: surroundings.films,
    askHowToMakeImages: surroundings.askHowToMakeImages,
    insertLinks: async (images) => {
      if (!(await links.insert(images))) await links.copyPaths(images);
    },
    askTab: async (page) => (await describing()).askTab(page),
    looker: async () => (await describing()).looker,
    search,
  };
  const panels = owner.add(new StudioPanels(deps, surroundings.extensionUri));
  const quick = new QuickEdit(deps, async (image, task) => {
    await panels.open({ image, task });
  });
  return { panels, quick };
}
