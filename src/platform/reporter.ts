import { Emitter } from '../core/emitter';
import type { ImageError } from '../core/errors';
import type { Log } from '../core/log';
import { actionLabel, type LabelValues } from './actionLabels';
import { describe, type ErrorFacts } from './errors';
import { logFailure } from './failureLog';
import type { ActionHandlers, ActionId, UserMessage } from './messages';
import type { Words } from './words';

/** Where messages appear. */
export interface Notifications {
  /** @returns the label of the button pressed, undefined when the message was closed; perhaps hours later */
  show(
    severity: UserMessage['severity'],
    text: string,
    labels: readonly string[],
  ): PromiseLike<string | undefined>;
  /** Opens a text to read. */
  showText(text: string): Promise<void>;
  /** @param path of a file on this computer */
  showFile(path: string): Promise<void>;
}

/** What a button belongs to, for the handlers that hold everywhere. */
export interface ActionContext {
  /** Absent for messages of success. */
  readonly error?: ImageError;
  /** What the command itself handles; a sign-in that ended well goes on with its `retry`. */
  readonly handlers: ActionHandlers;
}

/** Buttons that do the same wherever they appear. */
export type DefaultHandlers = Partial<Record<ActionId, (context: ActionContext) => unknown>>;

export interface ReporterDependencies {
  readonly notifications: Notifications;
  readonly log: Log;
  readonly words: Words;
  /** Display name of a model; the id itself where it is unknown. */
  readonly modelName: (id: string) => string;
  /** True while requests cost nothing. */
  readonly isOffline: () => boolean;
}

/** A message that a view shows where the work is. */
export interface MessageInPlace {
  readonly severity: UserMessage['severity'];
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly run: () => void }[];
}

/** A notification has room for this many buttons before it hides them. */
const MAX_BUTTONS = 3;

/** The only one that shows messages. Never waits for them: a notification may stay open for hours. */
export class Reporter {
  readonly #deps: ReporterDependencies;
  readonly #reported = new Emitter<ImageError>();
  #defaults: DefaultHandlers = {};

  /** Each failure, also those that are not shown. */
  readonly onDidReport = this.#reported.event;

  constructor(deps: ReporterDependencies) {
    this.#deps = deps;
  }

  /** Called once, when everything that buttons do has been built. */
  setDefaults(handlers: DefaultHandlers): void {
    this.#defaults = handlers;
  }

  /**
   * Logs a failure and says it, with a button for each step that somebody handles.
   *
   * @param handlers what buttons do here; they win over the defaults
   * @param facts the price of the request that failed, where it is known
   */
  report(error: ImageError, handlers: ActionHandlers = {}, facts: Pick<ErrorFacts, 'priceUsd'> = {}): void {
    const { log, words, modelName, isOffline } = this.#deps;
    logFailure(log, error);
    const message = describe(error, words, {
      modelName,
      priceUsd: isOffline() ? 0 : facts.priceUsd,
    });
    if (message) this.#show(message, { error, handlers }, message.labelValues);
    this.#reported.fire(error);
  }

  /** Says what went well, or what the user should know. */
  tell(message: UserMessage, handlers: ActionHandlers = {}, labelValues: LabelValues = {}): void {
    this.#show(message, { handlers }, labelValues);
  }

  /** The words of a failure without its buttons, for rows and lists. */
  textOf(error: ImageError): string | undefined {
    const { words, modelName, isOffline } = this.#deps;
    return describe(error, words, { modelName, priceUsd: isOffline() ? 0 : undefined })?.text;
  }

  /**
   * A failure for a view that shows it in place: logged as every failure is, with buttons that run what they say.
   *
   * @returns undefined where there is nothing to say
   */
  inPlace(
    error: ImageError,
    handlers: ActionHandlers = {},
    facts: Pick<ErrorFacts, 'priceUsd'> = {},
  ): MessageInPlace | undefined {
    const { log, words, modelName, isOffline } = this.#deps;
    logFailure(log, error);
    this.#reported.fire(error);
    const message = describe(error, words, { modelName, priceUsd: isOffline() ? 0 : facts.priceUsd });
    if (!message) return undefined;
    const runs = this.#buttons(message, { error, handlers }, message.labelValues);
    return {
      severity: message.severity,
      text: message.text,
      buttons: [...runs].map(([label, run]) => ({
        label,
        run: () => {
          this.#run(run);
        },
      })),
    };
  }

  #buttons(
    message: UserMessage,
    context: ActionContext,
    labelValues: LabelValues | undefined,
  ): ReadonlyMap<string, () => unknown> {
    const runs = new Map<string, () => unknown>();
    for (const action of message.actions) {
      const run = this.#handlerOf(action, context);
      const label = actionLabel(action, this.#deps.words, labelValues);
      if (run && runs.size < MAX_BUTTONS && !runs.has(label)) runs.set(label, run);
    }
    return runs;
  }

  #show(message: UserMessage, context: ActionContext, labelValues: LabelValues | undefined): void {
    const { notifications } = this.#deps;
    const runs = this.#buttons(message, context, labelValues);
    notifications.show(message.severity, message.text, [...runs.keys()]).then(
      (label) => {
        const run = label === undefined ? undefined : runs.get(label);
        if (run) this.#run(run);
      },
      (cause: unknown) => logFailure(this.#deps.log, { kind: 'unexpected', cause }),
    );
  }

  #handlerOf(action: ActionId, context: ActionContext): (() => unknown) | undefined {
    const own = context.handlers[action];
    if (own) return own;
    const everywhere = this.#defaults[action];
    if (everywhere) return () => everywhere(context);
    return this.#readerOf(action, context.error);
  }

  /** Buttons that only show what the error carries. */
  #readerOf(action: ActionId, error: ImageError | undefined): (() => unknown) | undefined {
    const { notifications } = this.#deps;
    if (action === 'showDetails') {
      const text = error?.context?.serviceMessage;
      return text === undefined ? undefined : () => notifications.showText(text);
    }
    if (
      action === 'showAnswer' &&
      (error?.kind === 'badAnswer' || error?.kind === 'notAnImage' || error?.kind === 'outsideMaskChanged')
    ) {
      const { answerPath } = error;
      return answerPath === undefined ? undefined : () => notifications.showFile(answerPath);
    }
    return undefined;
  }

  #run(handler: () => unknown): void {
    const started = Promise.resolve().then(handler);
    started.catch((cause: unknown) => this.report({ kind: 'unexpected', cause }));
  }
}
