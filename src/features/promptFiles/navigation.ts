import * as vscode from 'vscode';
import { partialPath, pathInFolder } from '../../core/promptFiles/paths';
import { splitFile, withoutComments } from '../../core/promptFiles/sections';
import { parseTemplate, referencesIn } from '../../core/promptFiles/template';
import type { TextRange } from '../../core/promptFiles/text';
import type { Words } from '../../core/promptFiles/words';
import type { Analysis, PromptPlace } from './analysis';
import { definitionOf, isVariableName, namedAt, usesOf } from './names';
import { rangeIn } from './ranges';

const { t } = vscode.l10n;

/** Where a variable, a partial or a file of values comes from. */
export function definitionAt(
  { document, file, place }: Analysis,
  position: vscode.Position,
): vscode.LocationLink[] | undefined {
  const named = namedAt(file, document.offsetAt(position));
  if (!named) return undefined;
  const originSelectionRange = rangeIn(document, named.range);
  const top = new vscode.Range(0, 0, 0, 0);
  const toFile = (path: string | undefined): vscode.LocationLink[] | undefined =>
    place && path !== undefined
      ? [{ targetUri: uriIn(place, path), targetRange: top, originSelectionRange }]
      : undefined;
  if (named.kind === 'partial') return toFile(partialPath(named.name));
  if (named.kind === 'dataFile') return toFile(place && pathInFolder(place.path, named.path));
  const definition = definitionOf(file, named.name);
  if (!definition) return undefined;
  const own: vscode.LocationLink = {
    targetUri: document.uri,
    targetRange: rangeIn(document, definition.range),
    targetSelectionRange: rangeIn(document, definition.nameRange),
    originSelectionRange,
  };
  const data = named.member === undefined ? undefined : definition.file?.path;
  return [own, ...(data === undefined || !place ? [] : (toFile(pathInFolder(place.path, data)) ?? []))];
}

export function referencesAt(
  { document, file }: Analysis,
  position: vscode.Position,
  withDefinition: boolean,
): vscode.Location[] {
  const named = namedAt(file, document.offsetAt(position));
  if (named?.kind !== 'variable') return [];
  const definition = withDefinition ? definitionOf(file, named.name) : undefined;
  return [...(definition ? [definition.nameRange] : []), ...usesOf(file, named.name)].map(
    (range) => new vscode.Location(document.uri, rangeIn(document, range)),
  );
}

/** What *Rename Symbol* would rename here; undefined for all but a variable that the file itself defines. */
export function renamedAt({ document, file }: Analysis, position: vscode.Position): vscode.Range | undefined {
  const named = namedAt(file, document.offsetAt(position));
  return named?.kind === 'variable' && definitionOf(file, named.name)
    ? rangeIn(document, named.range)
    : undefined;
}

/**
 * Renames a variable wherever the file names it. Partials that name it are shared with other prompt files, so those
 * changes wait for the user's confirmation.
 *
 * @throws Error with a sentence for the user, as VS Code shows it, for a name that cannot be
 */
export async function renameEdits(
  analysis: Analysis,
  position: vscode.Position,
  newName: string,
): Promise<vscode.WorkspaceEdit | undefined> {
  const { document, file } = analysis;
  const named = namedAt(file, document.offsetAt(position));
  const definition = named?.kind === 'variable' ? definitionOf(file, named.name) : undefined;
  if (!definition) return undefined;
  const { name } = definition;
  const wanted = newName.trim();
  if (!isVariableName(wanted)) {
    throw new Error(t('Names begin with a letter and have letters, digits, - and _.'));
  }
  if (wanted !== name && definitionOf(file, wanted)) {
    throw new Error(t('There is already a variable {0}.', wanted));
  }
  const edit = new vscode.WorkspaceEdit();
  for (const range of [definition.nameRange, ...usesOf(file, name)]) {
    edit.replace(document.uri, rangeIn(document, range), wanted);
  }
  await renameInPartials(analysis, name, wanted, edit);
  return edit;
}

async function renameInPartials(
  { place, sources }: Analysis,
  name: string,
  wanted: string,
  edit: vscode.WorkspaceEdit,
): Promise<void> {
  if (!place) return;
  for (const { path, template } of sources.partials.values()) {
    const names = [...referencesIn(template)].some((node) => node.kind === 'variable' && node.name === name);
    if (!names) continue;
    const partial = await vscode.workspace.openTextDocument(uriIn(place, path));
    const text = partial.getText();
    const parts = splitFile(text);
    const { nodes } = parseTemplate(withoutComments(text, parts), parts.body);
    for (const node of referencesIn(nodes)) {
      if (node.kind !== 'variable' || node.name !== name) continue;
      edit.replace(partial.uri, rangeIn(partial, node.nameRange), wanted, {
        needsConfirmation: true,
        label: t('Partials, which other prompt files may use'),
      });
    }
  }
}

/** Files that a prompt file names, and the recipes of images it has accepted. */
export function documentLinks({ document, file, place }: Analysis): vscode.DocumentLink[] {
  if (!place) return [];
  const link = (range: TextRange, path: string | undefined): vscode.DocumentLink[] =>
    path === undefined ? [] : [new vscode.DocumentLink(rangeIn(document, range), uriIn(place, path))];
  const paths = [...file.fields.values()].flatMap(({ descriptor, items }) =>
    descriptor.value.kind === 'path'
      ? items.flatMap((item) => (item.kind === 'words' ? plainText(item.words) : []))
      : [],
  );
  const shots = file.shots.flatMap(({ image }) => (image ? plainText(image) : []));
  const data = file.variables.flatMap(({ file: each }) =>
    each ? [{ text: each.path, range: each.pathRange }] : [],
  );
  const partials = file.references.flatMap((node) =>
    node.kind === 'partial' ? link(node.nameRange, partialPath(node.name)) : [],
  );
  const accepted = file.accepted.flatMap(({ value, range }) =>
    link(range, `.easel/recipes/${value.slice(0, 2)}/${value}.json`),
  );
  return [
    ...[...paths, ...shots, ...data].flatMap(({ text, range }) =>
      link(range, pathInFolder(place.path, text)),
    ),
    ...partials,
    ...accepted,
  ];
}

/** Words in which nothing varies; what does names no one file. */
function plainText({
  template,
  range,
}: Words): readonly { readonly text: string; readonly range: TextRange }[] {
  const [only, ...others] = template;
  return only?.kind === 'text' && others.length === 0 ? [{ text: only.text, range }] : [];
}

export function uriIn({ folder }: PromptPlace, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, ...path.split('/'));
}
