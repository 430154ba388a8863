import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { JsonObject } from '../../core/json';

/** Enough to find the place again; a film's prompt is shorter. */
const MAX_TEXT = 6000;

const schema = z.object({ document: z.string(), text: z.string(), start: z.number() });

/** Where the words of a film stood, kept in its job: minutes later the document may have changed around them. */
export interface Origin {
  /** URI. */
  readonly document: string;
  /** As it stood in the document. */
  readonly text: string;
  /** Offset of the text when it was read. */
  readonly start: number;
}

export function originOf(document: vscode.TextDocument, range: vscode.Range): JsonObject | undefined {
  const text = document.getText(range);
  return text.length > MAX_TEXT
    ? undefined
    : { document: document.uri.toString(), text, start: document.offsetAt(range.start) };
}

/** @returns undefined for what is none */
export function readOrigin(value: JsonObject | undefined): Origin | undefined {
  const parsed = z.safeParse(schema, value);
  return parsed.success ? parsed.data : undefined;
}

/** Where the same words stand now, nearest to where they stood. @returns the offset; undefined where they are gone */
export function findAgain(document: string, { text, start }: Omit<Origin, 'document'>): number | undefined {
  if (text === '') return start <= document.length ? start : undefined;
  const before = document.lastIndexOf(text, start);
  const after = document.indexOf(text, start);
  if (before < 0 && after < 0) return undefined;
  if (before < 0) return after;
  if (after < 0) return before;
  return start - before <= after - start ? before : after;
}
