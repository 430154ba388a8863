import assert from 'node:assert/strict';
import { ConverseStreamCommand, type ContentBlock } from '@aws-sdk/client-bedrock-runtime';
import { http2Client } from './clients';
import {
  disc,
  forced,
  haiku,
  image,
  novaLite,
  openTextBench,
  readStream,
  type TextBench,
} from './conversing';
import { readMessages, type RawMessage } from './eventMessages';

/** Characters of two, three and four bytes, and one that is joined of several. */
const manyBytes = 'Grüße: 日本語 und 🪁, 👩‍🚀 — über Ænglisc '.repeat(12);

describe('the simulator: ConverseStream', () => {
  let bench: TextBench;
  let question: readonly ContentBlock[];
  before(async () => {
    bench = await openTextBench();
    question = [image(await disc()), { text: 'Describe this picture.' }];
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  const fault = (kind: string, more: object = {}): void =>
    bench.simulator.faults.add({ kind, operation: 'ConverseStream', ...more });

  /** The bytes as they come, with the ends of the pieces they came in; a broken connection ends them. */
  async function raw(request: object): Promise<{ readonly bytes: Buffer; readonly isBroken: boolean }> {
    const { url, bearerKey } = bench.simulator;
    const response = await fetch(`${url}/model/${encodeURIComponent(haiku)}/converse-stream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearerKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    assert.equal(response.headers.get('content-type'), 'application/vnd.amazon.eventstream');
    const chunks: Uint8Array[] = [];
    let isBroken = false;
    try {
      const body: AsyncIterable<Uint8Array> | null = response.body;
      if (body) for await (const chunk of body) chunks.push(chunk);
    } catch {
      isBroken = true;
    }
    return { bytes: Buffer.concat(chunks), isBroken };
  }
  const hello = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] };

  it('streams what Converse answers in one, over both versions of HTTP', async () => {
    const whole = await bench.say(question);
    const streamed = await bench.stream(question);
    assert.equal(streamed.text, whole);
    const http2 = http2Client(bench.simulator);
    const { stream } = await http2.send(
      new ConverseStreamCommand({
        modelId: haiku,
        messages: [{ role: 'user', content: [...question] }],
      }),
    );
    assert.ok(stream);
    assert.equal((await readStream(stream)).text, whole);
    http2.destroy();
    const kinds = streamed.events.map((event) => Object.keys(event)[0]);
    assert.deepEqual(
      [...new Set(kinds)],
      ['messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata'],
    );
    assert.equal(streamed.events.at(-2)?.messageStop?.stopReason, 'end_turn');
    const usage = streamed.events.at(-1)?.metadata?.usage;
    assert.equal(usage?.totalTokens, (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0));
  });

  it('frames every event with right lengths and checksums, and pads it unevenly', async () => {
    const { bytes } = await raw(hello);
    const { messages, rest } = readMessages(bytes);
    assert.equal(rest.length, 0);
    const types = messages.map(({ headers }) => headers[':event-type']);
    assert.deepEqual([types[0], types.at(-2), types.at(-1)], ['messageStart', 'messageStop', 'metadata']);
    for (const { headers } of messages) {
      assert.equal(headers[':message-type'], 'event');
      assert.equal(headers[':content-type'], 'application/json');
    }
    const paddings = messages.map(({ payload }) => payload['p'] as string);
    assert.ok(
      paddings.every(
        (padding) =>
          padding !== '' &&
          'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.startsWith(padding),
      ),
    );
    assert.ok(new Set(paddings.map(({ length }) => length)).size > 5);
  });

  it('divides texts into small uneven pieces, and no character', async () => {
    fault('says', { text: manyBytes });
    const { bytes } = await raw(hello);
    const { messages } = readMessages(bytes);
    const deltas = messages.flatMap(({ payload }) => {
      const delta = payload['delta'] as { readonly text?: string } | undefined;
      return delta?.text ?? [];
    });
    assert.equal(deltas.join(''), manyBytes);
    assert.ok(
      deltas.every((delta) => Buffer.from(delta).toString('utf8') === delta && Array.from(delta).length < 10),
    );
    assert.ok(new Set(deltas.map((delta) => Array.from(delta).length)).size > 4);
    fault('says', { text: manyBytes });
    assert.equal((await bench.stream([{ text: 'Hello' }])).text, manyBytes);
  });

  it('streams a tool’s input as fragments of JSON after the start of its block', async () => {
    const schema = { type: 'object', properties: { caption: { type: 'string' } }, required: ['caption'] };
    const { events } = await bench.stream(question, { toolConfig: forced('record', schema) });
    const start = events.find((event) => event.contentBlockStart)?.contentBlockStart;
    assert.equal(start?.start?.toolUse?.name, 'record');
    assert.match(start.start.toolUse.toolUseId ?? '', /^[a-zA-Z0-9_.:-]{1,64}$/);
    const fragments = events.flatMap((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? []);
    assert.ok(fragments.length > 3);
    assert.deepEqual(Object.keys(JSON.parse(fragments.join('')) as object), ['caption']);
    assert.equal(events.find((event) => event.messageStop)?.messageStop?.stopReason, 'tool_use');
  });

  it('ends at the limit of tokens in the middle of a tool’s input', async () => {
    const schema = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
    const { events } = await bench.stream(question, {
      toolConfig: forced('record', schema),
      inferenceConfig: { maxTokens: 6 },
    });
    const json = events.flatMap((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? []).join('');
    assert.throws(() => JSON.parse(json) as unknown);
    assert.equal(events.find((event) => event.messageStop)?.messageStop?.stopReason, 'max_tokens');
  });

  it('cuts the stream after any number of whole frames', async () => {
    const { messages: all } = readMessages((await raw(hello)).bytes);
    for (const afterFrames of all.keys()) {
      fault('streamCut', { afterFrames });
      const { messages, rest } = readMessages((await raw(hello)).bytes);
      assert.deepEqual([messages.length, rest.length], [afterFrames, 0]);
    }
  });

  it('cuts the stream inside a frame, with a clean end or a broken connection', async () => {
    for (const kind of ['streamCut', 'reset']) {
      fault(kind, { afterFrames: 4, intoFrameBytes: 30 });
      const { bytes, isBroken } = await raw(hello);
      const { messages, rest } = readMessages(bytes);
      assert.equal(isBroken, kind === 'reset');
      if (kind === 'streamCut') assert.deepEqual([messages.length, rest.length], [4, 30]);
    }
    fault('reset', { afterFrames: 6 });
    const { error, text } = await bench.stream(question);
    assert.ok(error instanceof Error);
    assert.ok((await bench.say(question)).startsWith(text));
  });

  for (const [exception, name] of [
    ['throttlingException', 'ThrottlingException'],
    ['modelStreamErrorException', 'ModelStreamErrorException'],
    ['internalServerException', 'InternalServerException'],
    ['serviceUnavailableException', 'ServiceUnavailableException'],
    ['validationException', 'ValidationException'],
  ] as const) {
    it(`fails in the middle with ${exception}, after what has come`, async () => {
      fault('streamError', { afterFrames: 8, exception });
      const { events, text, error } = await bench.stream(question);
      assert.equal(error?.name, name);
      assert.equal(events.length, 8);
      assert.ok(text !== '' && (await bench.say(question)).startsWith(text));
    });
  }

  it('sends a wrong checksum when asked to', async () => {
    fault('badChecksum', { afterFrames: 3 });
    const { bytes } = await raw(hello);
    assert.throws(() => readMessages(bytes), /the checksum of the message/);
  });

  it('holds still in the middle, so that a client can go', async () => {
    fault('streamStall', { afterFrames: 6 });
    const controller = new AbortController();
    const { stream } = await bench.client.send(
      new ConverseStreamCommand({ modelId: haiku, messages: [{ role: 'user', content: [...question] }] }),
      { abortSignal: controller.signal },
    );
    assert.ok(stream);
    let count = 0;
    await assert.rejects(async () => {
      for await (const event of stream) {
        assert.ok(event);
        count++;
        if (count === 6) controller.abort();
      }
    });
    assert.equal(count, 6);
  });

  it('goes on after a short stall', async () => {
    fault('streamStall', { afterFrames: 5, delayMs: 1 });
    assert.equal((await bench.stream(question)).text, await bench.say(question));
  });

  it('refuses before the stream begins as Converse does', async () => {
    fault('throttle');
    const throttled = await bench.refused(bench.stream(question));
    assert.equal(throttled.name, 'ThrottlingException');
    const blank = await bench.refused(bench.stream([{ text: ' ' }]));
    assert.match(blank.message, /is blank/);
  });

  it('streams what filters and guardrails leave', async () => {
    const endOf = async (kind: string, modelId: string): Promise<readonly unknown[]> => {
      fault(kind);
      const { events, text } = await bench.stream(question, { modelId });
      return [text, events.find((event) => event.messageStop)?.messageStop?.stopReason];
    };
    assert.deepEqual(await endOf('outputFiltered', novaLite), [
      ' - The generated text has been blocked by our content filters.',
      'content_filtered',
    ]);
    const [begun, reason] = await endOf('outputFiltered', haiku);
    assert.equal(reason, 'content_filtered');
    assert.ok((await bench.say(question)).startsWith(String(begun)) && begun !== '');
    assert.deepEqual(await endOf('guardrail', haiku), [
      'Sorry, the model cannot answer this question.',
      'guardrail_intervened',
    ]);
  });

  it('counts as many text bytes over the frames as the whole answer has', async () => {
    const { messages } = readMessages((await raw(hello)).bytes);
    const textOf = ({ payload }: RawMessage): string =>
      (payload['delta'] as { readonly text?: string } | undefined)?.text ?? '';
    assert.equal(messages.map(textOf).join(''), await bench.say([{ text: 'Hello' }]));
  });
});
