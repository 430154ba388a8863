import type * as vscode from 'vscode';

/**
 * Every command with the arguments it may get. Keybindings, links and other extensions can pass anything, so a handler
 * checks what it was given.
 */
export interface CommandArguments {
  'easel.generateFromSelection': [];
  'easel.generateAgain': [image?: vscode.Uri];
  'easel.showRecipe': [image?: vscode.Uri];
  'easel.connect': [];
  'easel.checkSetup': [];
  'easel.useOffline': [];
  'easel.useBedrock': [];
  'easel.showSpending': [];
  'easel.changeBudget': [];
  'easel.showLog': [];
}

export type CommandId = keyof CommandArguments;

/** Context keys that `package.json` uses in `when` clauses. */
export const contextKeys = {
  /** `bedrock` or `offline`. */
  provider: 'easel.provider',
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
