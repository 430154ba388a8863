import * as vscode from 'vscode';
import { evenLineEnds } from '../../../core/links/lineEnds';
import { altExtensions, altLanguageOf } from '../../../core/vision/alt/altLanguage';
import type { AltDocument } from '../../../core/vision/alt/batch';
import { eolOf } from './applyPlaces';

const MAX_DOCUMENTS = 5000;
/** Longer ones are data. */
const MAX_BYTES = 2_000_000;

export interface FoundDocuments {
  readonly documents: readonly AltDocument[];
  /** Files that should be documents, and cannot be read as text. */
  readonly unreadable: number;
}

/** The documents in which images have alt texts; folders with what is in them, as the editor's excludes have it. */
export async function documentsIn(places: readonly vscode.Uri[]): Promise<FoundDocuments> {
  const folders =
    places.length > 0 ? places : (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const uris = new Map<string, vscode.Uri>();
  for (const place of folders) {
    for (const uri of await filesOf(place)) uris.set(uri.toString(), uri);
  }
  const documents: AltDocument[] = [];
  let unreadable = 0;
  for (const uri of [...uris.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const document = await readDocument(uri);
    if (document) documents.push(document);
    else if (languageOf(uri) !== undefined) unreadable += 1;
  }
  return { documents, unreadable };
}

async function filesOf(place: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === place.toString())) return [place];
  try {
    const { type } = await vscode.workspace.fs.stat(place);
    if ((type & vscode.FileType.Directory) === 0) return [place];
  } catch {
    return [];
  }
  const pattern = `**/*.{${altExtensions.join(',')}}`;
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(place, pattern),
    undefined,
    MAX_DOCUMENTS,
  );
  return found.filter(({ path }) => !/\/(?:node_modules|\.git|\.easel)\//.test(path));
}

/** As it is now, with what is not saved. @returns undefined for what has no alt texts, or is no text */
export async function readDocument(uri: vscode.Uri): Promise<AltDocument | undefined> {
  const languageId = languageOf(uri);
  if (languageId === undefined) return undefined;
  const open = openDocument(uri);
  if (open) return { uri: uri.toString(), languageId, text: open.getText(), eol: eolOf(open) };
  const read = await readText(uri);
  return read === undefined ? undefined : { uri: uri.toString(), languageId, ...evenLineEnds(read) };
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
}

/** By extension, because opening hundreds of documents to be told would take minutes. */
function languageOf(uri: vscode.Uri): string | undefined {
  return altLanguageOf(uri.path, openDocument(uri)?.languageId);
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > MAX_BYTES) return undefined;
    // Refused rather than guessed: a wrong character would be written back.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
