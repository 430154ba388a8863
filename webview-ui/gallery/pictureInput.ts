import { DRAG_TYPE } from './cell';

/** What is done with a picture that somebody gives. */
export interface PictureTaker {
  readonly onFile: (file: File) => void;
  /** Images of the Gallery itself. */
  readonly onImages: (ids: readonly string[]) => void;
  /** While something that can be taken is held over the page. */
  readonly onDropping: (isDropping: boolean) => void;
}

/**
 * Takes pictures that are pasted, or dropped with Shift held: VS Code keeps plain drops of files for itself.
 *
 * @returns ends it
 */
export function listenForPictures({ onFile, onImages, onDropping }: PictureTaker): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener(
    'paste',
    (event) => {
      const file = imageIn(event.clipboardData);
      // Text copied from a browser may bring a picture of itself along.
      if (file === undefined || event.clipboardData?.types.includes('text/plain') === true) return;
      event.preventDefault();
      onFile(file);
    },
    { signal },
  );
  document.addEventListener(
    'dragover',
    (event) => {
      const { dataTransfer } = event;
      const isOurs = dataTransfer?.types.includes(DRAG_TYPE) === true && isOnBox(event);
      if (!isOurs && dataTransfer?.types.includes('Files') !== true) {
        onDropping(false);
        return;
      }
      event.preventDefault();
      dataTransfer.dropEffect = 'copy';
      onDropping(true);
    },
    { signal },
  );
  for (const name of ['dragleave', 'dragend'] as const) {
    document.addEventListener(
      name,
      (event) => {
        // Between two elements of the page it goes on.
        if (event.relatedTarget === null) onDropping(false);
      },
      { signal },
    );
  }
  document.addEventListener(
    'drop',
    (event) => {
      onDropping(false);
      const { dataTransfer } = event;
      const own = isOnBox(event) ? ownIn(dataTransfer) : [];
      const file = imageIn(dataTransfer);
      // Else the page itself would be replaced by the file.
      if (own.length > 0 || dataTransfer?.types.includes('Files') === true) event.preventDefault();
      if (own.length > 0) onImages(own);
      else if (file) onFile(file);
    },
    { signal },
  );
  return () => ending.abort();
}

/** An image of the Gallery is only looked with where that is plainly meant: it may be on its way into a document. */
function isOnBox({ target }: DragEvent): boolean {
  return target instanceof Element && target.closest('.controls') !== null;
}

function ownIn(data: DataTransfer | null): readonly string[] {
  const text = data?.getData(DRAG_TYPE) ?? '';
  try {
    const { ids } = JSON.parse(text) as { readonly ids?: unknown };
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    // Another page may put anything under any type.
    return [];
  }
}

function imageIn(data: DataTransfer | null): File | undefined {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
}
