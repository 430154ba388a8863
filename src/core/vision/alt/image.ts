/** How an image of a document is written down; tells how its alt text is written. */
export type AltForm =
  'markdown' | 'mdx' | 'html' | 'jsx' | 'asciidoc' | 'asciidocInline' | 'restructuredText';

/** What stands where an alt text belongs. */
export type FoundAlt =
  /** Nothing: nobody has decided yet. */
  | { readonly kind: 'none' }
  /** An empty text on purpose: the image is decoration. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  /** An expression, an attribute or a spread: the text comes from elsewhere. */
  | { readonly kind: 'dynamic' };

/** Where the alt text goes, in UTF-16 offsets of the document. */
export interface AltSlot {
  readonly form: AltForm;
  /** What is replaced; empty where something is added. */
  readonly start: number;
  readonly end: number;
  /** What is written around the encoded text. */
  readonly before: string;
  readonly after: string;
}

/** One image that a document shows. */
export interface DocumentImage {
  /** As the document states it, decoded: a path, `@/assets/x.png`, or an address. */
  readonly target: string;
  /** The whole construct. */
  readonly start: number;
  readonly end: number;
  readonly alt: FoundAlt;
  readonly slot: AltSlot;
  /** The image as decoration, in place of the whole construct, where the construct itself cannot say that it is. */
  readonly asDecoration?: string;
  /** Where a click on the image leads; empty for a button. */
  readonly link?: string;
  /** What the document itself writes under it. */
  readonly caption?: string;
}

/** A stretch of a document that is not read. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export function isIn(offset: number, ranges: readonly Range[]): boolean {
  return ranges.some(({ start, end }) => start <= offset && offset < end);
}

/** True for an image that lies on a server, or in the document itself. */
export function isRemote(target: string): boolean {
  return /^(?:[a-z][a-z\d+.-]+:|\/\/)/i.test(target);
}
