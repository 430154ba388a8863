/** Context keys of the Gallery that `package.json` uses in `when` clauses. */
export const contextKeys = {
  /** The page has the keyboard. */
  galleryFocus: 'easel.galleryFocus',
} as const;
