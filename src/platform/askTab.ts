import type * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';
import type { AskEvents, AskMethods } from '../protocol/ask';
import type { Handlers } from '../protocol/rpc';

/** The picture of a Studio, as it was when it was opened. */
export interface ShownPicture {
  readonly name: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** Of its file; absent where it has none. */
  readonly uri?: string;
}

/** The page that a tab stands in. */
export interface AskPage {
  tell<K extends keyof AskEvents>(name: K, payload: AskEvents[K]): void;
  announce(text: string, isUrgent?: boolean): void;
  /** What the tab's first conversation is about. */
  picture(): ShownPicture | undefined;
  /** Brings the tab to the front. */
  show(focus: 'answer' | 'question'): void;
}

/** What a command starts in a tab. */
export interface AskStart {
  readonly images: readonly vscode.Uri[];
  /** Asked at once. */
  readonly purpose?: { readonly id: string; readonly input: string };
  /** Judged at once. */
  readonly isJudged?: boolean;
}

/** The second tab of the Studio: conversations about images. It outlives its page's reloads. */
export interface AskTab extends Disposable {
  readonly handlers: Handlers<{ readonly [K in keyof AskMethods]: AskMethods[K] }>;
  /** A new conversation about the images, unless the one that is shown is about them already. */
  start(start: AskStart): Promise<void>;
}
