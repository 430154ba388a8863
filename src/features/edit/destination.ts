import * as vscode from 'vscode';
import type { Destination } from '../../core/files/store';
import { slugFrom } from '../../core/names/slug';
import { localDay } from '../../platform/localDay';
import type { Settings } from '../../platform/settings';
import { targetFolder } from '../../platform/targetFolder';

/** What a result's name and place follow from. */
export interface ResultFacts {
  readonly task: string;
  readonly prompt: string;
  readonly modelName: string;
  readonly seed?: number;
  /** Of the image it was made from; absent for a new image. */
  readonly imageName?: string;
  /** URI of that image's file. */
  readonly home?: string;
}

/**
 * Where a result goes: into the workspace folder of the image it was made from.
 *
 * @returns undefined where no folder is open and none is chosen
 */
export async function destinationOf(
  facts: ResultFacts,
  settings: Settings,
): Promise<Destination | undefined> {
  const { task, prompt, modelName, seed, imageName, home } = facts;
  const own = home === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(home));
  const folder = own?.uri ?? (await targetFolder(undefined));
  if (!folder) return undefined;
  const { editTemplate, imageTemplate } = settings.resource(folder);
  return {
    folder: folder.toString(),
    template: task === 'textToImage' ? imageTemplate : editTemplate,
    values: {
      slug: slugFor(imageName, prompt, task),
      task,
      model: slugFrom(modelName),
      seed: seed === undefined ? '' : String(seed),
      date: localDay(new Date()),
      n: '1',
    },
  };
}

/** `lamp-tall-fern` of `lamp.jpg` and `a tall fern`; without words the task stands for them. */
function slugFor(imageName: string | undefined, prompt: string, task: string): string {
  if (imageName === undefined) return slugFrom(prompt);
  const words = prompt.trim() === '' ? task.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`) : prompt.trim();
  return slugFrom(`${baseName(imageName)} ${words.replace(/^(a|an|the)\s+/i, '')}`);
}

/** `lamp` of `lamp.jpg`. */
export function baseName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
