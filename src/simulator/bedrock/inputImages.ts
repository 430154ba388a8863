import { validation } from '../errors';
import { decodePicture, formatOf, inspectPicture, type FileFormat } from '../pictures/decode';
import { isBlackAndWhite } from '../pictures/mask';
import { lightOf, type Picture, type Plane, type Size } from '../pictures/picture';

/** What a service takes in. */
export interface ImageRules {
  readonly formats: readonly FileFormat[];
  readonly minSidePx?: number;
  readonly maxSidePx?: number;
  readonly minPixels?: number;
  /** The most pixels that are still taken. */
  readonly maxPixels?: number;
  /** Longer by shorter side. */
  readonly maxRatio?: number;
  /** 8 bits for each of red, green and blue, and no pixel that shows anything through. */
  readonly isPlainRgb?: boolean;
}

/**
 * Decodes an image of a request, once its file is found to be one that the service takes.
 *
 * @param name the field's, for the complaint
 * @throws Refusal as the service would refuse it
 */
export async function readImage(text: string, name: string, rules: ImageRules): Promise<Picture> {
  return (await readFile(text, name, rules)).picture;
}

/**
 * A mask in pure black and white, of its image's size.
 *
 * @returns 255 is white
 * @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html
 */
export async function readBlackAndWhiteMask(
  text: string,
  name: string,
  rules: ImageRules,
  size: Size,
): Promise<Plane> {
  // A mask may be a picture in greys: what counts is that no grey is in it.
  const { isPlainRgb: _isPlainRgb, ...limits } = rules;
  const { picture, format } = await readFile(text, name, limits);
  if (picture.width !== size.width || picture.height !== size.height) {
    throw validation(
      `The ${name} must have the same dimensions as the image: expected ${size.width} x ${size.height}, found ${picture.width} x ${picture.height}.`,
    );
  }
  if (picture.alpha) throw notOpaque(name);
  // JPEG is allowed at its best quality, which still rounds by a level or two.
  if (!isBlackAndWhite(picture, format === 'jpeg' ? 2 : 0)) {
    throw validation(`The ${name} must contain only pure black and pure white pixels.`);
  }
  const light = lightOf(picture);
  return { ...light, values: light.values.map((value) => (value < 128 ? 0 : 255)) };
}

async function readFile(
  text: string,
  name: string,
  rules: ImageRules,
): Promise<{ readonly picture: Picture; readonly format: FileFormat }> {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw validation(`The ${name} is not valid base64.`);
  }
  const bytes = Buffer.from(text, 'base64');
  const format = formatOf(bytes);
  if (format === undefined || !rules.formats.includes(format)) {
    throw validation(
      `The ${name} has an unsupported format. Supported formats: ${rules.formats.join(', ')}.`,
    );
  }
  const facts = await inspectPicture(bytes);
  if (!facts) throw unreadable(name);
  checkSize(facts, name, rules);
  if (rules.isPlainRgb && (facts.bitsPerChannel !== 8 || !facts.isRgb)) {
    throw validation(`The ${name} must be an RGB image with 8 bits per channel.`);
  }
  const picture = await decodePicture(bytes);
  if (!picture) throw unreadable(name);
  if (rules.isPlainRgb && picture.alpha) throw notOpaque(name);
  return { picture, format };
}

function checkSize({ width, height }: Size, name: string, rules: ImageRules): void {
  const {
    minSidePx = 1,
    maxSidePx = Infinity,
    minPixels = 1,
    maxPixels = Infinity,
    maxRatio = Infinity,
  } = rules;
  const size = `${width} x ${height}`;
  if (Math.min(width, height) < minSidePx) {
    throw validation(`Each side of the ${name} must be at least ${minSidePx} pixels, found ${size}.`);
  }
  if (Math.max(width, height) > maxSidePx) {
    throw validation(`Each side of the ${name} must be at most ${maxSidePx} pixels, found ${size}.`);
  }
  if (width * height < minPixels) {
    throw validation(`The ${name} must have at least ${minPixels} pixels, found ${size}.`);
  }
  if (width * height > maxPixels) {
    throw validation(`The ${name} must have at most ${maxPixels} pixels, found ${size}.`);
  }
  if (Math.max(width, height) / Math.min(width, height) > maxRatio) {
    throw validation(
      `The aspect ratio of the ${name} must be between 1:${maxRatio} and ${maxRatio}:1, found ${size}.`,
    );
  }
}

function unreadable(name: string): Error {
  return validation(`The ${name} could not be decoded.`);
}

function notOpaque(name: string): Error {
  return validation(`The ${name} must not contain transparent or translucent pixels.`);
}
