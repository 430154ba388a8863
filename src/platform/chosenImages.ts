import * as vscode from 'vscode';

/** Extensions of files that can be opened, as the menus have them; what they hold is sniffed. */
const imageName = /\.(png|jpe?g|webp|gif|avif|tiff?|svg)$/i;
const maskName = /\.mask\.png$/i;

/** No folder of a project should turn one click into thousands of requests. */
const MAX_IMAGES = 200;

/** What a menu of the Explorer passed: the images among it, those in folders included, and a mask that belongs to them. */
export interface ChosenImages {
  readonly images: readonly vscode.Uri[];
  readonly mask?: vscode.Uri;
  /** Beyond what one command takes. */
  readonly leftOut: number;
}

/**
 * @param first what was clicked; undefined from the palette, and then the image in the active preview
 * @param all the whole selection
 */
export async function chosenImages(first: unknown, all: unknown): Promise<ChosenImages> {
  const selected = Array.isArray(all) ? all.filter((each) => each instanceof vscode.Uri) : [];
  const uris = selected.length > 0 ? selected : first instanceof vscode.Uri ? [first] : previewed();
  const images: vscode.Uri[] = [];
  let mask: vscode.Uri | undefined;
  for (const uri of uris) {
    if (maskName.test(uri.path) && uris.length > 1) mask ??= uri;
    else if (imageName.test(uri.path)) images.push(uri);
    else images.push(...(await imagesIn(uri)));
  }
  const leftOut = Math.max(0, images.length - MAX_IMAGES);
  return { images: images.slice(0, MAX_IMAGES), ...(mask ? { mask } : {}), leftOut };
}

function previewed(): readonly vscode.Uri[] {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? [input.uri] : [];
}

/** The images of a folder, not of the folders in it. */
async function imagesIn(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(
        ([name, type]) => (type & vscode.FileType.File) !== 0 && imageName.test(name) && !maskName.test(name),
      )
      .map(([name]) => name)
      .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map((name) => vscode.Uri.joinPath(folder, name));
  } catch {
    // A file that is no image.
    return [];
  }
}
