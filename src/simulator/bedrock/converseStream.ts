import { randomFrom } from '../drawing/random';
import { streamExceptionTexts, type StreamException } from '../converseFaults';
import type { ActiveFault } from '../faults';
import type { StreamedBody } from '../listener';
import type { Answer } from './converseAnswer';
import { eventMessage, exceptionMessage } from './eventStream';

export interface AnswerMetadata {
  readonly usage: unknown;
  readonly metrics: unknown;
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A delta has at most so many characters, the network's pieces at most so many bytes. */
const MOST_CHARACTERS = 9;
const MOST_PIECE_BYTES = 700;

/** As long as nobody waits for anything. */
const USUAL_STALL_MS = 60_000;

/** The answer as messages of an event stream, each with padding of another length. */
export function messagesOf(
  { blocks, stopReason, trace }: Answer,
  metadata: AnswerMetadata,
): readonly Buffer[] {
  const random = randomFrom(JSON.stringify(blocks));
  const padded = (type: string, payload: object): Buffer =>
    eventMessage(type, { ...payload, p: letters.slice(0, 1 + Math.floor(random() * letters.length)) });
  const body = blocks.flatMap((block, contentBlockIndex) => {
    const delta = (content: object): Buffer =>
      padded('contentBlockDelta', { contentBlockIndex, delta: content });
    const stop = padded('contentBlockStop', { contentBlockIndex });
    if (block.kind === 'text') {
      return [...pieces(block.text, random).map((text) => delta({ text })), stop];
    }
    const { id: toolUseId, name } = block;
    return [
      padded('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId, name } } }),
      // The first piece of an input is empty, as on the real service.
      ...['', ...pieces(block.json, random)].map((input) => delta({ toolUse: { input } })),
      stop,
    ];
  });
  return [
    padded('messageStart', { role: 'assistant' }),
    ...body,
    padded('messageStop', { stopReason }),
    padded('metadata', { ...metadata, ...(trace === undefined ? {} : { trace }) }),
  ];
}

/** The messages as they leave, with what a fault does to them. */
export function streamOf(messages: readonly Buffer[], fault: ActiveFault | undefined): StreamedBody {
  const count = fault?.afterFrames ?? Math.floor(messages.length / 2);
  const [before, next] = [messages.slice(0, count), messages[count] ?? Buffer.alloc(0)];
  const cut = Buffer.concat([...before, next.subarray(0, fault?.intoFrameBytes ?? 0)]);
  const body = (parts: readonly Buffer[], stallMs = 0): StreamedBody => ({
    pieces: leaving(parts, stallMs),
    endsInReset: fault?.kind === 'reset',
  });
  switch (fault?.kind) {
    case 'streamCut':
      return body([cut]);
    case 'reset':
      return body([
        fault.afterBytes === undefined ? cut : Buffer.concat(messages).subarray(0, fault.afterBytes),
      ]);
    case 'streamError':
      return body([Buffer.concat([...before, exceptionOf(fault.exception ?? 'throttlingException')])]);
    case 'badChecksum':
      return body([Buffer.concat([...before, damaged(next), ...messages.slice(count + 1)])]);
    case 'streamStall':
      return body(
        [Buffer.concat(before), Buffer.concat(messages.slice(count))],
        fault.delayMs ?? USUAL_STALL_MS,
      );
    default:
      return body([Buffer.concat(messages)]);
  }
}

/** Pieces whose ends have nothing to do with those of messages and characters. */
async function* leaving(parts: readonly Buffer[], stallMs: number): AsyncGenerator<Uint8Array> {
  const random = randomFrom(String(parts[0]?.length ?? 0));
  for (const [index, part] of parts.entries()) {
    if (index > 0) await pause(stallMs);
    for (let at = 0; at < part.length;) {
      const length = 1 + Math.floor(random() * MOST_PIECE_BYTES);
      yield part.subarray(at, at + length);
      at += length;
    }
  }
}

/** Whole characters, in small uneven numbers. */
function pieces(text: string, random: () => number): readonly string[] {
  const characters = Array.from(text);
  const result: string[] = [];
  for (let at = 0; at < characters.length;) {
    const length = 1 + Math.floor(random() * MOST_CHARACTERS);
    result.push(characters.slice(at, at + length).join(''));
    at += length;
  }
  return result;
}

function exceptionOf(type: StreamException): Buffer {
  return exceptionMessage(type, streamExceptionTexts[type]);
}

/** One bit of the last checksum is another. */
function damaged(message: Buffer): Buffer {
  const copy = Buffer.from(message);
  const last = copy.length - 1;
  if (last >= 0) copy[last] = (copy[last] ?? 0) ^ 1;
  return copy;
}

/** Holds nobody up who wants to leave. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
