/** Takes images that are pasted, or dropped with Shift held: VS Code keeps plain drops for itself. */
export function listenForImages(take: (bytes: Uint8Array) => void): void {
  const read = (file: File): void => {
    // A file that is gone meanwhile is as good as none.
    void file.arrayBuffer().then(
      (buffer) => take(new Uint8Array(buffer)),
      () => undefined,
    );
  };
  document.addEventListener('paste', (event) => {
    const image = imageIn(event.clipboardData);
    // Text copied from a browser may bring a picture of itself along.
    if (image === undefined || event.clipboardData?.types.includes('text/plain') === true) return;
    event.preventDefault();
    read(image);
  });
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  document.addEventListener('drop', (event) => {
    const image = imageIn(event.dataTransfer);
    // Else the page itself would be replaced by the file.
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    if (image !== undefined) read(image);
  });
}

function imageIn(data: DataTransfer | null): File | undefined {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
}
