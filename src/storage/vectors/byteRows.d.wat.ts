/** The module; the build assembles the text. */
export declare const bytes: Uint8Array<ArrayBuffer>;
