import * as z from 'zod/mini';
import { validation } from '../errors';

/**
 * The shape of a request, before any rule that looks at two places at once.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
const base64 = z.string().check(
  z.minLength(1),
  // What is not allowed is looked for: a pattern for the whole of millions of letters would run out of stack.
  z.refine(
    (text) => text.length % 4 === 0 && !/[^A-Za-z0-9+/=]|=(?!=?$)/.test(text),
    'Member must be base64',
  ),
);

const imageBlock = z.object({
  format: z.enum(['png', 'jpeg', 'gif', 'webp']),
  source: z.object({ bytes: z.optional(base64), s3Location: z.optional(z.object({ uri: z.string() })) }),
});

const toolUseId = z.string().check(z.regex(/^[a-zA-Z0-9_.:-]{1,64}$/));

const contentBlock = z.object({
  text: z.optional(z.string()),
  image: z.optional(imageBlock),
  toolUse: z.optional(
    z.object({
      toolUseId,
      name: z.string().check(z.regex(/^[a-zA-Z0-9_-]{1,64}$/)),
      input: z.unknown(),
    }),
  ),
  toolResult: z.optional(
    z.object({
      toolUseId,
      content: z.array(z.record(z.string(), z.unknown())),
      status: z.optional(z.enum(['success', 'error'])),
    }),
  ),
  guardContent: z.optional(
    z.object({ text: z.optional(z.object({ text: z.string() })), image: z.optional(imageBlock) }),
  ),
  cachePoint: z.optional(z.object({ type: z.literal('default') })),
  reasoningContent: z.optional(z.record(z.string(), z.unknown())),
});

const jsonSchema = z.record(z.string(), z.unknown());

const request = z.object({
  messages: z
    .array(z.object({ role: z.enum(['user', 'assistant', 'system']), content: z.array(contentBlock) }))
    .check(z.minLength(1)),
  system: z.optional(
    z.array(
      z.object({
        text: z.optional(z.string().check(z.minLength(1))),
        guardContent: z.optional(z.unknown()),
        cachePoint: z.optional(z.unknown()),
      }),
    ),
  ),
  inferenceConfig: z.optional(
    z.object({
      maxTokens: z.optional(z.int().check(z.minimum(1))),
      temperature: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
      topP: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
      stopSequences: z.optional(z.array(z.string().check(z.minLength(1))).check(z.maxLength(2500))),
    }),
  ),
  toolConfig: z.optional(
    z.object({
      tools: z
        .array(
          z.object({
            toolSpec: z.optional(
              z.object({
                name: z.string().check(z.regex(/^[a-zA-Z0-9_-]{1,64}$/)),
                description: z.optional(z.string().check(z.minLength(1))),
                inputSchema: z.object({ json: jsonSchema }),
                strict: z.optional(z.boolean()),
              }),
            ),
            cachePoint: z.optional(z.unknown()),
          }),
        )
        .check(z.minLength(1)),
      toolChoice: z.optional(
        z.object({
          auto: z.optional(z.object({})),
          any: z.optional(z.object({})),
          tool: z.optional(z.object({ name: z.string() })),
        }),
      ),
    }),
  ),
  outputConfig: z.optional(
    z.object({
      textFormat: z.optional(
        z.object({
          type: z.literal('json_schema'),
          structure: z.object({
            jsonSchema: z.object({ schema: z.string(), name: z.optional(z.string()) }),
          }),
        }),
      ),
      effort: z.optional(z.string()),
    }),
  ),
  guardrailConfig: z.optional(
    z.object({
      guardrailIdentifier: z.string().check(z.minLength(1)),
      guardrailVersion: z.string().check(z.regex(/^(?:[1-9][0-9]{0,7}|DRAFT)$/)),
      trace: z.optional(z.enum(['enabled', 'disabled', 'enabled_full'])),
      streamProcessingMode: z.optional(z.enum(['sync', 'async'])),
    }),
  ),
});

export type ConverseBody = z.output<typeof request>;
export type ConverseMessage = ConverseBody['messages'][number];
export type ConverseBlock = z.output<typeof contentBlock>;
export type ImageBlock = z.output<typeof imageBlock>;

/** @throws Refusal with the place that is wrong, as the service counts: members from 1 */
export function parseConverse(body: Buffer): ConverseBody {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw validation('Could not parse the request body as JSON.');
  }
  const parsed = z.safeParse(request, value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const complaints = issues.map(
    ({ path, message }) =>
      `Value at '${path.map((part) => (typeof part === 'number' ? `${part + 1}.member` : String(part))).join('.')}' failed to satisfy constraint: ${message}`,
  );
  throw validation(
    `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected: ${complaints.join('; ')}`,
  );
}
