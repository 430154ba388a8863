import * as vscode from 'vscode';
import type { ImageError } from '../../core/errors';
import type { GenerateDraft } from '../../core/generate/draft';
import type { SavedImage } from '../../core/generate/run';
import type { ServiceState } from '../../core/models/service';
import { ok, type Result } from '../../core/result';
import { copyAgain } from '../../platform/copyToS3';
import { nameOf } from '../../platform/documentLink';
import type { ActionHandlers } from '../../platform/messages';
import { pickModel } from '../../platform/picks/modelPick';
import type { Sources } from '../../platform/promptSources';
import { askForPrompt } from './askForPrompt';
import type { Decision } from './decision';
import type { GenerateDependencies } from './dependencies';

/** The ways back into the command. */
interface Ways {
  start(sources: Sources, wanted: Partial<GenerateDraft>): Promise<Result<void>>;
  send(decision: Decision): Promise<Result<void>>;
}

/** What the buttons of a failure do: each goes on where the command stopped, with prompt and choices kept. */
export class GenerateRepairs {
  readonly #deps: GenerateDependencies;
  readonly #ways: Ways;

  constructor(deps: GenerateDependencies, ways: Ways) {
    this.#deps = deps;
    this.#ways = ways;
  }

  /** What each button does for this request: the prompt and the choices are kept. */
  after(decision: Decision, error: ImageError, inboxIds: readonly string[]): ActionHandlers {
    const { sources, draft, state } = decision;
    const again = (change: Partial<GenerateDraft>): void =>
      this.#run(this.#ways.start(sources, { ...draft, ...change }));
    return {
      ...this.before(sources, draft, state, error),
      retry: () => this.#run(this.#ways.send(decision)),
      chooseModel: () => this.#chooseModelAgain(sources, draft, state),
      changeRequest: () => again({}),
      editPrompt: () =>
        this.#run(
          (async () => {
            const prompt = await askForPrompt(draft.prompts[0] ?? '');
            if (prompt === undefined) return ok();
            const [first, ...others] = sources.prompts;
            return this.#ways.start({ ...sources, prompts: [{ ...first, prompt }, ...others] }, draft);
          })(),
        ),
      nextSeed: () => again({ seed: (draft.seed ?? this.#deps.choices.lastSeed() ?? 0) + 1 }),
      ...(inboxIds.length > 0
        ? {
            retrySaving: () => decision.folder && this.#deps.recoverTo(inboxIds, decision.folder),
            saveElsewhere: async () => {
              const [folder] =
                (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false })) ?? [];
              if (folder) await this.#deps.recoverTo(inboxIds, folder);
            },
          }
        : {}),
    };
  }

  upload({ folder }: Decision, error: ImageError, images: readonly SavedImage[]): ActionHandlers {
    const { settings, uploads, reporter } = this.#deps;
    const { s3Upload } = settings.resource(folder);
    if (error.kind !== 's3UploadFailed' || s3Upload === undefined) return {};
    const image = images.find(({ file }) => nameOf(vscode.Uri.parse(file.uri)) === error.fileName);
    return image ? { retryUpload: () => copyAgain(image, s3Upload, uploads, reporter) } : {};
  }

  /** What helps before anything is decided, and after. */
  before(
    sources: Sources,
    wanted: Partial<GenerateDraft>,
    state: ServiceState,
    error: ImageError,
  ): ActionHandlers {
    const again = (change: Partial<GenerateDraft>): void =>
      this.#run(this.#ways.start(sources, { ...wanted, ...change }));
    const successorId = 'successorId' in error ? error.successorId : undefined;
    const region = error.kind === 'modelNotInRegion' ? error.regions[0] : undefined;
    return {
      retry: () => again({}),
      chooseModel: () => this.#chooseModelAgain(sources, wanted, state),
      ...(successorId === undefined ? {} : { useSuccessor: () => again({ modelId: successorId }) }),
      ...(error.kind === 'profileIdNeeded' && error.profileId !== undefined
        ? { useProfileId: () => again({ modelId: error.profileId ?? error.modelId }) }
        : {}),
      ...(region === undefined
        ? {}
        : {
            switchRegion: () =>
              this.#run(
                (async () => {
                  await this.#deps.settings.setForUser('aws.region', region);
                  return this.#ways.start(sources, wanted);
                })(),
              ),
          }),
    };
  }

  #chooseModelAgain(sources: Sources, wanted: Partial<GenerateDraft>, state: ServiceState): void {
    this.#run(
      (async () => {
        const { format, settings } = this.#deps;
        const { prices } = settings.window();
        const picked = await pickModel(format, state.models, 'textToImage', wanted.modelId ?? '', {
          provider: state.provider,
          own: prices,
        });
        return picked === undefined || picked === 'back'
          ? ok()
          : this.#ways.start(sources, { ...wanted, ...picked });
      })(),
    );
  }

  #run(work: Promise<Result<void>>): void {
    void work.then(
      (result) => {
        if (!result.ok) this.#deps.reporter.report(result.error);
      },
      (cause: unknown) => this.#deps.reporter.report({ kind: 'unexpected', cause }),
    );
  }
}
