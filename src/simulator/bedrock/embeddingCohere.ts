import { randomUUID } from 'node:crypto';
import { validation } from '../errors';
import type { DrawingMemory } from '../seeing/memory';
import type { EmbeddingReader } from './embedding';
import { seePicture } from './embeddingImages';
import { pictureFeatures } from './embeddingSight';
import { listed, vectorOf, type Meaning } from './embeddingSpace';
import { shortened, textTokens } from './embeddingTokens';
import { textFeatures } from './embeddingWords';
import { Fields, malformed } from './fields';

const inputTypes = ['search_document', 'search_query', 'classification', 'clustering'] as const;
const embeddingTypes = ['float', 'int8', 'uint8', 'binary', 'ubinary'] as const;
type EmbeddingType = (typeof embeddingTypes)[number];

/**
 * Lengths and limits of the request.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html
 */
const LENGTHS = [256, 512, 1024, 1536];
const DEFAULT_LENGTH = 1536;
const MAX_INPUTS = 96;
const MAX_TOKENS = 128_000;
const formats = ['png', 'jpeg', 'webp', 'gif'] as const;
const MAX_IMAGE_BYTES = 5_000_000;
/** Pictures with more pixels are made smaller and those with fewer larger before they are counted. */
const [MIN_PIXELS, MAX_PIXELS] = [3136, 2_458_624];
const PIXELS_PER_PATCH = 784;
const TOKENS_PER_PATCH = 4;

/** One vector of the answer: what it is made of, and what that costs. */
interface Input {
  readonly meanings: readonly Meaning[];
  readonly tokens: number;
}

/** How texts that are too long are dealt with. */
interface Shortening {
  readonly most: number;
  readonly mode: 'NONE' | 'LEFT' | 'RIGHT';
}

/** Cohere Embed v4. */
export const readCohere: EmbeddingReader = async (body, drawings) => {
  const fields = new Fields(body);
  const inputType = fields.requiredChoice('input_type', inputTypes);
  const length = fields.number('output_dimension', { min: 1, max: Infinity, isWhole: true });
  if (length !== undefined && !LENGTHS.includes(length)) {
    throw malformed(`#/output_dimension: ${length} is not a valid enum value`);
  }
  const types = fields.has('embedding_types') ? typesOf(fields) : undefined;
  const shortening: Shortening = {
    most: fields.number('max_tokens', { min: 1, max: MAX_TOKENS, isWhole: true }) ?? MAX_TOKENS,
    mode: fields.choice('truncate', ['NONE', 'LEFT', 'RIGHT']) ?? 'RIGHT',
  };
  const given = (['texts', 'images', 'inputs'] as const).filter((kind) => fields.has(kind));
  const [kind] = given;
  fields.close();
  if (kind === undefined || given.length > 1) {
    throw malformed(`#: expected exactly one of [texts, images, inputs], found: ${given.length}`);
  }
  const texts = kind === 'texts' ? fields.requiredTexts('texts', { min: 1, max: MAX_INPUTS }) : undefined;
  const inputs: Input[] = [];
  if (texts) inputs.push(...texts.map((text) => textInput(text, shortening)));
  else if (kind === 'images') {
    for (const [at, uri] of fields.requiredTexts('images', { min: 1, max: MAX_INPUTS }).entries()) {
      inputs.push(await imageInput(uri, `images/${at}`, drawings));
    }
  } else inputs.push(...(await fusedInputs(body, shortening, drawings)));
  return {
    tokens: inputs.reduce((sum, { tokens }) => sum + tokens, 0),
    answer: () => {
      const vectors = inputs.map(({ meanings }) =>
        vectorOf(meanings, { model: 'cohere', length: length ?? DEFAULT_LENGTH, lean: leanOf(inputType) }),
      );
      return { id: randomUUID(), ...formed(vectors, types), ...(texts ? { texts } : {}) };
    },
  };
};

/** Documents and questions are made to meet; the other types are for vectors of their own. */
function leanOf(type: (typeof inputTypes)[number]): string {
  return type.startsWith('search_') ? 'search' : type;
}

/**
 * Both forms that there are. The page shows a bare list where one type is asked for, and so it is here; clients that ask
 * for none read an object, and so do those that ask for several.
 */
function formed(vectors: readonly Float64Array[], types: readonly EmbeddingType[] | undefined): object {
  if (types?.length === 1 && types[0] === 'float') {
    return { response_type: 'embeddings_floats', embeddings: vectors.map(listed) };
  }
  return {
    response_type: 'embeddings_by_type',
    embeddings: Object.fromEntries(
      (types ?? ['float']).map((type) => [type, vectors.map((vector) => quantized(vector, type))]),
    ),
  };
}

