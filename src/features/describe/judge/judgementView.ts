import * as vscode from 'vscode';
import { criteria, type Criterion } from '../../../core/vision/judge/judgement';
import type { Judgement } from '../../../core/vision/judge/judge';
import { promptDiff } from '../../../core/vision/judge/promptDiff';
import { scoreWord } from '../../../platform/scoreWord';
import type { Words } from '../../../platform/words';
import type { JudgementView } from '../../../protocol/ask';
import { sentLine } from '../costWords';

const { t } = vscode.l10n;

export interface JudgedFacts {
  /** Each comparison with the names of its images. */
  readonly judged: readonly { readonly names: readonly string[]; readonly judgement: Judgement }[];
  readonly prompt: string;
  readonly improvedPrompt: string;
  /** Of the button that runs the better prompt; absent where it cannot be run. */
  readonly runLabel: string | undefined;
  readonly modelName: string;
  readonly usd: number | undefined;
  readonly words: Words;
}

export function judgementView(facts: JudgedFacts): JudgementView {
  const { judged, prompt, improvedPrompt, words } = facts;
  const isBetter = improvedPrompt !== '' && improvedPrompt !== prompt;
  const highest = Math.max(
    ...judged.map(({ judgement: { verdicts, best } }) => verdicts[best]?.overall ?? 0),
  );
  return {
    title: t('Judged by {0}', facts.modelName),
    summary: judged.map(({ judgement }) => judgement.summary).join(' '),
    images: judged.flatMap(({ names, judgement: { verdicts, best } }) =>
      verdicts.map(({ overall, scores, explanation, suggestions }, index) => ({
        name: names[index] ?? '',
        isBest: index === best && overall === highest && verdicts.length > 1,
        overall: scoreWord(overall),
        scores: criteria.map((criterion) => {
          const score = scores[criterion];
          return {
            name: criterionName(criterion),
            value: score === null ? t('none') : words.format.number(score),
          };
        }),
        explanation,
        suggestions,
      })),
    ),
    ...(isBetter
      ? {
          prompt: {
            parts: promptDiff(prompt, improvedPrompt),
            actions: [
              ...(facts.runLabel === undefined ? [] : [{ id: 'run', label: facts.runLabel }]),
              { id: 'copy', label: t('Copy') },
            ],
          },
        }
      : {}),
    sent: sentLine(
      judged.flatMap(({ judgement }) => judgement.sent),
      undefined,
      facts.usd,
      words,
    ),
  };
}

function criterionName(criterion: Criterion): string {
  switch (criterion) {
    case 'promptFidelity':
      return t('Prompt');
    case 'composition':
      return t('Composition');
    case 'text':
      return t('Text');
    case 'artifacts':
      return t('Artifacts');
    case 'brandFit':
      return t('Brand fit');
  }
}
