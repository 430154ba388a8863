import assert from 'node:assert/strict';
import {
  ConverseCommand,
  ConverseStreamCommand,
  type BedrockRuntimeClient,
  type ContentBlock,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  type ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import sharp from 'sharp';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../../src/simulator/server';
import { http1Client } from './clients';

export const haiku = 'us.anthropic.claude-haiku-5-5';
export const novaLite = 'us.amazon.nova-lite-v1:0';

export type Extra = Omit<Partial<ConverseCommandInput>, 'messages'>;

/** A simulator, one client for it, and short ways to talk to a model. */
export interface TextBench {
  readonly simulator: RunningSimulator;
  readonly client: BedrockRuntimeClient;
  /** One message of the user's. */
  ask(content: readonly ContentBlock[], extra?: Extra): Promise<ConverseCommandOutput>;
  /** The text of the answer. */
  say(content: readonly ContentBlock[], extra?: Extra): Promise<string>;
  /** What the forced tool is called with. */
  call(content: readonly ContentBlock[], schema: object, name?: string): Promise<Record<string, unknown>>;
  stream(content: readonly ContentBlock[], extra?: Extra): Promise<Streamed>;
  /** Name and sentence of the refusal. */
  refused(work: Promise<unknown>): Promise<Error>;
  close(): Promise<void>;
}

/** What came of a stream, and how it ended. */
export interface Streamed {
  readonly events: readonly ConverseStreamOutput[];
  readonly text: string;
  readonly error?: Error;
}

export async function openTextBench(options: SimulatorOptions = {}): Promise<TextBench> {
  const simulator = await startSimulator({ lifecycle: 'active', ...options });
  const client = http1Client(simulator);
  // Whoever sets the service's clock means the client's too, or nothing would be signed in time.
  if (options.now) client.config.systemClockOffset = options.now() - Date.now();
  const inputOf = (content: readonly ContentBlock[], extra: Extra): ConverseCommandInput => ({
    modelId: haiku,
    messages: [{ role: 'user', content: [...content] }],
    ...extra,
  });
  const ask: TextBench['ask'] = (content, extra = {}) =>
    client.send(new ConverseCommand(inputOf(content, extra)));
  return {
    simulator,
    client,
    ask,
    say: async (content, extra) => {
      const { output } = await ask(content, extra);
      return (output?.message?.content ?? []).map(({ text }) => text ?? '').join('');
    },
    call: async (content, schema, name = 'record') => {
      const { output, stopReason } = await ask(content, { toolConfig: forced(name, schema) });
      assert.equal(stopReason, 'tool_use');
      const [block] = output?.message?.content ?? [];
      assert.equal(block?.toolUse?.name, name);
      return block.toolUse.input as Record<string, unknown>;
    },
    stream: async (content, extra = {}) => {
      const { stream } = await client.send(new ConverseStreamCommand(inputOf(content, extra)));
      assert.ok(stream);
      return readStream(stream);
    },
    refused: async (work) => {
      const error: unknown = await work.then(
        () => undefined,
        (cause: unknown) => cause,
      );
      assert.ok(error instanceof Error, 'the request was not refused');
      return error;
    },
    close: async () => {
      client.destroy();
      await simulator.close();
    },
  };
}

export async function readStream(stream: AsyncIterable<ConverseStreamOutput>): Promise<Streamed> {
  const events: ConverseStreamOutput[] = [];
  let error: Error | undefined;
  try {
    for await (const event of stream) events.push(event);
  } catch (cause) {
    assert.ok(cause instanceof Error);
    error = cause;
  }
  const text = events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('');
  return error ? { events, text, error } : { events, text };
}

type JsonDocument = NonNullable<
  NonNullable<NonNullable<ConverseCommandInput['toolConfig']>['tools']>[number]['toolSpec']
>['inputSchema'];

export function forced(
  name: string,
  schema: object,
  choice: 'tool' | 'auto' | 'any' = 'tool',
): NonNullable<ConverseCommandInput['toolConfig']> {
  const inputSchema = { json: schema } as JsonDocument;
  return {
    tools: [{ toolSpec: { name, description: 'Records the answer.', inputSchema } }],
    toolChoice: choice === 'tool' ? { tool: { name } } : choice === 'any' ? { any: {} } : { auto: {} },
  };
}

export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp';

/** An SVG as a picture file. */
export async function file(svg: string, width: number, height: number, format: ImageFormat = 'png') {
  const source = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`;
  return new Uint8Array(
    await sharp(Buffer.from(source)).flatten({ background: '#ffffff' }).toFormat(format).toBuffer(),
  );
}

export function image(bytes: Uint8Array, format: ImageFormat = 'png'): ContentBlock {
  return { image: { format, source: { bytes } } };
}

/** A red disc at the left of a pale blue ground. */
export function disc(x = 0.2): Promise<Uint8Array> {
  return file(
    `<rect width="100%" height="100%" fill="#a8c8f0"/><circle cx="${600 * x}" cy="200" r="70" fill="#d02818"/>`,
    600,
    400,
  );
}
