import type { JSX } from 'preact';

/**
 * An icon of VS Code's own font, for the eye alone: what it stands on carries the name.
 *
 * @param name as in https://microsoft.github.io/vscode-codicons/dist/codicon.html, of version 1.103 of VS Code or older
 */
export function Codicon({ name }: { readonly name: string }): JSX.Element {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}
