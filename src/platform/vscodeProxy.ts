import * as vscode from 'vscode';

/** The proxy of VS Code's own settings; undefined where none is set, so that the environment's holds. */
export function readVsCodeProxy():
  { readonly url: string; readonly strictSsl: boolean; readonly noProxy: readonly string[] } | undefined {
  const http = vscode.workspace.getConfiguration('http');
  const url: unknown = http.get('proxy');
  if (typeof url !== 'string' || url.trim() === '' || http.get('proxySupport') === 'off') return undefined;
  const noProxy: unknown = http.get('noProxy');
  return {
    url: url.trim(),
    strictSsl: http.get('proxyStrictSSL') !== false,
    noProxy: Array.isArray(noProxy) ? noProxy.filter((entry) => typeof entry === 'string') : [],
  };
}
