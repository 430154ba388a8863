import * as vscode from 'vscode';
import { gradeOf, type Grade } from '../core/vision/judge/judgement';

const { t } = vscode.l10n;

/** `9 excellent`: words for readers, numbers for all. */
export function scoreWord(score: number): string {
  return t('{0} {1}', score, gradeWord(gradeOf(score)));
}

function gradeWord(grade: Grade): string {
  switch (grade) {
    case 'excellent':
      return t('excellent');
    case 'good':
      return t('good');
    case 'mixed':
      return t('mixed');
    case 'poor':
      return t('poor');
  }
}
