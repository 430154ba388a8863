import * as vscode from 'vscode';
import type { AltDocument } from '../../../core/vision/alt/batch';
import { canReadImages } from '../../../core/vision/alt/read';

/** Languages by extension: opening hundreds of documents to be told would take minutes. */
const languages: Readonly<Record<string, string>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  jsx: 'javascriptreact',
  tsx: 'typescriptreact',
  vue: 'vue',
  adoc: 'asciidoc',
  asciidoc: 'asciidoc',
  rst: 'restructuredtext',
};

const MAX_DOCUMENTS = 5000;
/** Longer ones are data. */
const MAX_BYTES = 2_000_000;

/** The documents in which images have alt texts; folders with what is in them, as the editor's excludes have it. */
export async function documentsIn(places: readonly vscode.Uri[]): Promise<readonly AltDocument[]> {
  const folders =
    places.length > 0 ? places : (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const uris = new Map<string, vscode.Uri>();
  for (const place of folders) {
    for (const uri of await filesOf(place)) uris.set(uri.toString(), uri);
  }
  const documents: AltDocument[] = [];
  for (const uri of [...uris.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const document = await readDocument(uri);
    if (document) documents.push(document);
  }
  return documents;
}

async function filesOf(place: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === place.toString())) return [place];
  try {
    const { type } = await vscode.workspace.fs.stat(place);
    if ((type & vscode.FileType.Directory) === 0) return [place];
  } catch {
    return [];
  }
  const pattern = `**/*.{${Object.keys(languages).join(',')}}`;
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(place, pattern),
    undefined,
    MAX_DOCUMENTS,
  );
  return found.filter(({ path }) => !/\/(?:node_modules|\.git|\.easel)\//.test(path));
}

/** As it is now, with what is not saved. @returns undefined for what has no alt texts, or is no text */
export async function readDocument(uri: vscode.Uri): Promise<AltDocument | undefined> {
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  const extension = /\.(\w+)$/.exec(uri.path)?.[1]?.toLowerCase() ?? '';
  const languageId =
    open?.languageId ?? (Object.hasOwn(languages, extension) ? languages[extension] : undefined);
  if (languageId === undefined || !canReadImages(languageId)) return undefined;
  const text = open?.getText() ?? (await readText(uri));
  if (text === undefined) return undefined;
  const isCrlf = open ? open.eol === vscode.EndOfLine.CRLF : text.includes('\r\n');
  return { uri: uri.toString(), languageId, text, eol: isCrlf ? '\r\n' : '\n' };
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
