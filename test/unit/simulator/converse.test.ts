import assert from 'node:assert/strict';
import {
  ConverseCommand,
  InvokeModelCommand,
  type ContentBlock,
  type Message,
} from '@aws-sdk/client-bedrock-runtime';
import { ListFoundationModelsCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import sharp from 'sharp';
import { startSimulator } from '../../../src/simulator/server';
import { controlClient, http2Client } from './clients';
import { disc, file, forced, haiku, image, novaLite, openTextBench, type TextBench } from './conversing';

const text = (words: string): ContentBlock => ({ text: words });

describe('the simulator: which text models answer', () => {
  it('answers by profile in its part of the world, and ends what has ended, when the lifecycle is real', async () => {
    const bench = await openTextBench({ lifecycle: 'real', now: () => Date.parse('2026-11-20T12:00:00Z') });
    const refusalOf = async (modelId: string): Promise<string> => {
      const error = await bench.refused(bench.ask([text('Hello')], { modelId }));
      return `${error.name}: ${error.message}`;
    };
    for (const modelId of [haiku, 'global.anthropic.claude-sonnet-5-5', novaLite, 'amazon.nova-pro-v1:0']) {
      assert.equal((await bench.ask([text('Hello')], { modelId })).stopReason, 'end_turn', modelId);
    }
    assert.equal(
      (await bench.ask([text('Hi')], { modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' })).stopReason,
      'end_turn',
    );
    assert.match(
      await refusalOf('us.anthropic.claude-sonnet-4-20250514-v1:0'),
      /^ResourceNotFoundException: .*end of its life/,
    );
    assert.match(
      await refusalOf('anthropic.claude-haiku-5-5'),
      /^ValidationException: Invocation of model ID .* isn’t/,
    );
    assert.match(
      await refusalOf('amazon.nova-2-lite-v1:0'),
      /^ValidationException: Invocation of model ID .* isn’t/,
    );
    for (const id of [
      'eu.anthropic.claude-haiku-5-5',
      'us.anthropic.claude-0',
      'apac.amazon.nova-2-lite-v1:0',
    ]) {
      assert.equal(await refusalOf(id), 'ValidationException: The provided model identifier is invalid.', id);
    }
    assert.match(await refusalOf('stability.stable-image-core-v1:1'), /supported text or chat model/);
    await bench.close();
  });

  it('lists the profiles that can be called from a region', async () => {
    const simulator = await startSimulator({ lifecycle: 'real', region: 'eu-west-1' });
    const client = controlClient(simulator);
    const { inferenceProfileSummaries = [] } = await client.send(new ListInferenceProfilesCommand({}));
    const ids = inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId ?? '');
    assert.ok(
      ids.includes('eu.anthropic.claude-haiku-5-5') && ids.includes('global.amazon.nova-2-lite-v1:0'),
    );
    assert.ok(ids.every((id) => /^(?:eu|global)\./.test(id)));
    const { modelSummaries = [] } = await client.send(
      new ListFoundationModelsCommand({ byOutputModality: 'TEXT' }),
    );
    const inferenceOf = (id: string): readonly string[] | undefined =>
      modelSummaries.find(({ modelId }) => modelId === id)?.inferenceTypesSupported;
    assert.deepEqual(inferenceOf('anthropic.claude-haiku-5-5'), ['INFERENCE_PROFILE']);
    assert.deepEqual(inferenceOf('amazon.nova-lite-v1:0'), ['ON_DEMAND', 'INFERENCE_PROFILE']);
    client.destroy();
    await simulator.close();
  });
});

describe('the simulator: Converse', () => {
  let bench: TextBench;
  let picture: Uint8Array;
  before(async () => {
    bench = await openTextBench();
    picture = await disc();
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  it('answers the same over HTTP/1.1 and cleartext HTTP/2, with usage and latency', async () => {
    const input = { modelId: haiku, messages: [{ role: 'user' as const, content: [text('Hello')] }] };
    const http2 = http2Client(bench.simulator);
    const [one, two] = [
      await bench.client.send(new ConverseCommand(input)),
      await http2.send(new ConverseCommand(input)),
    ];
    http2.destroy();
    assert.deepEqual(one.output, two.output);
    assert.equal(one.usage?.totalTokens, (one.usage?.inputTokens ?? 0) + (one.usage?.outputTokens ?? 0));
    assert.ok((one.usage?.outputTokens ?? 0) > 0 && one.metrics?.latencyMs !== undefined);
  });

  it('counts a picture as each family does', async () => {
    const square = await file('<rect width="100%" height="100%" fill="#888"/>', 900, 900);
    const tokens = async (modelId: string, content: ContentBlock[]): Promise<number> =>
      (await bench.ask(content, { modelId })).usage?.inputTokens ?? 0;
    for (const [modelId, expected] of [
      [novaLite, 1300],
      [haiku, 1080],
    ] as const) {
      const without = await tokens(modelId, [text('Describe')]);
      assert.equal(await tokens(modelId, [image(square), text('Describe')]), without + expected);
    }
  });

  it('stops at a stop sequence, and where the tokens end', async () => {
    const content = [image(picture), text('Describe this picture.')];
    const whole = await bench.ask(content);
    assert.equal(whole.stopReason, 'end_turn');
    const cut = await bench.ask(content, { inferenceConfig: { maxTokens: 5 } });
    assert.deepEqual([cut.stopReason, cut.usage?.outputTokens], ['max_tokens', 5]);
    const stopped = await bench.ask(content, { inferenceConfig: { stopSequences: ['red', 'blue'] } });
    assert.equal(stopped.stopReason, 'stop_sequence');
    const sentence = whole.output?.message?.content?.[0]?.text ?? '';
    assert.equal(stopped.output?.message?.content?.[0]?.text, sentence.split(/red|blue/)[0]);
  });

  const refusedMessages: readonly (readonly [string, Message[], RegExp])[] = [
    ['a blank text', [{ role: 'user', content: [text(' ')] }], /messages\.0\.content\.0 is blank/],
    ['an empty message', [{ role: 'user', content: [] }], /messages\.0 is empty/],
    [
      'no user at the start',
      [{ role: 'assistant', content: [text('Hi')] }],
      /must start with a user message/,
    ],
    [
      'two users in a row',
      [
        { role: 'user', content: [text('Hi')] },
        { role: 'user', content: [text('Hi')] },
      ],
      /must alternate/,
    ],
    [
      'an answer begun for the model',
      [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [text('Well,')] },
      ],
      /prefill/,
    ],
    [
      'a tool without a toolConfig',
      [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [{ toolUse: { toolUseId: 'a', name: 'b', input: {} } }] },
        { role: 'user', content: [{ toolResult: { toolUseId: 'a', content: [] } }] },
      ],
      /toolConfig field must be defined/,
    ],
  ];
  for (const [name, messages, sentence] of refusedMessages) {
    it(`refuses ${name}`, async () => {
      const error = await bench.refused(bench.client.send(new ConverseCommand({ modelId: haiku, messages })));
      assert.equal(error.name, 'ValidationException');
      assert.match(error.message, sentence);
    });
  }

  it('refuses pictures that are too many, too heavy, too large, damaged, or not what they say', async () => {
    const small = await file('<rect width="100%" height="100%" fill="#888"/>', 8, 8);
    const wide = await sharp({ create: { width: 8001, height: 2, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const refusal = async (content: ContentBlock[]): Promise<string> => {
      const error = await bench.refused(bench.ask([...content, text('What is this?')]));
      assert.equal(error.name, 'ValidationException');
      return error.message;
    };
    assert.match(await refusal(Array.from({ length: 21 }, () => image(small))), /too many images: 21 > 20/);
    const heavy = new Uint8Array(3_750_001);
    heavy.set(small);
    assert.match(await refusal([image(heavy)]), /exceeds 3\.75 MB/);
    assert.match(await refusal([image(new Uint8Array(wide))]), /8000 pixels/);
    assert.match(await refusal([image(small.slice(0, 40))]), /Could not process image/);
    assert.match(await refusal([image(new TextEncoder().encode('no picture'))]), /Could not process image/);
    assert.match(await refusal([image(small, 'jpeg')]), /media type image\/jpeg/);
    const twenty = Array.from({ length: 20 }, () => image(small));
    assert.equal((await bench.ask([...twenty, text('Compare')])).stopReason, 'end_turn');
    for (const format of ['jpeg', 'webp', 'gif'] as const) {
      const bytes = await file('<rect width="100%" height="100%" fill="#d02818"/>', 40, 40, format);
      assert.match(await bench.say([image(bytes, format), text('Describe this picture')]), /mainly red/);
    }
  });

  it('refuses a picture in what the assistant said, and settings out of range', async () => {
    const messages: Message[] = [
      { role: 'user', content: [text('Hi')] },
      { role: 'assistant', content: [image(picture)] },
      { role: 'user', content: [text('And?')] },
    ];
    const shown = await bench.refused(bench.client.send(new ConverseCommand({ modelId: haiku, messages })));
    assert.match(shown.message, /only permitted in user messages/);
    const settings = await bench.refused(bench.ask([text('Hi')], { inferenceConfig: { temperature: 1.5 } }));
    assert.match(settings.message, /^1 validation error detected: Value at 'inferenceConfig\.temperature'/);
    const format = await bench.refused(
      bench.ask([{ image: { format: 'jpg' as 'jpeg', source: { bytes: picture } } }, text('Hi')]),
    );
    assert.match(format.message, /Value at 'messages\.1\.member\.content\.1\.member\.image\.format'/);
    const sampling = await bench.refused(
      bench.ask([text('Hi')], {
        modelId: 'us.anthropic.claude-opus-5-5',
        inferenceConfig: { temperature: 0 },
      }),
    );
    assert.match(sampling.message, /`temperature` is deprecated/);
  });

  it('takes tools in every way of choosing', async () => {
    const schema = { type: 'object', properties: { caption: { type: 'string' } }, required: ['caption'] };
    const content = [image(picture), text('Write a caption. Use the tool record.')];
    for (const choice of ['tool', 'any', 'auto'] as const) {
      const { output, stopReason } = await bench.ask(content, {
        toolConfig: forced('record', schema, choice),
      });
      assert.equal(stopReason, 'tool_use');
      const blocks = output?.message?.content ?? [];
      assert.deepEqual(
        blocks.map((block) => Object.keys(block)[0]),
        choice === 'auto' ? ['text', 'toolUse'] : ['toolUse'],
      );
    }
    const unknown = await bench.refused(
      bench.ask(content, {
        toolConfig: { ...forced('record', schema), toolChoice: { tool: { name: 'other' } } },
      }),
    );
    assert.match(unknown.message, /The tool other .* is not defined/);
  });

  it('says that something is found where it stands out, and not where what can be measured is otherwise', async () => {
    const bench = await openTextBench();
    const schema = {
      type: 'object',
      properties: { found: { type: 'boolean' }, maskPrompt: { type: 'string' } },
      required: ['found', 'maskPrompt'],
    };
    const found = async (wish: string): Promise<unknown> => {
      const content = [image(await disc()), text(`Name what has to be selected.\n\n<wish>${wish}</wish>`)];
      const answer = await bench.ask(content, { toolConfig: forced('propose_mask_prompt', schema) });
      const input = answer.output?.message?.content?.[0]?.toolUse?.input;
      return (input as Readonly<Record<string, unknown>> | undefined)?.['found'];
    };
    assert.equal(await found('the thing in the middle'), true);
    assert.equal(await found('the purple thing'), false);
    await bench.close();
  });

  it('refuses what is forced, but not what is free, where thinking is always on', async () => {
    const schema = { type: 'object', properties: {} };
    bench.simulator.faults.add({ kind: 'forcedToolRefused', operation: 'Converse', count: 2 });
    const error = await bench.refused(bench.ask([text('Hi')], { toolConfig: forced('record', schema) }));
    assert.match(error.message, /tool_choice forces tool use/);
    const free = await bench.ask([text('Hi')], { toolConfig: forced('record', schema, 'auto') });
    assert.equal(free.stopReason, 'end_turn');
  });

  it('goes on after a tool has answered, and misses an answer that was left out', async () => {
    const toolConfig = forced('record', { type: 'object', properties: {} }, 'auto');
    const asked: Message[] = [
      { role: 'user', content: [image(picture), text('Describe this picture.')] },
      { role: 'assistant', content: [{ toolUse: { toolUseId: 'tooluse_1', name: 'record', input: {} } }] },
    ];
    const answered = await bench.client.send(
      new ConverseCommand({
        modelId: haiku,
        toolConfig,
        messages: [
          ...asked,
          {
            role: 'user',
            content: [{ toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'Done' }] } }],
          },
        ],
      }),
    );
    assert.match(answered.output?.message?.content?.[0]?.text ?? '', /red area at the left/);
    const missing = await bench.refused(
      bench.client.send(
        new ConverseCommand({
          modelId: haiku,
          toolConfig,
          messages: [...asked, { role: 'user', content: [text('Well?')] }],
        }),
      ),
    );
    assert.match(missing.message, /Expected toolResult blocks at messages\.2\.content .* tooluse_1/);
  });

  it('tells of filters, guardrails and other ends as the service does', async () => {
    const content = [image(picture), text('Describe this picture.')];
    const meet = async (kind: string, modelId: string, extra: object = {}) => {
      bench.simulator.faults.add({ kind, operation: 'Converse' });
      const { output, stopReason, usage, trace } = await bench.ask(content, { modelId, ...extra });
      return {
        text: output?.message?.content?.[0]?.text,
        stopReason,
        tokens: usage?.outputTokens,
        trace,
      };
    };
    assert.deepEqual(await meet('outputFiltered', novaLite), {
      text: ' - The generated text has been blocked by our content filters.',
      stopReason: 'content_filtered',
      tokens: 0,
      trace: undefined,
    });
    const claude = await meet('outputFiltered', haiku);
    assert.equal(claude.stopReason, 'content_filtered');
    assert.ok((claude.tokens ?? 0) > 0);
    const guardrailConfig = { guardrailIdentifier: 'abc123', guardrailVersion: '1', trace: 'enabled' };
    const guarded = await meet('guardrail', haiku, { guardrailConfig });
    assert.equal(guarded.stopReason, 'guardrail_intervened');
    assert.equal(guarded.trace?.guardrail?.actionReason, 'Guardrail blocked.');
    assert.deepEqual(
      [
        (await meet('contextExceeded', haiku)).stopReason,
        (await meet('malformedOutput', haiku)).stopReason,
        (await meet('malformedToolUse', haiku)).stopReason,
      ],
      ['model_context_window_exceeded', 'malformed_model_output', 'malformed_tool_use'],
    );
    bench.simulator.faults.add({ kind: 'unknownGuardrail', operation: 'Converse' });
    const unknown = await bench.refused(
      bench.ask(content, { guardrailConfig: { guardrailIdentifier: 'abc123', guardrailVersion: '9' } }),
    );
    assert.match(unknown.message, /guardrail identifier or version .* does not exist/);
    assert.equal(
      (await meet('noToolCall', haiku, { toolConfig: forced('a', { type: 'object' }) })).stopReason,
      'end_turn',
    );
  });

  it('says what a test wants it to say', async () => {
    bench.simulator.faults.add({ kind: 'says', operation: 'Converse', text: '<img src=x> **bold**' });
    assert.equal(await bench.say([text('Hello')]), '<img src=x> **bold**');
    bench.simulator.faults.add({ kind: 'says', operation: 'Converse', input: { score: 11 } });
    assert.deepEqual(await bench.call([text('Judge')], { type: 'object' }), { score: 11 });
  });

  it('sends half an answer, or none that is JSON', async () => {
    for (const kind of ['truncatedJson', 'invalidJson']) {
      bench.simulator.faults.add({ kind, operation: 'Converse' });
      assert.match((await bench.refused(bench.ask([text('Hello')]))).name, /SyntaxError/);
    }
  });

  it('is throttled by requests and by tokens, in the words of the service', async () => {
    bench.simulator.faults.add({ kind: 'tokenThrottle', operation: 'Converse' });
    bench.simulator.faults.add({ kind: 'throttle', operation: 'Converse' });
    const [tokens, requests] = [
      await bench.refused(bench.ask([text('Hi')])),
      await bench.refused(bench.ask([text('Hi')])),
    ];
    assert.deepEqual([tokens.name, requests.name], ['ThrottlingException', 'ThrottlingException']);
    assert.match(tokens.message, /^Too many tokens/);
    assert.match(requests.message, /^Too many requests/);
  });
});

describe('the simulator: quotas of the text models', () => {
  it('lets as many requests in as fit into a minute, for each model by itself', async () => {
    let now = Date.now();
    const bench = await openTextBench({ requestsPerMinute: 2, now: () => now });
    const ask = (modelId = haiku): Promise<unknown> => bench.ask([text('Hi')], { modelId });
    await ask();
    await ask();
    assert.match((await bench.refused(ask())).message, /^Too many requests/);
    await ask(novaLite);
    now += 60_000;
    await ask();
    await bench.close();
  });

  it('stops when the tokens of the minute are spent', async () => {
    let now = Date.now();
    const bench = await openTextBench({ now: () => now });
    const long = text('word '.repeat(120_000));
    const ask = (): Promise<unknown> => bench.ask([long], { modelId: novaLite });
    await ask();
    await ask();
    assert.match((await bench.refused(ask())).message, /^Too many tokens/);
    now += 61_000;
    await ask();
    await bench.close();
  });
});

describe('the simulator: what it knows of its own drawings', () => {
  let bench: TextBench;
  before(async () => {
    bench = await openTextBench();
  });
  after(() => bench.close());

  const draw = async (prompt: string, seed = 7): Promise<Buffer> => {
    const { body } = await bench.client.send(
      new InvokeModelCommand({
        modelId: 'stability.stable-image-core-v1:1',
        contentType: 'application/json',
        body: JSON.stringify({ prompt, seed, aspect_ratio: '3:2' }),
      }),
    );
    const answer = JSON.parse(new TextDecoder().decode(body)) as { readonly images: readonly string[] };
    return Buffer.from(answer.images[0] ?? '', 'base64');
  };

  it('knows a drawing and its prompt again, also smaller and as JPEG', async () => {
    const drawing = await draw('a red kite over green hills');
    await draw('a blue kite over green hills');
    const small = await sharp(drawing).resize(700).jpeg({ quality: 80 }).toBuffer();
    for (const part of [image(new Uint8Array(drawing)), image(new Uint8Array(small), 'jpeg')]) {
      assert.match(
        await bench.say([part, text('Write a caption.')]),
        /a drawing made offline from “a red kite over green hills”/,
      );
      assert.equal(
        await bench.say([part, text('Which prompt could have made it? Write the prompt that could.')]),
        'a red kite over green hills',
      );
      assert.equal(await bench.say([part, text('Transcribe the text.')]), 'OFFLINE PREVIEW');
    }
  });

  it('sees the mark of a drawing that another run made, and guesses no prompt', async () => {
    const drawing = image(new Uint8Array(await draw('a castle at night', 21)));
    const other = await openTextBench();
    const said = await other.say([drawing, text('Describe this picture.')]);
    await other.close();
    assert.match(said, /bears the mark of an offline preview/);
    assert.doesNotMatch(said, /castle/);
  });

  it('sees no mark in a picture that has none', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 600 * 400 * 3 }, (_, at) => (at * 7919) % 251));
    const png = await sharp(noise, { raw: { width: 600, height: 400, channels: 3 } })
      .png()
      .toBuffer();
    assert.doesNotMatch(
      await bench.say([image(new Uint8Array(png)), text('Describe this picture.')]),
      /mark/,
    );
  });
});
