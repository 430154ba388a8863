import * as vscode from 'vscode';
import { gradeWord } from './gradeWord';

const { t } = vscode.l10n;

/** `9 excellent`: words for readers, numbers for all. */
export function scoreWord(score: number): string {
  return t('{0} {1}', score, gradeWord(score, t));
}
