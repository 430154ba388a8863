import assert from 'node:assert/strict';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockConverser } from '../../../src/aws/converse';
import { BedrockInvoker } from '../../../src/aws/invoker';
import type { Result } from '../../../src/core/result';
import type { ConverseAnswer, ConverseFailure, ConverseRequest } from '../../../src/core/vision/ports';
import { event, exception, textEvents } from './eventStream';
import { silentLog } from './fakes';
import { bedrockError, json, ScriptedService, type Script } from './scriptedService';

const image = { bytes: Uint8Array.of(1, 2, 3, 250), format: 'png', width: 2, height: 1 } as const;

const bare: ConverseRequest = {
  modelId: 'us.amazon.nova-lite-v1:0',
  region: 'us-west-2',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'What is this?' }] }],
};

const full: ConverseRequest = {
  ...bare,
  system: 'You look at images.',
  messages: [
    {
      role: 'user',
      content: [
        { kind: 'image', image },
        { kind: 'text', text: 'First' },
      ],
    },
    { role: 'assistant', content: [{ kind: 'text', text: 'Answer' }] },
    {
      role: 'user',
      content: [
        { kind: 'text', text: ' ' },
        { kind: 'text', text: 'Second' },
      ],
    },
  ],
  tool: { name: 'record', description: 'Records.', inputSchema: { type: 'object' }, choice: 'this' },
  maxTokens: 100,
  temperature: 0,
  topP: 0.5,
  stopSequences: ['END'],
};

const streamed =
  (frames: readonly Buffer[], ends = true): Script =>
  (_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': 'request-1',
    });
    for (const frame of frames) response.write(frame);
    if (ends) response.end();
  };

type Outcome = Result<ConverseAnswer, ConverseFailure>;

interface Seen {
  readonly service: ScriptedService;
  readonly converser: BedrockConverser;
  readonly invoker: BedrockInvoker;
}

async function using<T>(
  script: Script,
  work: (seen: Seen) => Promise<T>,
  guardrail?: { id: string; version: string },
): Promise<T> {
  const service = await new ScriptedService(script).start();
  const connection = new AwsConnection({
    provider: 'offline',
    url: service.url,
    region: 'us-west-2',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret',
  });
  const options = { guardrail, factsOf: () => undefined, log: silentLog };
  try {
    return await work({
      service,
      converser: new BedrockConverser(connection, options),
      invoker: new BedrockInvoker(connection, options),
    });
  } finally {
    connection.dispose();
    await service.close();
  }
}

async function streamOf(script: Script): Promise<{ readonly outcome: Outcome; readonly pieces: string[] }> {
  const pieces: string[] = [];
  const outcome = await using(script, ({ converser }) =>
    converser.stream(bare, (piece) => pieces.push(piece), new AbortController().signal),
  );
  return { outcome, pieces };
}

function failureOf(outcome: Outcome): ConverseFailure {
  assert(!outcome.ok, 'it has failed');
  return outcome.error;
}

