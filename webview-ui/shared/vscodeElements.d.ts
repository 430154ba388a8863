import type { HTMLAttributes, JSX as PreactJSX } from 'preact';

/** The elements of `@vscode-elements/elements` that some file imports, with their own properties as attributes. */
type VscodeElements = {
  readonly [Name in Extract<keyof HTMLElementTagNameMap, `vscode-${string}`>]: Omit<
    HTMLAttributes<HTMLElementTagNameMap[Name]>,
    keyof OwnProperties<HTMLElementTagNameMap[Name]>
  > &
    OwnProperties<HTMLElementTagNameMap[Name]>;
};

type OwnProperties<Element extends HTMLElement> = Partial<Omit<Element, keyof HTMLElement>>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends VscodeElements, Record<never, PreactJSX.Element> {}
  }
}
