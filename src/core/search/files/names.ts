/** Names of files that may hold a picture; what they are is said by their bytes. BMP and HEIC are listed as unreadable. */
const PICTURE_NAME = /\.(?:png|apng|jpe?g|jpe|jfif|webp|gif|avif|tiff?|svg|bmp|hei[cf])$/i;

export function isPictureName(name: string): boolean {
  return PICTURE_NAME.test(name);
}

/** Kinds that are listed as unreadable; the name says it before anybody has read the file. */
const UNREADABLE_NAME = /\.(?:bmp|hei[cf])$/i;

export function isUnreadableName(name: string): boolean {
  return UNREADABLE_NAME.test(name);
}

export type LeftOutReason = 'dependency' | 'buildOutput' | 'own' | 'setting' | 'gitignore';

/** Folders of tools, by their names at any depth; nobody looks for a picture of theirs. */
const dependencies = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
  '.gradle',
  'Pods',
  '.vscode-test',
  '.yarn',
  '.pnpm-store',
]);

/** What builds write, most of it copies. */
const buildOutputs = new Set([
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  '_build',
  '_site',
  'storybook-static',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.docusaurus',
  '.parcel-cache',
  '.turbo',
  '.cache',
  '.nyc_output',
  'DerivedData',
]);

/** @returns why a folder of this name is left out unless the user includes it */
export function leftOutByName(name: string): LeftOutReason | undefined {
  // Masks and recipes of this extension.
  if (name === '.easel') return 'own';
  if (dependencies.has(name)) return 'dependency';
  return buildOutputs.has(name) ? 'buildOutput' : undefined;
}