const answered = json({
  output: { message: { role: 'assistant', content: [{ text: 'A lamp.' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 10, outputTokens: 3, totalTokens: 13 },
  metrics: { latencyMs: 1 },
});

describe('Converse requests', () => {
  const never = new AbortController().signal;

  it('send what is set, whole', async () => {
    await using(
      answered,
      async ({ service, converser }) => {
        await converser.converse(full, never);
        const [request] = service.requests;
        assert.equal(request?.url, '/model/us.amazon.nova-lite-v1%3A0/converse');
        assert.deepEqual(JSON.parse(request.body), {
          system: [{ text: 'You look at images.' }],
          messages: [
            {
              role: 'user',
              content: [{ image: { format: 'png', source: { bytes: 'AQID+g==' } } }, { text: 'First' }],
            },
            { role: 'assistant', content: [{ text: 'Answer' }] },
            { role: 'user', content: [{ text: 'Second' }] },
          ],
          inferenceConfig: { maxTokens: 100, temperature: 0, topP: 0.5, stopSequences: ['END'] },
          toolConfig: {
            tools: [
              {
                toolSpec: {
                  name: 'record',
                  description: 'Records.',
                  inputSchema: { json: { type: 'object' } },
                },
              },
            ],
            toolChoice: { tool: { name: 'record' } },
          },
          guardrailConfig: { guardrailIdentifier: 'gr-1', guardrailVersion: '2' },
        });
      },
      { id: 'gr-1', version: '2' },
    );
  });

  it('send nothing that is not set', async () => {
    await using(answered, async ({ service, converser }) => {
      await converser.converse({ ...bare, system: ' ' }, never);
      assert.deepEqual(JSON.parse(service.requests[0]?.body ?? ''), {
        messages: [{ role: 'user', content: [{ text: 'What is this?' }] }],
      });
    });
  });

  it('let a model that refuses to be told choose the tool by itself', async () => {
    await using(answered, async ({ service, converser }) => {
      const tool = { name: 'record', description: 'R', inputSchema: {}, choice: 'auto' } as const;
      await converser.converse({ ...bare, tool }, never);
      const body = JSON.parse(service.requests[0]?.body ?? '') as { toolConfig: { toolChoice: unknown } };
      assert.deepEqual(body.toolConfig.toolChoice, { auto: {} });
    });
  });

  it('go to the streaming operation with the same body', async () => {
    await using(streamed(textEvents(['x'])), async ({ service, converser }) => {
      await converser.stream(full, () => undefined, never);
      await converser.converse(full, never);
      const [stream, whole] = service.requests;
      assert.equal(stream?.url, '/model/us.amazon.nova-lite-v1%3A0/converse-stream');
      assert.equal(stream.body, whole?.body);
    });
  });

  it('pass the guardrail to InvokeModel too', async () => {
    await using(
      json({ images: [] }),
      async ({ service, invoker }) => {
        await invoker.invoke({ modelId: 'm', region: 'us-west-2', body: {} }, never);
        const headers = service.requests[0]?.headers ?? {};
        assert.equal(headers['x-amzn-bedrock-guardrailidentifier'], 'gr-1');
        assert.equal(headers['x-amzn-bedrock-guardrailversion'], '2');
      },
      { id: 'gr-1', version: '2' },
    );
  });
});

describe('Converse answers', () => {
  const never = new AbortController().signal;
  const answerOf = (script: Script): Promise<Outcome> =>
    using(script, ({ converser }) => converser.converse(bare, never));
  const stopped = (stopReason: string, content: readonly unknown[]): Script =>
    json({
      output: { message: { role: 'assistant', content } },
      stopReason,
      usage: { inputTokens: 10, outputTokens: 3, totalTokens: 13 },
    });

  it('are read with usage and request id', async () => {
    assert.deepEqual(await answerOf(answered), {
      ok: true,
      value: {
        text: 'A lamp.',
        stop: 'end',
        usage: { inputTokens: 10, outputTokens: 3 },
        requestId: 'request-1',
      },
    });
  });

  it('hold the form that was filled in', async () => {
    const toolUse = { toolUseId: 't1', name: 'record', input: { score: 7, list: ['a'] } };
    const answer = await answerOf(stopped('tool_use', [{ text: 'Here: ' }, { toolUse }]));
    assert(answer.ok);
    assert.deepEqual(answer.value.toolInput, { score: 7, list: ['a'] });
    assert.equal(answer.value.stop, 'toolUse');
  });

  it('say why they end', async () => {
    const reasons = [
      ['max_tokens', 'length'],
      ['stop_sequence', 'stopSequence'],
      ['model_context_window_exceeded', 'contextFull'],
      ['malformed_tool_use', 'malformed'],
      ['something_new', 'other'],
    ] as const;
    for (const [reason, stop] of reasons) {
      const answer = await answerOf(stopped(reason, [{ text: 'x' }]));
      assert(answer.ok);
      assert.equal(answer.value.stop, stop);
    }
  });

  it('of a guardrail or a filter are failures with the sentence in the details', async () => {
    const guarded = failureOf(await answerOf(stopped('guardrail_intervened', [{ text: 'Not here.' }])));
    assert.equal(guarded.error.kind, 'guardrailIntervened');
    assert.equal(guarded.error.context?.serviceMessage, 'Not here.');
    assert.equal(guarded.text, '');
    assert.deepEqual(guarded.usage, { inputTokens: 10, outputTokens: 3 });
    const filtered = failureOf(await answerOf(stopped('content_filtered', [{ text: ' - blocked' }])));
    assert.equal(filtered.error.kind, 'answerFiltered');
  });

  it('that are too long, or refused, are told apart', async () => {
    const errorOf = async (script: Script): Promise<string> => failureOf(await answerOf(script)).error.kind;
    assert.equal(
      await errorOf(bedrockError(400, 'ValidationException', 'Input is too long for requested model.')),
      'questionTooLong',
    );
    assert.equal(await errorOf(bedrockError(429, 'ThrottlingException', 'Too many tokens')), 'throttled');
    assert.equal(await errorOf(bedrockError(400, 'ValidationException', 'images: bad')), 'badRequest');
  });
});

describe('Converse streams', () => {
  const pieces = ['Eine ', 'Türlampe ', 'aus 真鍮 ', '🏮.'];
  const frames = textEvents(pieces);

  it('bring the text piece by piece, whatever the network does with the frames', async () => {
    const bytes = Buffer.concat(frames);
    const single: Script = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end();
    };
    for (const script of [streamed(frames), streamed([bytes]), single]) {
      const { outcome, pieces: seen } = await streamOf(script);
      assert.deepEqual(seen, pieces);
      assert(outcome.ok);
      assert.equal(outcome.value.text, pieces.join(''));
      assert.equal(outcome.value.stop, 'end');
      assert.deepEqual(outcome.value.usage, { inputTokens: 100, outputTokens: 20 });
    }
  });

  it('that are cut keep what came, at every frame and inside each', async () => {
    for (let count = 0; count < frames.length - 1; count++) {
      const whole = frames.slice(0, count);
      const next = frames[count] ?? Buffer.alloc(0);
      for (const part of [whole, [...whole, next.subarray(0, next.length >> 1)]]) {
        const { outcome, pieces: seen } = await streamOf(streamed(part));
        const came = pieces.slice(0, Math.max(0, count - 1)).join('');
        assert.equal(seen.join(''), came);
        // With the reason why it ended, only the count is missing.
        const hasEnded = count > frames.length - 2;
        if (hasEnded && outcome.ok) continue;
        const failure = failureOf(outcome);
        assert.deepEqual(
          [failure.error.kind, failure.text, failure.hasBegun],
          ['streamBroken', came, came !== ''],
        );
        assert(failure.error.kind === 'streamBroken' && failure.error.hasText === (came !== ''));
      }
    }
  });

  it('that end without their count are whole', async () => {
    const { outcome } = await streamOf(streamed(frames.slice(0, -1)));
    assert(outcome.ok);
    assert.equal(outcome.value.usage, undefined);
  });

  it('whose connection breaks keep what came', async () => {
    const { outcome } = await streamOf((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      for (const frame of frames.slice(0, 3)) response.write(frame);
      setImmediate(() => setImmediate(() => response.destroy()));
    });
    const failure = failureOf(outcome);
    assert.equal(failure.error.kind, 'streamBroken');
  });

  it('carry failures of the service inside them', async () => {
    const cases = [
      ['throttlingException', 'throttled'],
      ['internalServerException', 'serviceFailed'],
      ['serviceUnavailableException', 'serviceFailed'],
      ['modelStreamErrorException', 'serviceFailed'],
      ['validationException', 'badRequest'],
    ] as const;
    for (const [type, kind] of cases) {
      const early = failureOf((await streamOf(streamed([exception(type, 'no')]))).outcome);
      assert.deepEqual([type, early.error.kind, early.hasBegun], [type, kind, false]);
      const late = failureOf(
        (await streamOf(streamed([...frames.slice(0, 3), exception(type, 'no')]))).outcome,
      );
      assert.deepEqual(
        [type, late.error.kind, late.hasBegun, late.text],
        [type, kind, true, 'Eine Türlampe '],
      );
    }
  });

  it('that are cancelled keep what came', async () => {
    const controller = new AbortController();
    let seen = '';
    const outcome = await using(streamed(frames.slice(0, 3), false), ({ converser }) =>
      converser.stream(
        bare,
        (piece) => {
          seen += piece;
          if (seen === 'Eine Türlampe ') controller.abort();
        },
        controller.signal,
      ),
    );
    const failure = failureOf(outcome);
    assert.deepEqual([failure.error.kind, failure.text], ['cancelled', 'Eine Türlampe ']);
  });

  it('fill in forms piece by piece', async () => {
    const tool = (json: string): Buffer =>
      event('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: json } } });
    const form = (...pieces: readonly string[]): readonly Buffer[] => [
      event('messageStart', { role: 'assistant' }),
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hm' } } }),
      event('contentBlockStart', {
        contentBlockIndex: 1,
        start: { toolUse: { toolUseId: 't1', name: 'record' } },
      }),
      ...pieces.map(tool),
      event('contentBlockStop', { contentBlockIndex: 1 }),
      event('messageStop', { stopReason: 'tool_use' }),
    ];
    const { outcome } = await streamOf(streamed(form('{"na', 'me":"Tür', '"}')));
    assert(outcome.ok);
    assert.deepEqual(outcome.value.toolInput, { name: 'Tür' });
    const cut = await streamOf(streamed(form('{"na')));
    assert(cut.outcome.ok);
    assert.equal(cut.outcome.value.toolInput, undefined);
  });
});
