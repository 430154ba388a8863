import type { JsonObject } from '../json';
import { err, ok, type Result } from '../result';
import { sumKnown, type VisionBooking } from './booking';
import type {
  VisionAnswer,
  VisionCaller,
  VisionContext,
  VisionFailure,
  VisionListener,
  VisionQuestion,
} from './caller';
import type { ContentPart, ConverseMessage } from './ports';

/** What a model fills in: the schema it is shown, and the check of what comes back. */
export interface Form<T> {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  /** @returns an error in the words that the model is told, where it has to fill it in again */
  parse(input: unknown): Result<T, string>;
}

/** A question whose answer is a form. */
export type FormQuestion = Omit<VisionQuestion, 'tool'>;

export interface FormAnswer<T> {
  readonly value: T;
  /** Of all that was asked for it; undefined where the model's price is not known. */
  readonly usd: number | undefined;
}

/**
 * Asks for forms, by the tool call that the model is made to do. An answer outside the schema is asked for once more, and
 * then it is an error. A model that refuses to be made to is asked to do it by itself, from then on at once.
 */
export class FormAsker {
  readonly #caller: VisionCaller;
  readonly #unwilling = new Set<string>();

  constructor(caller: VisionCaller) {
    this.#caller = caller;
  }

  /** What the first attempt will be; for estimates. */
  questionWith<T>(question: FormQuestion, form: Form<T>): VisionQuestion {
    return withTool(question, form, 'this');
  }

  async ask<T>(
    question: FormQuestion,
    form: Form<T>,
    context: VisionContext,
    listener: Omit<VisionListener, 'onText'>,
    signal: AbortSignal,
    booking?: VisionBooking,
  ): Promise<Result<FormAnswer<T>, VisionFailure>> {
    const first = await this.#askOnce(question, form, context, listener, signal, booking);
    if (!first.ok) return first;
    const read = readForm(form, first.value);
    if (read.ok) return ok({ value: read.value, usd: first.value.usd });
    const again = withComplaint(question, form, read.error);
    const second = await this.#askOnce(again, form, context, listener, signal, undefined);
    if (!second.ok) return err({ ...second.error, usd: sumKnown([first.value.usd, second.error.usd]) });
    const usd = sumKnown([first.value.usd, second.value.usd]);
    const reread = readForm(form, second.value);
    if (reread.ok) return ok({ value: reread.value, usd });
    const { model, region } = context;
    return err({
      error: {
        kind: 'noUsableAnswer',
        asked: question.purpose,
        spentUsd: usd,
        context: { modelId: model.model.id, region },
      },
      text: '',
      usd,
      mayBeCharged: false,
    });
  }

  async #askOnce<T>(
    question: FormQuestion,
    form: Form<T>,
    context: VisionContext,
    listener: Omit<VisionListener, 'onText'>,
    signal: AbortSignal,
    booking: VisionBooking | undefined,
  ): Promise<Result<VisionAnswer, VisionFailure>> {
    const { invokeAs } = context.model;
    if (this.#unwilling.has(invokeAs)) {
      return this.#caller.ask(withTool(question, form, 'auto'), context, listener, signal, booking);
    }
    const forced = await this.#caller.ask(
      withTool(question, form, 'this'),
      context,
      listener,
      signal,
      booking,
    );
    // Refused as a request, which costs nothing: models that always think take no forced tool.
    if (forced.ok || forced.error.error.kind !== 'badRequest') return forced;
    const free = await this.#caller.ask(withTool(question, form, 'auto'), context, listener, signal);
    if (!free.ok) return free.error.error.kind === 'badRequest' ? forced : free;
    this.#unwilling.add(invokeAs);
    return free;
  }
}

function withTool<T>(question: FormQuestion, form: Form<T>, choice: 'this' | 'auto'): VisionQuestion {
  const { name, description, inputSchema } = form;
  const told =
    choice === 'this'
      ? question
      : withWords(question, `Answer by using the tool "${name}", exactly once, and with nothing else.`);
  return { ...told, tool: { name, description, inputSchema, choice } };
}

function withComplaint<T>(question: FormQuestion, form: Form<T>, complaint: string): FormQuestion {
  return withWords(
    question,
    `Your last answer could not be used: ${complaint} Fill in "${form.name}" again, with every field that its schema asks for.`,
  );
}

/** Words more at the end of the last message. */
function withWords(question: FormQuestion, text: string): FormQuestion {
  const last = question.messages.at(-1);
  if (!last) return question;
  const part: ContentPart = { kind: 'text', text };
  const longer: ConverseMessage = { ...last, content: [...last.content, part] };
  return { ...question, messages: [...question.messages.slice(0, -1), longer] };
}

function readForm<T>(form: Form<T>, { toolInput, text, stop }: VisionAnswer): Result<T, string> {
  const input = toolInput ?? jsonIn(text);
  if (input !== undefined) return form.parse(input);
  return err(stop === 'length' ? 'it was too long.' : 'it did not fill in the form.');
}

/** What a model wrote as text instead of using the tool. */
function jsonIn(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    // Words in braces.
    return undefined;
  }
}
