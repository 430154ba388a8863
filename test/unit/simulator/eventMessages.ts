import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';

/** One message of an event stream, taken apart by hand. */
export interface RawMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Where it ends in the whole. */
  readonly end: number;
}

/** Takes whole messages off the front, and fails on any wrong length or checksum. */
export function readMessages(bytes: Buffer): {
  readonly messages: readonly RawMessage[];
  readonly rest: Buffer;
} {
  const messages: RawMessage[] = [];
  let at = 0;
  while (bytes.length - at >= 12) {
    const total = bytes.readUInt32BE(at);
    if (bytes.length - at < total) break;
    const message = bytes.subarray(at, at + total);
    const headersEnd = 12 + message.readUInt32BE(4);
    assert.equal(message.readUInt32BE(8), crc32(message.subarray(0, 8)), 'the checksum of the prelude');
    assert.equal(
      message.readUInt32BE(total - 4),
      crc32(message.subarray(0, total - 4)),
      'the checksum of the message',
    );
    at += total;
    const headers: Record<string, string> = {};
    for (let place = 12; place < headersEnd;) {
      const nameEnd = place + 1 + (message[place] ?? 0);
      assert.equal(message[nameEnd], 7, 'a text');
      const valueEnd = nameEnd + 3 + message.readUInt16BE(nameEnd + 1);
      headers[message.toString('utf8', place + 1, nameEnd)] = message.toString('utf8', nameEnd + 3, valueEnd);
      place = valueEnd;
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(message.subarray(headersEnd, total - 4));
    messages.push({ headers, payload: JSON.parse(text) as Record<string, unknown>, end: at });
  }
  return { messages, rest: bytes.subarray(at) };
}
