import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import { videoPrice } from '../../core/video/price';
import { defaultSize, type VideoModelDescriptor } from '../../core/video/descriptor';
import { parseShotsFile, type ShotsFile, type ShotsProblem } from '../../core/video/shotsFile';
import { nameOf } from '../../platform/documentLink';
import { aboutText, lengthText, tooManyShotsText } from '../../platform/videoWords';
import type { Words } from '../../platform/words';
import type { CommandId } from '../../platform/ids';
import type { VideoDependencies, VideoEngine } from './dependencies';
import type { DraftShot } from '../../core/video/draft';
import { readFrame } from './frames';
import type { MakeVideo } from './makeVideo';
import { originOf } from './origin';

const { t } = vscode.l10n;

/** Storyboards in Markdown, one heading per shot: what is wrong with them, what they cost, and making them. */
export class Storyboard {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #make: MakeVideo;
  readonly #problems = vscode.languages.createDiagnosticCollection('easel.shots');
  readonly #closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri));

  constructor(deps: VideoDependencies, engine: VideoEngine, make: MakeVideo) {
    this.#deps = deps;
    this.#engine = engine;
    this.#make = make;
  }

  lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const model = this.#model();
    if (!model) return [];
    const file = this.#read(document, model);
    this.#problems.set(
      document.uri,
      file.problems.map((problem) => diagnosticOf(problem, document, this.#deps.words)),
    );
    const [first] = file.shots;
    if (!first) return [];
    const range = document.lineAt(first.line - 1).range;
    const command: CommandId = 'easel.runStoryboard';
    return [
      new vscode.CodeLens(range, {
        title: runTitle(file, model, this.#deps),
        command,
        arguments: [document.uri],
      }),
    ];
  }

  async run(argument: unknown): Promise<Result<void>> {
    const document = await documentOf(argument);
    const model = this.#model();
    if (!document || !model) return ok();
    const file = this.#read(document, model);
    if (file.problems.length > 0) {
      this.#deps.reporter.tell({
        severity: 'warning',
        text: t(
          '{0} is not ready: {1}',
          nameOf(document.uri),
          problemText(file.problems[0], this.#deps.words),
        ),
        actions: [],
      });
      return ok();
    }
    const shots: DraftShot[] = [];
    for (const { text, image } of file.shots) {
      if (!image) {
        shots.push({ text });
        continue;
      }
      const uri = vscode.Uri.joinPath(document.uri, '..', ...image.path.split('/'));
      const frame = await readFrame(uri, await this.#engine.pixels());
      if (!frame.ok) return frame;
      shots.push({ text, frame: frame.value });
    }
    const last = file.shots.at(-1);
    const end = document.lineAt(Math.max(0, document.lineCount - 1)).range.end;
    const origin = last && originOf(document, new vscode.Range(new vscode.Position(last.line - 1, 0), end));
    return this.#make.start(
      {
        kind: 'multiShotManual',
        // What a model without storyboards makes one film of.
        prompt: file.shots.map(({ text }) => text).join(' '),
        modelId: model.id,
        shots,
        ...(origin ? { origin } : {}),
      },
      { label: labelOf(document, file) },
    );
  }

  dispose(): void {
    this.#closed.dispose();
    this.#problems.dispose();
  }

  #model(): VideoModelDescriptor | undefined {
    return this.#engine.registry.models.find(({ tasks }) => tasks.includes('multiShotManual'));
  }

  #read(document: vscode.TextDocument, model: VideoModelDescriptor): ShotsFile {
    return parseShotsFile(document.getText(), {
      maxShots: model.shots?.max ?? 0,
      maxTextLength: model.prompt.multiShotManual?.maxLength ?? 0,
    });
  }
}

/** `Run Storyboard · 12 s, about $0.96`; without a price where the model that makes storyboards has ended. */
function runTitle(
  file: ShotsFile,
  model: VideoModelDescriptor,
  { words, settings, clock }: Pick<VideoDependencies, 'words' | 'settings' | 'clock'>,
): string {
  const durationSeconds = file.shots.length * (model.shots?.secondsEach ?? 0);
  const length = lengthText(durationSeconds, words);
  const { provider, prices } = settings.window();
  if (provider === 'offline') return t('Run Storyboard · {0}, {1}', length, words.format.price(0));
  const { endsOn } = model.lifecycle;
  if (endsOn !== undefined && Date.parse(endsOn) <= clock.now()) {
    return t('Run Storyboard · {0}, {1} has ended', length, model.name);
  }
  const price = videoPrice(model, { durationSeconds, size: defaultSize(model) }, prices);
  return t('Run Storyboard · {0}, {1}', length, aboutText(price, words));
}

function labelOf({ uri }: vscode.TextDocument, { title }: ShotsFile): string {
  return title ?? nameOf(uri).replace(/\.shots\.md$/i, '');
}

async function documentOf(argument: unknown): Promise<vscode.TextDocument | undefined> {
  return argument instanceof vscode.Uri
    ? vscode.workspace.openTextDocument(argument)
    : vscode.window.activeTextEditor?.document;
}

function diagnosticOf(problem: ShotsProblem, document: vscode.TextDocument, words: Words): vscode.Diagnostic {
  const line = Math.min(Math.max(0, problem.line - 1), document.lineCount - 1);
  const isOnlyLoose = problem.kind === 'looseText' || problem.kind === 'noShots';
  const diagnostic = new vscode.Diagnostic(
    document.lineAt(line).range,
    problemText(problem, words),
    isOnlyLoose ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = 'Easel';
  return diagnostic;
}

function problemText(problem: ShotsProblem | undefined, { format }: Words): string {
  switch (problem?.kind) {
    case undefined:
      return '';
    case 'noShots':
      return t('There are no shots: write one heading for each.');
    case 'tooManyShots':
      return tooManyShotsText(problem, { t, format });
    case 'noText':
      return t('This shot has no words.');
    case 'textTooLong':
      return t(
        'This shot has {0} characters; the model takes {1}.',
        format.number(problem.length),
        format.number(problem.maxLength),
      );
    case 'secondImage':
      return t('A shot begins with one image; this is another one.');
    case 'remoteImage':
      return t('Images are taken from the project, not from the web.');
    case 'unknownImageType':
      return t('This is no image that Easel can read.');
    case 'looseText':
      return t('These words belong to no shot.');
  }
}
