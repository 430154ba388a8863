import * as vscode from 'vscode';
import { usualModel } from '../../../core/promptFiles/modelFacts';
import { slugFrom } from '../../../core/names/slug';
import type { Recipe } from '../../../core/recipes/recipe';
import { err, ok, type Result } from '../../../core/result';
import { nameOf } from '../../../platform/documentLink';
import { imageUri, sha256Of } from '../../../platform/imageUri';
import { readPromptSources } from '../../../platform/promptSources';
import { PROMPT_FILE_ENDING } from '../isPromptFile';
import type { PromptFileDependencies } from '../ports';
import { fileOfRecipe, promptFileText, type NewFile } from './fileText';

type NewFileDependencies = Pick<PromptFileDependencies, 'models' | 'settings' | 'recipes'>;

const MOST_NAMES = 1000;

/**
 * *New Prompt File*: from an image's recipe, from the selection, or an empty one to begin with. It is not on the disk
 * before it is saved, and then beside the document it came from.
 */
export async function newPromptFile(argument: unknown, deps: NewFileDependencies): Promise<Result<void>> {
  const image = imageUri(argument);
  if (!image) {
    const file = await fromSelection(deps);
    const { activeTextEditor } = vscode.window;
    const beside = activeTextEditor && vscode.Uri.joinPath(activeTextEditor.document.uri, '..');
    return open(file, beside);
  }
  const recipe = await recipeOf(image, deps);
  if (!recipe.ok) return recipe;
  return open(fileOfRecipe(recipe.value), undefined);
}

async function fromSelection({ models, settings }: NewFileDependencies): Promise<NewFile> {
  const editor = vscode.window.activeTextEditor;
  const sources = await readPromptSources(editor, async () => Promise.resolve(''));
  const prompt = sources?.prompts.map((each) => each.prompt).join('\n\n') ?? '';
  const { preferredModels } = settings.resource(editor?.document.uri);
  const model = usualModel('textToImage', { ...(await models()), preferred: preferredModels });
  return { prompt, fields: model ? [['model', model.entry.model.id]] : [] };
}

async function recipeOf(image: vscode.Uri, { recipes }: NewFileDependencies): Promise<Result<Recipe>> {
  const name = nameOf(image);
  let sha256: string;
  try {
    sha256 = await sha256Of(image);
  } catch (cause) {
    return err({ kind: 'notReadable', name, reason: cause instanceof Error ? cause.message : String(cause) });
  }
  const store = await recipes();
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  for (const folder of [...folders, undefined]) {
    const recipe = await store.read(folder, sha256);
    if (recipe) return ok(recipe);
  }
  return err({ kind: 'noRecipe', name });
}

async function open(file: NewFile, beside: vscode.Uri | undefined): Promise<Result<void>> {
  const text = promptFileText(file);
  const folder = folderFor(beside);
  const slug = file.prompt.trim() === '' ? 'prompt' : slugFrom(file.prompt);
  const document = folder
    ? await vscode.workspace.openTextDocument((await freeName(folder, slug)).with({ scheme: 'untitled' }))
    : await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === '') {
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), text));
  }
  // Where the prompt is, or will be written.
  const at = document.positionAt(text.indexOf('---\n\n', 4) + 5);
  editor.selection = new vscode.Selection(at, at);
  return ok();
}

/** Only a folder on this disk has names that an unsaved document can take. */
function folderFor(beside: vscode.Uri | undefined): vscode.Uri | undefined {
  const own = beside && vscode.workspace.getWorkspaceFolder(beside) ? beside : undefined;
  const folder = own ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder?.scheme === 'file' ? folder : undefined;
}

async function freeName(folder: vscode.Uri, slug: string): Promise<vscode.Uri> {
  const opened = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let number = 1; number < MOST_NAMES; number++) {
    const name = `${slug}${number === 1 ? '' : `-${number}`}${PROMPT_FILE_ENDING}`;
    const uri = vscode.Uri.joinPath(folder, name);
    if (opened.has(uri.path)) continue;
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
  return vscode.Uri.joinPath(folder, `${slug}-${crypto.randomUUID()}${PROMPT_FILE_ENDING}`);
}
