import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the built pages lie, below the extension's folder. */
export function pagesFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The document of a page: nothing is loaded but our own script, style and font, and images from the roots that the
 * webview was given.
 *
 * @param data what the page knows before it can ask, as `data-` attributes of its root
 * @param media origins from which a film may be played, beside the webview's own
 */
export function pageHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: 'studio' | 'gallery' | 'film' | 'heatmap' | 'grid',
  data: Readonly<Record<string, string>> = {},
  media?: readonly string[],
): string {
  const nonce = randomBytes(16).toString('base64url');
  const folder = pagesFolder(extensionUri);
  const url = (file: string): string =>
    escapeAttribute(webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString());
  const source = escapeAttribute(webview.cspSource);
  const policy = [
    "default-src 'none'",
    `img-src ${source} blob: data:`,
    `font-src ${source}`,
    // The elements of the toolkit bring their styles as inline style elements.
    `style-src ${source} 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
    `connect-src ${source}`,
    ...(media ? [`media-src ${[source, 'blob:', ...media.map(escapeAttribute)].join(' ')}`] : []),
  ].join('; ');
  const attributes = Object.entries(data)
    .map(([key, value]) => ` data-${key}="${escapeAttribute(value)}"`)
    .join('');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${url('codicon.css')}">
<link rel="stylesheet" href="${url(`${name}.css`)}">
</head>
<body>
<div id="app"${attributes}></div>
<script type="module" nonce="${nonce}" src="${url(`${name}.js`)}"></script>
</body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
