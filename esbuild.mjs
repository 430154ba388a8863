// Builds the extension, the programs it starts and the tests, all with one set of options.
//
//   node esbuild.mjs [--production] [--tests] [--watch]
//
// It strips types and does not check them: `npm run check` does.
import { build, context } from 'esbuild';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Buffer } from 'node:buffer';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import loadWabt from 'wabt';
import { joinChunks } from './build/joinedChunk.mjs';

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const flags = new Set(process.argv.slice(2));
const unknownFlags = [...flags].filter((flag) => !['--production', '--tests', '--watch'].includes(flag));
if (unknownFlags.length > 0) {
  throw new Error(`Unknown option: ${unknownFlags.join(' ')}`);
}
const production = flags.has('--production');

/**
 * Sharp on its WebAssembly build alone: docs/decisions/sharp-webassembly.md. The module in which sharp looks for a
 * native build is replaced by one that imports the WebAssembly glue, so that no bundle can load a native build.
 */
const sharpOnWebAssembly = {
  name: 'sharp-on-webassembly',
  setup(plugin) {
    const wasmPackage = join(root, 'node_modules/@img/sharp-wasm32');
    const folder = join(plugin.initialOptions.outdir, 'sharp');
    plugin.onLoad({ filter: /[\\/]sharp[\\/]dist[\\/]sharp\.mjs$/ }, () => ({
      contents: "export { default } from 'sharp-wasm32.cjs';",
      resolveDir: root,
    }));
    // What this module offers beyond the platform's name finds and compiles native builds.
    plugin.onLoad({ filter: /[\\/]sharp[\\/]dist[\\/]libvips\.mjs$/ }, () => ({
      contents: "export default { runtimePlatformArch: () => 'wasm32' };",
    }));
    // Its package.json is imported for the version and carries the names of a hundred contributors.
    plugin.onLoad({ filter: /[\\/]node_modules[\\/]sharp[\\/]package\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }));
    plugin.onResolve({ filter: /^sharp-wasm32\.cjs$/ }, ({ path }) => ({ path, namespace: 'sharp-glue' }));
    // The glue stays a file of its own: Emscripten starts its threads from that file, and looks beside it for the .wasm.
    // The loader `copy` writes the import relative to the chunk it stands in.
    plugin.onLoad({ filter: /.*/, namespace: 'sharp-glue' }, async () => {
      const glue = await build({
        entryPoints: [join(wasmPackage, 'index.cjs')],
        bundle: true,
        minify: true,
        platform: 'node',
        format: 'cjs',
        write: false,
      });
      mkdirSync(folder, { recursive: true });
      const files = readdirSync(join(wasmPackage, 'lib')).filter((name) => name.endsWith('.wasm'));
      for (const source of [...files.map((name) => join('lib', name)), 'LICENSE', 'versions.json']) {
        copyWhenDifferent(join(wasmPackage, source), join(folder, basename(source)));
      }
      return { contents: glue.outputFiles[0].contents, loader: 'copy' };
    });
  },
};

