import * as z from 'zod/mini';
import type { Conversation } from './conversation';

const usage = z.object({ inputTokens: z.number(), outputTokens: z.number() });
const sent = z.object({
  name: z.string(),
  width: z.number(),
  height: z.number(),
  parts: z.number(),
  bytes: z.number(),
  originalWidth: z.number(),
  originalHeight: z.number(),
});
const state = z.union([
  z.object({ kind: z.literal('writing') }),
  z.object({
    kind: z.literal('done'),
    stop: z.enum(['end', 'toolUse', 'length', 'stopSequence', 'contextFull', 'malformed', 'other']),
  }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('failed'), errorKind: z.string() }),
]);

const conversation = z.object({
  id: z.string(),
  createdAt: z.number(),
  changedAt: z.number(),
  images: z.array(
    z.object({
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      name: z.string(),
      uri: z.string(),
      width: z.number(),
      height: z.number(),
    }),
  ),
  messages: z.array(
    z.union([
      z.object({
        role: z.literal('user'),
        id: z.string(),
        text: z.string(),
        purpose: z.optional(z.string()),
        images: z.array(z.string()),
        at: z.number(),
      }),
      z.object({
        role: z.literal('assistant'),
        id: z.string(),
        text: z.string(),
        state,
        modelId: z.string(),
        modelName: z.string(),
        usage: z.optional(usage),
        usd: z.optional(z.number()),
        sent: z.optional(z.array(sent)),
        droppedMessages: z.optional(z.number()),
        at: z.number(),
      }),
    ]),
  ),
});

/**
 * A conversation as it was written.
 *
 * @returns undefined for anything else; an answer that was being written when the window closed counts as stopped
 */
export function parseConversation(id: string, value: unknown): Conversation | undefined {
  const parsed = z.safeParse(conversation, value);
  if (!parsed.success || parsed.data.id !== id) return undefined;
  const messages = parsed.data.messages.map((message) =>
    message.role === 'assistant' && message.state.kind === 'writing'
      ? { ...message, state: { kind: 'stopped' } as const }
      : message,
  );
  // JSON knows no undefined, so what is optional is either there or not.
  return { ...parsed.data, messages } as Conversation;
}
