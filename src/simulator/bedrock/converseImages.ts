import { flattened } from '../pictures/picture';
import { decodePicture, inspectPicture } from '../pictures/decode';
import { sightOf } from '../seeing/measure';
import type { DrawingMemory } from '../seeing/memory';
import type { Sight } from '../seeing/sight';
import { modelErrors } from './converseRules';
import type { ConverseMessage, ImageBlock } from './converseSchema';

/**
 * Of one message, and of one image. A megabyte is taken as the smaller of its two meanings.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html
 */
const MAX_IMAGES = 20;
const MAX_BYTES = 3_750_000;
const MAX_SIDE_PX = 8000;

/** Longer sides are made smaller before anything is measured. */
const SEEN_SIDE_PX = 1024;

/** One picture of the conversation. */
export interface ShownPicture {
  readonly sight: Sight;
  /** In which message it came. */
  readonly message: number;
  /** The text before it, by which the request may name it. */
  readonly before: string;
}

/** @throws Refusal for what a model does not look at */
export async function lookAt(
  messages: readonly ConverseMessage[],
  drawings: DrawingMemory,
): Promise<readonly ShownPicture[]> {
  const shown: ShownPicture[] = [];
  for (const [index, { content }] of messages.entries()) {
    const count = content.filter(({ image }) => image).length;
    if (count > MAX_IMAGES)
      throw modelErrors(`messages.${index}.content: too many images: ${count} > ${MAX_IMAGES}`);
    for (const [at, { image, guardContent }] of content.entries()) {
      const block = image ?? guardContent?.image;
      if (!block) continue;
      const sight = await look(block, `messages.${index}.content.${at}.image`, drawings);
      shown.push({ sight, message: index, before: content[at - 1]?.text ?? '' });
    }
  }
  return shown;
}

async function look({ format, source }: ImageBlock, place: string, drawings: DrawingMemory): Promise<Sight> {
  if (source.bytes === undefined) {
    throw modelErrors(
      `${place}.source: only images that are part of the request are supported, set source.bytes`,
    );
  }
  const bytes = Buffer.from(source.bytes, 'base64');
  if (bytes.length > MAX_BYTES) {
    throw modelErrors(
      `${place}.source.bytes: image exceeds 3.75 MB maximum: ${bytes.length} bytes > ${MAX_BYTES} bytes`,
    );
  }
  const actual = kindOf(bytes);
  if (actual !== undefined && actual !== format) {
    throw modelErrors(`${place}.source: Image does not match the provided media type image/${format}`);
  }
  const facts = actual && (await inspectPicture(bytes));
  if (!facts) throw modelErrors(`${place}.source: Could not process image`);
  const { width, height } = facts;
  if (Math.max(width, height) > MAX_SIDE_PX) {
    throw modelErrors(
      `${place}.source.bytes: At least one of the image dimensions exceed max allowed size: ${MAX_SIDE_PX} pixels`,
    );
  }
  const picture = await decodePicture(await shrunk(bytes, width, height));
  if (!picture) throw modelErrors(`${place}.source: Could not process image`);
  const seen = { picture: flattened(picture), width, height, format };
  return sightOf(seen, picture.alpha !== undefined, drawings);
}

function kindOf(bytes: Buffer): ImageBlock['format'] | undefined {
  const starts = (text: string, at = 0): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  return starts('RIFF') && starts('WEBP', 8) ? 'webp' : undefined;
}

/** @returns the file itself where it is small, or so damaged that the decoder shall say so */
async function shrunk(bytes: Buffer, width: number, height: number): Promise<Buffer> {
  if (Math.max(width, height) <= SEEN_SIDE_PX) return bytes;
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(bytes)
      .resize({ width: SEEN_SIDE_PX, height: SEEN_SIDE_PX, fit: 'inside' })
      .png({ compressionLevel: 1 })
      .toBuffer();
  } catch {
    return bytes;
  }
}