/** WebAssembly is kept as text, and assembled into the bytes that a bundle carries. */
const webAssemblyText = {
  name: 'webassembly-text',
  setup(plugin) {
    plugin.onLoad({ filter: /\.wat$/ }, async ({ path }) => {
      const { parseWat } = await loadWabt();
      const module = parseWat(basename(path), readFileSync(path), { simd: true });
      try {
        const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
        return { contents: `export const bytes = new Uint8Array(Buffer.from('${base64}', 'base64'));` };
      } finally {
        module.destroy();
      }
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  splitting: true,
  mainFields: ['module', 'main'],
  external: ['vscode'],
  assetNames: 'sharp/[name]',
  chunkNames: 'chunks/[name]-[hash]',
  // CommonJS dependencies call `require` for Node's own modules, which an ES module has not.
  banner: {
    js: "import{createRequire as easelCreateRequire}from'node:module';const require=/*@__PURE__*/easelCreateRequire(import.meta.url);",
  },
  plugins: [sharpOnWebAssembly, webAssemblyText],
  metafile: true,
  logLevel: 'warning',
};

/** What ships. A worker or a program that is started by path needs an entry, and keeps its path below `src`. */
const product = {
  ...shared,
  entryPoints: [
    'extension.ts',
    'pixels/worker.ts',
    'storage/vectors/worker.ts',
    'simulator/main.ts',
    'simulator/worker.ts',
    'simulator/filmWorker.ts',
  ]
    .map((path) => join('src', path))
    .filter((path) => existsSync(path)),
  outbase: 'src',
  outdir: join(root, 'dist'),
  minify: production,
  sourcemap: !production,
  legalComments: production ? 'external' : 'inline',
};

/**
 * The pages. Nothing is external, so that a stray import of Node or VS Code fails the build; one file each, because a
 * page loads its script by nonce. `codicon.css` is a file of its own: `vscode-icon` links it inside its shadow root.
 */
const webview = {
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfigRaw: '{}',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  metafile: true,
  logLevel: 'warning',
  entryPoints: {
    studio: 'webview-ui/studio/main.tsx',
    gallery: 'webview-ui/gallery/main.tsx',
    film: 'webview-ui/film/main.tsx',
    heatmap: 'webview-ui/heatmap/main.tsx',
    grid: 'webview-ui/grid/main.tsx',
    codicon: '@vscode/codicons/dist/codicon.css',
  },
  outdir: join(root, 'dist', 'webview'),
  minify: production,
  sourcemap: !production,
  legalComments: production ? 'external' : 'inline',
  plugins: [],
};

/** Pages that show one component alone, for its tests. */
const webviewTestPages = {
  ...webview,
  outdir: join(root, 'out', 'webview'),
  minify: false,
  sourcemap: true,
  legalComments: 'inline',
};

/** Packages for development alone are loaded from node_modules, not bundled into tests. */
const developmentPackages = Object.keys(
  JSON.parse(readFileSync('package.json', 'utf8')).devDependencies,
).filter((name) => !/^@(aws-crypto|smithy)\//.test(name));

const tests = {
  ...shared,
  entryPoints: [],
  outbase: '.',
  outdir: join(root, 'out'),
  external: ['vscode', ...developmentPackages],
  sourcemap: true,
};

/** Every test by pattern, and the programs that start them: a hand-kept list would forget one. */
function findTests() {
  const found = readdirSync('test', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, resolve(entry.parentPath, entry.name)));
  const testFiles = found.filter((path) => path.endsWith('.test.ts'));
  if (testFiles.length === 0) {
    throw new Error('No test file found: nothing below test/ ends in .test.ts');
  }
  const programs = found.filter((path) => /^test[\\/](host|bench)[\\/]\w+\.ts$/.test(path));
  return [...testFiles, ...programs, join('test', 'vscode', 'index.ts')].filter((path) => existsSync(path));
}

/** Every page for tests, by pattern. */
function findTestPages() {
  return readdirSync(join('test', 'webview', 'pages'))
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => join('test', 'webview', 'pages', name));
}

/** @returns the options with the metafile written beside the tests, and outputs of deleted sources removed */
function withReport(name, options) {
  const report = {
    name: 'report',
    setup(plugin) {
      plugin.onEnd(async (result) => {
        if (result.errors.length > 0) return;
        if (name === 'product' && production) {
          await joinChunks('dist/extension.js', result.metafile.outputs, options);
        }
        mkdirSync('out', { recursive: true });
        writeFileSync(join('out', `meta-${name}.json`), JSON.stringify(result.metafile));
        removeStale(
          options.outdir,
          new Set(Object.keys(result.metafile.outputs).map((path) => resolve(path))),
        );
        if (flags.has('--watch')) process.stdout.write(`Built ${relative(root, options.outdir)}\n`);
      });
    },
  };
  return { ...options, plugins: [...options.plugins, report] };
}

/** A chunk may still be in use by a test run that started before this build: young ones stay, except in a package. */
function removeStale(outdir, outputs) {
  const oldestMs = production ? Infinity : Date.now() - 3_600_000;
  for (const folder of ['chunks', 'test', 'pixels', 'simulator', 'storage']) {
    const path = join(outdir, folder);
    if (!existsSync(path)) continue;
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
      const file = resolve(entry.parentPath, entry.name);
      if (!entry.isFile() || outputs.has(file)) continue;
      if (folder !== 'chunks' || statSync(file).mtimeMs < oldestMs) rmSync(file, { force: true });
    }
  }
  if (production) {
    for (const name of readdirSync(outdir)) {
      if (name.endsWith('.map')) rmSync(join(outdir, name), { force: true });
    }
  }
}

function copyWhenDifferent(from, to) {
  if (!existsSync(to) || statSync(to).size !== statSync(from).size) {
    copyFileSync(from, to);
  }
}

const builds = [withReport('product', product), withReport('webview', webview)];
if (flags.has('--tests')) {
  builds.push(withReport('webview-tests', { ...webviewTestPages, entryPoints: findTestPages() }));
  builds.push(withReport('tests', { ...tests, entryPoints: findTests() }));
}
if (flags.has('--watch')) {
  const contexts = await Promise.all(builds.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(builds.map((options) => build(options)));
}
