import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { ok, type Result } from '../../core/result';
import type { AskPage, AskTab } from '../../platform/askTab';
import type { LookAtImages } from '../../platform/lookAtImages';
import { registerCommand } from '../../platform/commands';
import type { MissingAlt } from './alt/missingAlt';
import type { WriteAlt } from './alt/writeAlt';
import type { DescribeImages } from './describeImages';

/** What the commands need; built when the first of them runs. */
export interface Describing {
  readonly images: DescribeImages;
  readonly alt: WriteAlt;
  readonly missing: MissingAlt;
  /** The second tab of a Studio. */
  readonly askTab: (page: AskPage) => AskTab;
  readonly looker: LookAtImages;
}

/** Documents in which images have alt texts; those that VS Code alone does not know are found by their names too. */
const languages = [
  'markdown',
  'mdx',
  'html',
  'vue',
  'javascriptreact',
  'typescriptreact',
  'asciidoc',
  'adoc',
  'restructuredtext',
];

/** Looking at images: describe, ask, judge, alt texts. */
export function registerDescribe(
  describing: () => Promise<Describing>,
  report: (error: ImageError) => void,
): Disposable {
  const store = new DisposableStore();
  type Run = (images: DescribeImages, image: unknown, all: unknown) => Promise<Result<void>>;
  const onImages = (
    id: `easel.${'describeImage' | 'askAboutImages' | 'judgeImages' | 'classifyImages' | 'checkImagesMatch'}`,
    run: Run,
  ): void => {
    store.add(
      registerCommand(id, report, async (...[image, all]: unknown[]) =>
        run((await describing()).images, image, all),
      ),
    );
  };
  onImages('easel.describeImage', (images, image, all) => images.describe(image, all));
  onImages('easel.askAboutImages', (images, image, all) => images.ask(image, all));
  onImages('easel.judgeImages', (images, image, all) => images.judge(image, all));
  onImages('easel.classifyImages', (images, image, all) => images.classify(image, all));
  onImages('easel.checkImagesMatch', (images, image, all) => images.checkMatch(image, all));
  store.add(
    registerCommand('easel.writeMissingAltText', report, async (place, places) => {
      const all = Array.isArray(places) ? places : [place];
      return (await describing()).missing.run(all.filter((each) => each instanceof vscode.Uri));
    }),
  );
  store.add(
    registerCommand('easel.writeAltText', report, async (document, offset, how) => {
      if (!(document instanceof vscode.Uri) || typeof offset !== 'number') return ok();
      return (await describing()).alt.run(document, offset, how === 'rewrite' ? 'rewrite' : 'write');
    }),
  );
  store.add(
    vscode.languages.registerCodeActionsProvider(
      [...languages.map((language) => ({ language })), { pattern: '**/*.{mdx,vue,adoc,asciidoc}' }],
      {
        provideCodeActions: async (document, range, _context, token) => {
          // The readers of all formats belong to no start of a window.
          const { altActions } = await import('./alt/altActions');
          return token.isCancellationRequested ? [] : altActions(document, range);
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.Refactor] },
    ),
  );
  return store;
}
