import type { Format } from './format';

/**
 * All it takes to word something, without VS Code behind it, so that sentences are tested in plain Node.
 * `vscode.l10n.t` is a `t`, and `Format` is a `format`.
 */
export interface Words {
  /** The sentence in the user's language, with `{0}` filled in. */
  readonly t: (sentence: string, ...values: (string | number | boolean)[]) => string;
  readonly format: Pick<
    Format,
    'price' | 'about' | 'amount' | 'number' | 'date' | 'time' | 'isOne' | 'language'
  >;
}
