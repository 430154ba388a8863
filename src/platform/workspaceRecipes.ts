import * as vscode from 'vscode';
import { mergeRecipes, serializeRecipe } from '../core/recipes/merge';
import { parseRecipe } from '../core/recipes/parse';
import type { Recipe, RecipeStore } from '../core/recipes/recipe';
import { err, ok, type Result } from '../core/result';

/** Recipes in folders that are not on this disk, through the workspace's file system: best effort, like its images. */
export class WorkspaceRecipes implements RecipeStore {
  async write(folder: string | undefined, recipe: Recipe): Promise<Result<void>> {
    if (folder === undefined) return ok();
    try {
      const kept = await this.read(folder, recipe.sha256);
      const text = serializeRecipe(kept ? mergeRecipes(kept, recipe) : recipe);
      await vscode.workspace.fs.writeFile(recipeUri(folder, recipe.sha256), new TextEncoder().encode(text));
      return ok();
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
      return err({ kind: 'notWritable', folder: '.easel', reason });
    }
  }

  async writeMask(folder: string | undefined, sha256: string, png: Uint8Array): Promise<Result<void>> {
    if (folder === undefined) return ok();
    const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder, true), '.easel', 'masks', `${sha256}.png`);
    try {
      await vscode.workspace.fs.writeFile(uri, png);
      return ok();
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
      return err({ kind: 'notWritable', folder: '.easel', reason });
    }
  }

  async read(folder: string | undefined, sha256: string): Promise<Recipe | undefined> {
    if (folder === undefined) return undefined;
    try {
      const bytes = await vscode.workspace.fs.readFile(recipeUri(folder, sha256));
      const recipe = parseRecipe(JSON.parse(new TextDecoder().decode(bytes)));
      return recipe?.sha256 === sha256 ? recipe : undefined;
    } catch {
      // None there, or not one of ours: the caller has none.
      return undefined;
    }
  }
}

function recipeUri(folder: string, sha256: string): vscode.Uri {
  return vscode.Uri.joinPath(
    vscode.Uri.parse(folder, true),
    '.easel',
    'recipes',
    sha256.slice(0, 2),
    `${sha256}.json`,
  );
}
