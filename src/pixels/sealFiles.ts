import fs from 'node:fs';

/**
 * From here on, nothing in this thread can open a file. The worker gets every picture as bytes; only an SVG asks for
 * files, by an `href`, an included document or a style, and it would get them: from bytes too, librsvg follows absolute
 * paths and those from the current folder. A picture of somebody else's making must not show what lies on this computer.
 *
 * Reading the SVG for such references would miss one; the WebAssembly build reaches every file through this function.
 * Each thread has its own copy of Node's modules, so the host is not affected. Sharp must have been loaded before.
 */
export function sealFiles(): void {
  fs.openSync = (path) => {
    const error: NodeJS.ErrnoException = new Error(`No file is opened here: ${String(path)}`);
    error.code = 'ENOENT';
    throw error;
  };
}
