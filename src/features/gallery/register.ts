import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { lazy } from '../../core/lazy';
import type { Result } from '../../core/result';
import { registerCommand } from '../../platform/commands';
import type { GalleryDependencies } from './dependencies';
import type { Gallery } from './gallery';

/** What a cell carries while it is dragged: ids of the page, which mean nothing to anybody else. */
const DRAG_TYPE = 'application/vnd.easel.images';

/** The Gallery: its view, its commands, and what happens when an image is dragged into a document. */
export function registerGallery(deps: GalleryDependencies): Disposable {
  const store = new DisposableStore();
  const gallery = lazy(async () => {
    const [{ Gallery: Loaded }, { FolderFilesByScheme, WorkspaceFolderFiles }, local, thumbnails] =
      await Promise.all([
        import('./gallery'),
        import('./workspaceFiles'),
        deps.localFiles(),
        deps.thumbnails(),
      ]);
    return store.add(
      new Loaded(deps, new FolderFilesByScheme(local, new WorkspaceFolderFiles()), thumbnails),
    );
  });
  const report = (error: Parameters<GalleryDependencies['reporter']['report']>[0]): void =>
    deps.reporter.report(error);

  store.add(
    vscode.window.registerWebviewViewProvider('easel.gallery', {
      resolveWebviewView: async (view) => (await gallery()).show(view),
    }),
  );

  type Images = Parameters<Gallery['images']['open']>[0];
  const onImages = (
    id: `easel.gallery.${'open' | 'insertLink' | 'copyPath' | 'copyPresignedUrl' | 'revealInExplorer' | 'editInStudio' | 'generateAgain' | 'showRecipe' | 'vary' | 'editImage' | 'animate' | 'describe' | 'ask' | 'judge' | 'heatmap'}`,
    run: (images: Gallery['images'], selected: Images) => Promise<Result<void>>,
  ): void => {
    store.add(
      registerCommand(id, report, async (...[context]: [context?: unknown]) => {
        const loaded = await gallery();
        return run(loaded.images, loaded.imagesFor(context));
      }),
    );
  };
  onImages('easel.gallery.open', (images, selected) => images.open(selected));
  onImages('easel.gallery.insertLink', (images, selected) => images.insertLink(selected));
  onImages('easel.gallery.copyPath', (images, selected) => images.copyPath(selected));
  onImages('easel.gallery.copyPresignedUrl', (images, selected) =>
    images.run('easel.copyPresignedUrl', selected),
  );
  onImages('easel.gallery.revealInExplorer', (images, selected) => images.revealInExplorer(selected));
  onImages('easel.gallery.editInStudio', (images, selected) => images.run('easel.editInStudio', selected));
  onImages('easel.gallery.generateAgain', (images, selected) => images.run('easel.generateAgain', selected));
  onImages('easel.gallery.showRecipe', (images, selected) => images.run('easel.showRecipe', selected));
  onImages('easel.gallery.vary', (images, selected) => images.run('easel.task.vary', selected));
  onImages('easel.gallery.editImage', (images, selected) => images.run('easel.editImage', selected));
  onImages('easel.gallery.animate', (images, selected) => images.run('easel.animateImage', selected));
  onImages('easel.gallery.describe', (images, selected) => images.run('easel.describeImage', selected));
  onImages('easel.gallery.ask', (images, selected) => images.run('easel.askAboutImages', selected));
  onImages('easel.gallery.judge', (images, selected) => images.run('easel.judgeImages', selected));

  onImages('easel.gallery.heatmap', (images, selected) => images.run('easel.heatmap', selected));
  store.add(
    registerCommand('easel.gallery.moreLikeThis', report, async (image) => {
      const loaded = await gallery();
      return loaded.moreLike(loaded.imagesOrFile(image));
    }),
  );
  store.add(
    registerCommand('easel.gallery.search', report, async (words) => (await gallery()).searchFor(words)),
  );

  store.add(registerCommand('easel.gallery.refresh', report, async () => (await gallery()).refresh()));
  store.add(registerCommand('easel.gallery.filter', report, async () => (await gallery()).filter()));
  store.add(registerCommand('easel.gallery.sort', report, async () => (await gallery()).sort()));
  store.add(
    registerCommand('easel.gallery.groupByOriginal', report, async () => (await gallery()).groupByOriginal()),
  );
  store.add(
    registerCommand('easel.gallery.focusSearch', report, async () => (await gallery()).focusSearch()),
  );

  const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('easel', 'imageLink');
  store.add(
    vscode.languages.registerDocumentDropEditProvider(
      '*',
      {
        provideDocumentDropEdits: async (document, position, transfer, token) => {
          const text = await transfer.get(DRAG_TYPE)?.asString();
          if (text === undefined || token.isCancellationRequested) return undefined;
          const { dropOf, readDragged } = await import('./drop');
          const images = (await gallery()).shown.imagesOf(readDragged(text));
          return dropOf(document, position, images, deps.settings, kind);
        },
      },
      { dropMimeTypes: [DRAG_TYPE], providedDropEditKinds: [kind] },
    ),
  );
  return store;
}
