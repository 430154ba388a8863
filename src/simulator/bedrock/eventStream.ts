import { crc32 } from 'node:zlib';

/** Two lengths of four bytes, and their checksum. */
const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;

/** The type of a header's value; the service sends texts alone. */
const TEXT_HEADER = 7;

/**
 * One message of an event stream: lengths, their checksum, headers, payload, and the checksum of all of it, all numbers
 * big-endian.
 *
 * @see https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function encodeMessage(headers: Readonly<Record<string, string>>, payload: Buffer): Buffer {
  const header = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  const length = PRELUDE_BYTES + header.length + payload.length + CRC_BYTES;
  const message = Buffer.alloc(length);
  message.writeUInt32BE(length, 0);
  message.writeUInt32BE(header.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  header.copy(message, PRELUDE_BYTES);
  payload.copy(message, PRELUDE_BYTES + header.length);
  message.writeUInt32BE(crc32(message.subarray(0, length - CRC_BYTES)), length - CRC_BYTES);
  return message;
}

/** @param type such as `contentBlockDelta` */
export function eventMessage(type: string, payload: unknown): Buffer {
  return encodeMessage(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    Buffer.from(JSON.stringify(payload)),
  );
}

/** A failure that comes when the answer has begun. @param type such as `throttlingException` */
export function exceptionMessage(type: string, message: string): Buffer {
  return encodeMessage(
    { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    Buffer.from(JSON.stringify({ message })),
  );
}

function encodeHeader(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
  const lengths = Buffer.alloc(2);
  lengths.writeUInt16BE(valueBytes.length);
  return Buffer.concat([Buffer.of(nameBytes.length), nameBytes, Buffer.of(TEXT_HEADER), lengths, valueBytes]);
}
