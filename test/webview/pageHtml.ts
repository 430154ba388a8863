import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '../host/paths';
import type { WebviewOptions } from './harness';

/** The themes of VS Code that pages are tested in; the files hold `--vscode-*` as VS Code 1.139 sets them. */
export const themeNames = ['darkModern', 'lightModern', 'highContrast', 'highContrastLight'] as const;

/** One of `themeNames`. */
export type ThemeName = (typeof themeNames)[number];

/** VS Code marks a light high contrast theme as both. */
const themeClasses: Readonly<Record<ThemeName, string>> = {
  darkModern: 'vscode-dark',
  lightModern: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast-light vscode-high-contrast',
};

const nonce = 'bm9uY2Utb2YtdGhlLXRlc3Q';

const policy = [
  "default-src 'none'",
  'img-src https://files.easel.test data: blob:',
  `script-src 'nonce-${nonce}'`,
  // The nonce here is for the theme alone, which VS Code sets from outside.
  `style-src 'self' 'nonce-${nonce}'`,
  "font-src 'self'",
].join('; ');

/** A film is fetched whole and played from memory. */
const filmPolicy = `${policy}; connect-src https://files.easel.test; media-src https://files.easel.test blob:`;

/** What VS Code and the host put around a page: policy, theme, `acquireVsCodeApi`, and the bundle. */
export async function pageHtml(options: WebviewOptions): Promise<string> {
  const theme = options.theme ?? 'darkModern';
  const name = options.entry.startsWith('page:') ? `pages/${options.entry.slice(5)}` : options.entry;
  const classes = [themeClasses[theme], ...(options.bodyClasses ?? [])].join(' ');
  return `<!doctype html>
<html lang="${options.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${options.entry === 'film' ? filmPolicy : policy}">
<title>${options.entry}</title>
<style nonce="${nonce}">${await themeStyle(theme)}</style>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="/codicon.css">
<link rel="stylesheet" href="/${name}.css">
<script nonce="${nonce}">window.easelTest = ${JSON.stringify(options.data ?? {})};${fakeApi}</script>
</head>
<body class="${classes}">
<div id="app"${Object.entries(options.rootData ?? {})
    .map(([key, value]) => ` data-${key}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`)
    .join('')}></div>
<script nonce="${nonce}" src="/${name}.js"></script>
</body>
</html>`;
}

async function themeStyle(theme: ThemeName): Promise<string> {
  const path = join(repositoryFolder, 'test', 'webview', 'themes', `${theme}.json`);
  const values = JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, string>>;
  const lines = Object.entries(values).map(([name, value]) => `--vscode-${name}: ${value};`);
  // What VS Code itself gives every page beside the variables.
  return `html { ${lines.join(' ')} } body { padding: 0 20px; color: var(--vscode-editor-foreground); }`;
}

/** Bytes travel as base64 to the test and back; the state outlives a reload, as it does in VS Code. */
const fakeApi = `
const easelTestHost = {
  encode(message) {
    return JSON.stringify(message, (key, value) => {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value)
        : ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
      if (bytes === undefined) return value;
      let text = '';
      for (let start = 0; start < bytes.length; start += 32768) {
        text += String.fromCharCode(...bytes.subarray(start, start + 32768));
      }
      return { $bytes: btoa(text) };
    });
  },
  receive(text) {
    const message = JSON.parse(text, (key, value) => typeof value?.$bytes === 'string'
      ? Uint8Array.from(atob(value.$bytes), (letter) => letter.charCodeAt(0)) : value);
    window.postMessage(message, '*');
  },
};
window.acquireVsCodeApi = () => {
  window.acquireVsCodeApi = () => { throw new Error('An instance of the VS Code API has already been acquired'); };
  return {
    postMessage: (message) => { window.easelTestPost(easelTestHost.encode(message)); },
    getState: () => JSON.parse(sessionStorage.getItem('easelTestState') ?? 'null') ?? undefined,
    setState: (state) => { sessionStorage.setItem('easelTestState', JSON.stringify(state)); },
  };
};
`;
