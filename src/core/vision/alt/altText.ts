/**
 * What an image does in its document, and so what its alt text says.
 *
 * @see https://www.w3.org/WAI/tutorials/images/
 */
export type AltKind = 'informative' | 'functional' | 'decorative' | 'complex';

export interface AltText {
  readonly kind: AltKind;
  /** One line; empty for decoration. */
  readonly alt: string;
  /** Of a complex image: what a short text cannot say; one paragraph. */
  readonly description?: string;
}

/** *Mark as Decorative*: nobody needs to be asked. */
export const decorative: AltText = { kind: 'decorative', alt: '' };
