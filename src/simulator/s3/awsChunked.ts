/**
 * The content of a body in `aws-chunked` framing: chunks with their length in hex and perhaps a signature, then trailers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function decodeAwsChunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at);
    if (end < 0) break;
    const length = Number.parseInt(body.toString('latin1', at, end).split(';')[0] ?? '', 16);
    if (!Number.isInteger(length) || length === 0) break;
    parts.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return Buffer.concat(parts);
}
