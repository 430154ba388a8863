/** The columns of a file of descriptions; the last is what goes into a prompt. */
export const descriptionColumns = ['product', 'description', 'variant', 'prompt'] as const;

/** The column that a prompt file names. */
export const PROMPT_COLUMN: (typeof descriptionColumns)[number] = 'prompt';
