import type { AdapterLookup } from '../../../core/generate/ports';
import { cellsOf, type CellInputs } from '../../../core/promptFiles/cells';
import { wishOf } from '../../../core/promptFiles/cellRequest';
import type { Combination, Expansion } from '../../../core/promptFiles/expand';
import type { ModelFacts } from '../../../core/promptFiles/modelFacts';
import type { PromptFile } from '../../../core/promptFiles/promptFile';
import type { QueuedCell } from '../../../core/promptFiles/runs/queue';
import { ok, type Result } from '../../../core/result';

export interface FileCellFacts {
  /** Of the prompt file, relative to its workspace folder. */
  readonly path: string;
  readonly models: ModelFacts;
  readonly adapters: AdapterLookup;
  readonly inputs: CellInputs;
  readonly provider: 'bedrock' | 'offline';
  readonly prices: Readonly<Record<string, number>>;
  readonly random: () => number;
  /** Id of the run: `seed: random` follows from it. */
  readonly run?: string;
  /** How often the user asked for other images of this file. */
  readonly round?: number;
}

/** A request of a file, and where its results go. */
export interface FileCell extends QueuedCell {
  /** Path template of the file, with its variables filled in; undefined where the settings say it. */
  readonly template: string | undefined;
}

/** Every request of a file, in the order of its combinations. @returns the first reason why one cannot be sent */
export async function cellsOfFile(
  file: PromptFile,
  expansion: Expansion,
  facts: FileCellFacts,
): Promise<Result<readonly FileCell[]>> {
  const cells: FileCell[] = [];
  for (const combination of expansion.first(expansion.count)) {
    const requests = await cellsOfCombination(file, expansion, combination, facts);
    if (!requests.ok) return requests;
    cells.push(...requests.value);
  }
  return ok(cells);
}

/** The requests of one combination: as many as it takes to get all its images. */
export async function cellsOfCombination(
  file: PromptFile,
  expansion: Expansion,
  combination: Combination,
  { path, models, ...facts }: FileCellFacts,
): Promise<Result<readonly FileCell[]>> {
  const wish = wishOf(file, combination, path, models);
  if (!wish.ok) return wish;
  const requests = await cellsOf(wish.value, facts);
  if (!requests.ok) return requests;
  const values = Object.fromEntries(
    expansion.dimensions.flatMap((dimension, index) =>
      dimension.size > 1 ? [[dimension.name, dimension.label(combination.indices[index] ?? 0)]] : [],
    ),
  );
  const template = combination.texts['output.path'];
  return ok(requests.value.map((cell) => ({ cell, kept: { values }, template })));
}
