import * as vscode from 'vscode';
import { settingsFrom } from '../../core/generate/again';
import type { Recipe } from '../../core/recipes/recipe';
import { err, ok, type Result } from '../../core/result';
import { pick } from '../../platform/quickPick';
import { nameOf } from '../../platform/documentLink';
import type { GenerateImages } from './generateImages';
import { imageUri, sha256Of } from '../../platform/imageUri';
import type { RecipeReader } from './ports';

const { t } = vscode.l10n;

/** Starts an edit from its recipe. */
export type EditAgain = (
  recipe: Recipe,
  folder: vscode.Uri | undefined,
  choice: 'same' | 'next',
) => Promise<Result<void>>;

/** *Generate Again* and *Show Recipe*, from an image file. */
export class RecipeCommands {
  readonly #recipes: RecipeReader;
  readonly #generate: GenerateImages;
  readonly #editAgain: EditAgain;

  /** @param editAgain what makes an edit again, from the folder where its recipe's paths begin */
  constructor(recipes: RecipeReader, generate: GenerateImages, editAgain: EditAgain) {
    this.#recipes = recipes;
    this.#generate = generate;
    this.#editAgain = editAgain;
  }

  async generateAgain(argument: unknown): Promise<Result<void>> {
    const found = await this.#find(argument);
    if (!found.ok) return found;
    const { recipe } = found.value;
    const seed = recipe.seed;
    const choice =
      seed === undefined ? ('same' as const) : await pickSeedChoice(nameOf(found.value.uri), seed);
    if (choice === undefined) return ok();
    if (recipe.task !== 'textToImage') return this.#editAgain(recipe, found.value.folder, choice);
    return this.#generate.start({ prompts: [{ prompt: recipe.prompt }] }, settingsFrom(recipe, choice));
  }

  /** Another prompt with everything else as it was, the seed included; the price is shown before it is sent. */
  async runPrompt(argument: unknown, prompt: string): Promise<Result<void>> {
    const found = await this.#find(argument);
    if (!found.ok) return found;
    const recipe: Recipe = { ...found.value.recipe, prompt };
    if (recipe.task !== 'textToImage') return this.#editAgain(recipe, found.value.folder, 'same');
    return this.#generate.start({ prompts: [{ prompt }] }, settingsFrom(recipe, 'same'));
  }

  async showRecipe(argument: unknown): Promise<Result<void>> {
    const found = await this.#find(argument);
    if (!found.ok) return found;
    const { folder, recipe } = found.value;
    const { sha256 } = recipe;
    const file =
      folder && vscode.Uri.joinPath(folder, '.easel', 'recipes', sha256.slice(0, 2), `${sha256}.json`);
    const document = await (file
      ? vscode.workspace.openTextDocument(file)
      : vscode.workspace.openTextDocument({
          language: 'json',
          content: JSON.stringify(recipe, undefined, 2),
        }));
    await vscode.window.showTextDocument(document, { preview: true });
    return ok();
  }

  async #find(
    argument: unknown,
  ): Promise<
    Result<{ readonly uri: vscode.Uri; readonly folder: vscode.Uri | undefined; readonly recipe: Recipe }>
  > {
    const uri = imageUri(argument);
    if (!uri) return err({ kind: 'noRecipe', name: '' });
    const name = nameOf(uri);
    let sha256: string;
    try {
      sha256 = await sha256Of(uri);
    } catch (cause) {
      // The file system's own sentence names the file and why; it is all the user needs here.
      return err({
        kind: 'notReadable',
        name,
        reason: cause instanceof Error ? cause.message : String(cause),
      });
    }
    const own = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    for (const folder of [
      own,
      ...(vscode.workspace.workspaceFolders ?? []).map((entry) => entry.uri),
      undefined,
    ]) {
      const recipe = await this.#recipes.read(folder?.toString(), sha256);
      if (recipe) return ok({ uri, folder, recipe });
    }
    return err({ kind: 'noRecipe', name });
  }
}

async function pickSeedChoice(name: string, seed: number): Promise<'same' | 'next' | undefined> {
  const result = await pick<'same' | 'next'>({
    title: t('Generate Again: {0}', name),
    rows: [
      {
        label: t('Same Seed'),
        description: String(seed),
        detail: t('The same image, where the model still exists.'),
        value: 'same',
      },
      {
        label: t('Next Seed'),
        description: String(seed + 1),
        detail: t('Another image from the same request.'),
        value: 'next',
      },
    ],
  });
  return result.kind === 'picked' ? result.value : undefined;
}
