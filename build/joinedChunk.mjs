import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

/**
 * Joins the chunks that an entry imports at once into one file. The bundler makes a chunk of every few lines that two
 * entries share, and each file costs the start of VS Code's extension host a tenth of a millisecond and more. The chunks
 * stay as names for parts of the joined one, so that what is loaded later finds the very same objects.
 *
 * @param {string} entry path of the built entry as the metafile has it
 * @param {import('esbuild').Metafile['outputs']} outputs of its build; changed to what is on the disk afterwards
 * @param {import('esbuild').BuildOptions} options of its build: its entries, `outdir`, and what the code is made for
 */
export async function joinChunks(entry, outputs, { entryPoints, outdir, platform, target, minify }) {
  // What a worker or a program of its own loads must not bring along what only the extension can import.
  const others = Object.keys(outputs).filter(
    (path) => path !== entry && entryPoints.includes(outputs[path].entryPoint),
  );
  const elsewhere = new Set(others.flatMap((path) => importedBy(path, outputs, () => true)));
  const chunks = importedBy(entry, outputs, (kind) => kind === 'import-statement')
    .filter((path) => !elsewhere.has(path))
    // The same names in each build of the same sources.
    .sort();
  if (chunks.length < 2) return;
  const joined = join(outdir, 'chunks', 'joined.js');
  const places = new Map(chunks.map((path, place) => [resolve(path), place]));
  const namesOf = (path, clause) => outputs[path].exports.map(clause).join(',');
  const wholeOf = (path, place) =>
    `export{${namesOf(path, (name) => `${name} as c${place}_${name}`)}}from'./${basename(path)}';`;
  const partOf = (path, place, from) =>
    `export{${namesOf(path, (name) => `c${place}_${name} as ${name}`)}}from'${from}';`;

  const common = {
    bundle: true,
    format: 'esm',
    platform,
    target,
    minify,
    logLevel: 'warning',
  };
  const toParts = outputImports((path) => {
    const place = places.get(path);
    return place === undefined ? undefined : partOf(chunks[place], place, './chunks/joined.js');
  });
  const toChunks = outputImports((path) => (places.has(path) ? readFileSync(path, 'utf8') : undefined));
  // Both before anything is overwritten: they are made from what is there.
  const [whole, main] = await Promise.all([
    build({
      ...common,
      stdin: { contents: chunks.map(wholeOf).join('\n'), resolveDir: join(outdir, 'chunks') },
      outfile: joined,
      write: false,
      plugins: [toChunks],
    }),
    build({ ...common, entryPoints: [entry], outfile: entry, write: false, plugins: [toParts] }),
  ]);
  writeFileSync(joined, whole.outputFiles[0].contents);
  writeFileSync(entry, main.outputFiles[0].contents);
  const joinedPath = relative('.', joined).replaceAll('\\', '/');
  const importOf = (path) => ({ path, kind: 'import-statement' });
  outputs[joinedPath] = { bytes: whole.outputFiles[0].contents.length, imports: [], exports: [], inputs: {} };
  outputs[entry].bytes = main.outputFiles[0].contents.length;
  outputs[entry].imports = [
    importOf(joinedPath),
    ...outputs[entry].imports.filter(({ kind }) => kind !== 'import-statement'),
  ];
  for (const [place, path] of chunks.entries()) {
    const text = partOf(path, place, './joined.js');
    writeFileSync(path, text);
    outputs[joinedPath].imports.push(
      ...outputs[path].imports.filter(({ path: imported }) => !chunks.includes(imported)),
    );
    Object.assign(outputs[joinedPath].inputs, outputs[path].inputs);
    outputs[path].bytes = text.length;
    outputs[path].imports = [importOf(joinedPath)];
  }
}

/** The built files that one imports, and those that they import. */
function importedBy(entry, outputs, isFollowed) {
  const found = new Set();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const { path: imported, kind } of outputs[path].imports) {
      if (!isFollowed(kind) || !(imported in outputs) || found.has(imported)) continue;
      found.add(imported);
      waiting.push(imported);
    }
  }
  return [...found];
}

/** Imports between built files: their text as given, or left as they are. */
function outputImports(contentsOf) {
  return {
    name: 'output-imports',
    setup(plugin) {
      plugin.onResolve({ filter: /.*/ }, ({ path, resolveDir, kind }) => {
        if (kind === 'entry-point') return undefined;
        const full = resolve(resolveDir, path);
        if (!path.startsWith('.') || contentsOf(full) === undefined) return { path, external: true };
        return { path: full, namespace: 'output' };
      });
      plugin.onLoad({ filter: /.*/, namespace: 'output' }, ({ path }) => ({
        contents: contentsOf(path),
        resolveDir: join(path, '..'),
      }));
    },
  };
}