function quantized(vector: Float64Array, type: EmbeddingType): readonly number[] {
  // A component of a unit vector is seldom more than four times their mean.
  const scale = (127 * Math.sqrt(vector.length)) / 4;
  const bytes = Array.from(vector, (value) => Math.max(-128, Math.min(127, Math.round(value * scale))));
  switch (type) {
    case 'float':
      return listed(vector);
    case 'int8':
      return bytes;
    case 'uint8':
      return bytes.map((value) => value + 128);
    case 'ubinary':
      return signsOf(vector);
    case 'binary':
      return signsOf(vector).map((value) => value - 128);
  }
}

/** Eight signs in a byte, the first in its highest bit. */
function signsOf(vector: Float64Array): readonly number[] {
  return Array.from({ length: vector.length / 8 }, (_, byte) => {
    let bits = 0;
    for (let bit = 0; bit < 8; bit++) bits = bits * 2 + ((vector[byte * 8 + bit] ?? 0) > 0 ? 1 : 0);
    return bits;
  });
}

function typesOf(fields: Fields): readonly EmbeddingType[] {
  return fields.requiredTexts('embedding_types', { min: 1, max: embeddingTypes.length }).map((name, at) => {
    const type = embeddingTypes.find((each) => each === name);
    if (type === undefined) throw malformed(`#/embedding_types/${at}: "${name}" is not a valid enum value`);
    return type;
  });
}

function textInput(text: string, { most, mode }: Shortening): Input {
  const tokens = textTokens(text);
  if (tokens > most && mode === 'NONE') {
    throw validation(`too long input: ${tokens} tokens, at most ${most} are allowed without truncation.`);
  }
  const read = shortened(text, most, mode === 'LEFT' ? 'end' : 'start');
  return {
    meanings: [{ modality: 'text', features: textFeatures(read, 'manyLanguages') }],
    tokens: Math.min(tokens, most),
  };
}

async function imageInput(uri: string, name: string, drawings: DrawingMemory): Promise<Input> {
  const [, type = '', base64 = ''] = /^data:image\/([a-z]+);base64,([^,]*)$/s.exec(uri) ?? [];
  const format = formats.find((each) => each === type);
  if (format === undefined) {
    throw validation(
      `${name} is no data URI of a supported image: data:image/<${formats.join('|')}>;base64,...`,
    );
  }
  const rules = { formats, maxBytes: MAX_IMAGE_BYTES };
  const seen = await seePicture(base64, name, rules, format);
  const pixels = Math.max(MIN_PIXELS, Math.min(MAX_PIXELS, seen.width * seen.height));
  return {
    meanings: [{ modality: 'image', features: pictureFeatures(seen, drawings, 'manyLanguages') }],
    tokens: Math.ceil(pixels / PIXELS_PER_PATCH) * TOKENS_PER_PATCH,
  };
}

/** Each input's texts and pictures become one vector. */
async function fusedInputs(
  body: unknown,
  shortening: Shortening,
  drawings: DrawingMemory,
): Promise<readonly Input[]> {
  const fused: Input[] = [];
  for (const [at, input] of listOf(body, 'inputs', '#/inputs', MAX_INPUTS).entries()) {
    const place = `#/inputs/${at}`;
    const fields = new Fields(input, place);
    fields.has('content');
    fields.close();
    const parts: Input[] = [];
    for (const [index, part] of listOf(input, 'content', `${place}/content`, Infinity).entries()) {
      parts.push(await partInput(part, `${place}/content/${index}`, shortening, drawings));
    }
    fused.push({
      meanings: parts.flatMap(({ meanings }) => meanings),
      tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  }
  return fused;
}

async function partInput(
  part: unknown,
  place: string,
  shortening: Shortening,
  drawings: DrawingMemory,
): Promise<Input> {
  const fields = new Fields(part, place);
  if (fields.requiredChoice('type', ['text', 'image_url']) === 'text') {
    const text = fields.requiredText('text', { min: 0, max: Infinity });
    fields.close();
    return textInput(text, shortening);
  }
  const image = fields.requiredObject('image_url');
  fields.close();
  const url = image.requiredText('url', { min: 1, max: Infinity });
  image.close();
  return imageInput(url, place.slice(2), drawings);
}

function listOf(value: unknown, key: string, place: string, max: number): readonly unknown[] {
  const list = (value as Readonly<Record<string, unknown>>)[key];
  if (!Array.isArray(list)) throw malformed(`${place}: expected type: JSONArray`);
  if (list.length < 1) throw malformed(`${place}: expected minimum item count: 1, found: 0`);
  if (list.length > max)
    throw malformed(`${place}: expected maximum item count: ${max}, found: ${list.length}`);
  return list as readonly unknown[];
}
