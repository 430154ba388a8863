import { columnIndex, MAX_DATA_BYTES, readDataTable, type DataTable } from './dataTable';
import { partialPath, pathInFolder } from './paths';
import type { PromptProblem } from './problems';
import type { PromptFile } from './promptFile';
import { splitFile, withoutComments } from './sections';
import { parseTemplate, referencesIn, type Template } from './template';
import type { DataFileReference } from './variables';

/** Reads files of one workspace folder, and nothing outside of it: also not through links. */
export interface FolderReader {
  /**
   * @param path relative to the workspace folder, with `/`
   * @returns undefined where there is no such file, it is longer, or it really lies elsewhere
   */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** A text that several prompt files share. */
export interface PartialText {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly template: Template;
}

/** What a prompt file takes from other files, read once. */
export interface PromptSources {
  readonly partials: ReadonlyMap<string, PartialText>;
  /** By the path as it is written in the prompt file. */
  readonly data: ReadonlyMap<string, DataTable>;
  readonly problems: readonly PromptProblem[];
}

export const noSources: PromptSources = { partials: new Map(), data: new Map(), problems: [] };

const MAX_PARTIAL_BYTES = 200_000;

/** Of all kinds together; more would be read for somebody who means harm. */
const MAX_FILES = 100;

/**
 * Reads the partials and files of values that a prompt file names. Opening a file reads nothing else and runs nothing.
 *
 * @param document of the prompt file, relative to its workspace folder, with `/`
 */
export async function loadSources(
  file: Pick<PromptFile, 'references' | 'variables'>,
  document: string,
  reader: FolderReader,
): Promise<PromptSources> {
  const problems: PromptProblem[] = [];
  const partials = new Map<string, PartialText>();
  const wanted = file.references.flatMap((node) => (node.kind === 'partial' ? node.name : []));
  const seen = new Set<string>();
  for (let name = wanted.shift(); name !== undefined && seen.size < MAX_FILES; name = wanted.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const partial = await readPartial(name, reader);
    if (!partial) continue;
    partials.set(name, partial);
    for (const node of referencesIn(partial.template)) if (node.kind === 'partial') wanted.push(node.name);
  }
  const data = new Map<string, DataTable>();
  for (const { file: reference } of file.variables.slice(0, MAX_FILES)) {
    if (!reference || data.has(reference.path)) continue;
    const table = await readData(reference, document, reader);
    if ('columns' in table) data.set(reference.path, table);
    else problems.push(table);
  }
  for (const { file: reference } of file.variables) {
    const table = reference && data.get(reference.path);
    const { column } = reference ?? {};
    if (!table || column === undefined || columnIndex(table, column) >= 0) continue;
    problems.push({
      kind: 'fileUnreadable',
      path: reference.path,
      reason: 'noSuchColumn',
      severity: 'error',
      range: reference.columnRange ?? reference.pathRange,
    });
  }
  return { partials, data, problems };
}

async function readPartial(name: string, reader: FolderReader): Promise<PartialText | undefined> {
  const path = partialPath(name);
  const bytes = path === undefined ? undefined : await reader.read(path, MAX_PARTIAL_BYTES);
  return path === undefined || !bytes ? undefined : { path, template: partialTemplate(decode(bytes)) };
}

/** A partial may have front matter and comments of its own; only its words are taken. */
export function partialTemplate(text: string): Template {
  const parts = splitFile(text);
  const visible = withoutComments(text, parts).slice(parts.body.start);
  return parseTemplate(visible.trim()).nodes;
}

async function readData(
  { path, pathRange }: DataFileReference,
  document: string,
  reader: FolderReader,
): Promise<DataTable | PromptProblem> {
  const resolved = pathInFolder(document, path);
  const at = { path, severity: 'error', range: pathRange } as const;
  if (resolved === undefined) return { kind: 'outsideFolder', ...at };
  const bytes = await reader.read(resolved, MAX_DATA_BYTES);
  if (!bytes) return { kind: 'fileMissing', ...at };
  const table = readDataTable(resolved, decode(bytes));
  return table.ok ? table.value : { kind: 'fileUnreadable', ...table.error, ...at };
}

/** What is no UTF-8 shows as question marks rather than failing. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
