import * as vscode from 'vscode';
import {
  definitionAt as definitionIn,
  fileLinks,
  placeAt,
  renameProblem,
  renameVariable,
  variablePlaces,
} from '../../core/promptFiles/language/places';
import { splitFile, withoutComments } from '../../core/promptFiles/sections';
import { parseTemplate, referencesIn } from '../../core/promptFiles/template';
import type { Analysis, PromptPlace } from './analysis';
import { rangeIn } from './ranges';

const { t } = vscode.l10n;

/** Where a variable or a partial comes from. */
export function definitionAt(
  { document, file, place }: Analysis,
  position: vscode.Position,
): vscode.LocationLink[] | undefined {
  const offset = document.offsetAt(position);
  const named = placeAt(file, offset);
  const definition = definitionIn(file, offset);
  if (!named || !definition) return undefined;
  const originSelectionRange = rangeIn(document, named.range);
  if (definition.kind === 'here') {
    const targetRange = rangeIn(document, definition.range);
    return [{ targetUri: document.uri, targetRange, originSelectionRange }];
  }
  if (!place) return undefined;
  const targetRange = new vscode.Range(0, 0, 0, 0);
  return [{ targetUri: uriIn(place, definition.path), targetRange, originSelectionRange }];
}

/** Every place that names the variable at a position, its definition first. */
export function referencesAt(
  { document, file }: Analysis,
  position: vscode.Position,
  withDefinition: boolean,
): vscode.Location[] {
  const named = placeAt(file, document.offsetAt(position));
  if (named?.kind !== 'variable') return [];
  const definitions = file.variables.filter(({ name }) => name === named.name).length;
  return variablePlaces(file, named.name)
    .slice(withDefinition ? 0 : definitions)
    .map((range) => new vscode.Location(document.uri, rangeIn(document, range)));
}

/** What *Rename Symbol* would rename here; undefined for all but a variable that the file itself defines. */
export function renamedAt({ document, file }: Analysis, position: vscode.Position): vscode.Range | undefined {
  const named = placeAt(file, document.offsetAt(position));
  return named?.kind === 'variable' && file.variables.some(({ name }) => name === named.name)
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
  const named = placeAt(file, document.offsetAt(position));
  if (named?.kind !== 'variable' || !renamedAt(analysis, position)) return undefined;
  const { name } = named;
  const wanted = newName.trim();
  switch (renameProblem(file, name, wanted)) {
    case 'notAName':
      throw new Error(t('Names begin with a letter and have letters, digits, - and _.'));
    case 'taken':
      throw new Error(t('There is already a variable {0}.', wanted));
    case undefined:
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of renameVariable(file, name, wanted)) {
    edit.replace(document.uri, rangeIn(document, range), text);
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
    const isNamed = [...referencesIn(template)].some(
      (node) => node.kind === 'variable' && node.name === name,
    );
    if (!isNamed) continue;
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
  const accepted = file.accepted.map(({ value, range }) => ({
    range,
    path: `.easel/recipes/${value.slice(0, 2)}/${value}.json`,
  }));
  return [...fileLinks(file, place.path), ...accepted].map(
    ({ range, path }) => new vscode.DocumentLink(rangeIn(document, range), uriIn(place, path)),
  );
}

function uriIn({ folder }: PromptPlace, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, ...path.split('/'));
}
