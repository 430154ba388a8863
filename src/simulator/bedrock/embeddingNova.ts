import { createHash } from 'node:crypto';
import { validation } from '../errors';
import type { DrawingMemory } from '../seeing/memory';
import type { EmbeddingReader } from './embedding';
import { bytesOf, seePicture } from './embeddingImages';
import { pictureFeatures } from './embeddingSight';
import { listed, vectorOf, type Features } from './embeddingSpace';
import { textTokens } from './embeddingTokens';
import { textFeatures } from './embeddingWords';
import { Fields, malformed } from './fields';

const purposes = [
  'GENERIC_INDEX',
  'GENERIC_RETRIEVAL',
  'TEXT_RETRIEVAL',
  'IMAGE_RETRIEVAL',
  'VIDEO_RETRIEVAL',
  'DOCUMENT_RETRIEVAL',
  'AUDIO_RETRIEVAL',
  'CLASSIFICATION',
  'CLUSTERING',
] as const;
type Purpose = (typeof purposes)[number];

const imageFormats = ['png', 'jpeg', 'gif', 'webp'] as const;
const audioFormats = ['mp3', 'wav', 'ogg'] as const;
const videoFormats = ['mp4', 'mov', 'mkv', 'webm', 'flv', 'mpeg', 'mpg', 'wmv', '3gp'] as const;

/**
 * Lengths and limits of the schema. Texts between the two numbers of characters are shortened or, where that is not
 * wanted, refused: the page gives the smaller one, and public reports the words of the refusal at the larger.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html
 */
const LENGTHS = [256, 384, 1024, 3072];
const DEFAULT_LENGTH = 3072;
const READ_CHARACTERS = 8192;
const MAX_CHARACTERS = 50_000;

/** One item of the answer. */
interface Embedded {
  readonly type: 'TEXT' | 'IMAGE' | 'VIDEO' | 'AUDIO' | 'AUDIO_VIDEO_COMBINED';
  readonly modality: 'text' | 'image' | 'video' | 'audio';
  readonly features: Features;
  /** What an index of such things is asked with. */
  readonly lean: string;
  readonly truncatedCharLength?: number;
}

interface Read {
  readonly items: readonly Embedded[];
  readonly tokens: number;
}

/** Nova Multimodal Embeddings. */
export const readNova: EmbeddingReader = async (body, drawings) => {
  const fields = new Fields(body);
  fields.choice('schemaVersion', ['nova-multimodal-embed-v1']);
  const task = fields.requiredChoice('taskType', ['SINGLE_EMBEDDING', 'SEGMENTED_EMBEDDING']);
  if (task === 'SEGMENTED_EMBEDDING') {
    throw validation('The task type SEGMENTED_EMBEDDING is only supported by StartAsyncInvoke.');
  }
  const parameters = fields.requiredObject('singleEmbeddingParams');
  fields.close();
  const purpose = parameters.requiredChoice('embeddingPurpose', purposes);
  const length = parameters.number('embeddingDimension', { min: 1, max: Infinity, isWhole: true });
  if (length !== undefined && !LENGTHS.includes(length)) {
    throw malformed(`#/singleEmbeddingParams/embeddingDimension: ${length} is not a valid enum value`);
  }
  const given = (['text', 'image', 'audio', 'video'] as const).filter((kind) => parameters.has(kind));
  const [kind] = given;
  parameters.close();
  if (kind === undefined || given.length > 1) {
    throw malformed(
      `#/singleEmbeddingParams: expected exactly one of [text, image, audio, video], found: ${given.length}`,
    );
  }
  const { items, tokens } = await read[kind](parameters.requiredObject(kind), drawings);
  return {
    tokens,
    answer: () => ({
      embeddings: items.map(({ type, modality, features, lean, truncatedCharLength }) => ({
        embeddingType: type,
        embedding: listed(
          vectorOf([{ modality, features }], {
            model: 'nova',
            length: length ?? DEFAULT_LENGTH,
            lean: leanOf(purpose, lean),
          }),
        ),
        ...(truncatedCharLength === undefined ? {} : { truncatedCharLength }),
      })),
    }),
  };
};

/** What is put into an index leans to its own kind, and a question to the kind that it looks for. */
function leanOf(purpose: Purpose, own: string): string {
  if (purpose === 'GENERIC_INDEX') return own;
  return /^(TEXT|IMAGE|VIDEO|DOCUMENT|AUDIO)_RETRIEVAL$/.exec(purpose)?.[1] ?? purpose;
}

const read: Readonly<
  Record<'text' | 'image' | 'audio' | 'video', (fields: Fields, drawings: DrawingMemory) => Promise<Read>>
> = {
  text: (fields) => Promise.resolve(readText(fields)),
  image: readImage,
  audio: (fields) => {
    fields.requiredChoice('format', audioFormats);
    const features = unknownFeatures(sourceOf(fields, 'audio'), 'audio');
    fields.close();
    return Promise.resolve({
      items: [{ type: 'AUDIO', modality: 'audio', features, lean: 'AUDIO' }],
      tokens: 0,
    });
  },
  video: (fields) => Promise.resolve(readVideo(fields)),
};

function readText(fields: Fields): Read {
  const mode = fields.requiredChoice('truncationMode', ['START', 'END', 'NONE']);
  const hasSource = fields.has('source');
  const value = fields.text('value', { min: 1, max: MAX_CHARACTERS });
  fields.close();
  if (hasSource === (value !== undefined)) {
    throw malformed('#/singleEmbeddingParams/text: expected exactly one of [value, source]');
  }
  if (value === undefined) throw noStorage();
  const isLong = value.length > READ_CHARACTERS;
  if (isLong && mode === 'NONE') {
    throw validation(
      `The text is too long: at most ${READ_CHARACTERS} characters without truncation, found ${value.length}.`,
    );
  }
  const text = mode === 'START' ? value.slice(-READ_CHARACTERS) : value.slice(0, READ_CHARACTERS);
  const features = textFeatures(text, 'manyLanguages');
  return {
    items: [
      {
        type: 'TEXT',
        modality: 'text',
        features,
        lean: 'TEXT',
        ...(isLong ? { truncatedCharLength: READ_CHARACTERS } : {}),
      },
    ],
    tokens: textTokens(text),
  };
}

async function readImage(fields: Fields, drawings: DrawingMemory): Promise<Read> {
  const detail = fields.choice('detailLevel', ['STANDARD_IMAGE', 'DOCUMENT_IMAGE']);
  const format = fields.requiredChoice('format', imageFormats);
  const source = sourceOf(fields, 'image');
  fields.close();
  const seen = await seePicture(source, 'image', { formats: imageFormats }, format);
  const features = pictureFeatures(seen, drawings, 'manyLanguages');
  const lean = detail === 'DOCUMENT_IMAGE' ? 'DOCUMENT' : 'IMAGE';
  return { items: [{ type: 'IMAGE', modality: 'image', features, lean }], tokens: 0 };
}

function readVideo(fields: Fields): Read {
  fields.requiredChoice('format', videoFormats);
  const mode = fields.requiredChoice('embeddingMode', ['AUDIO_VIDEO_COMBINED', 'AUDIO_VIDEO_SEPARATE']);
  const source = sourceOf(fields, 'video');
  fields.close();
  const film: Embedded = {
    type: 'VIDEO',
    modality: 'video',
    features: unknownFeatures(source, 'video'),
    lean: 'VIDEO',
  };
  if (mode === 'AUDIO_VIDEO_COMBINED') return { items: [{ ...film, type: mode }], tokens: 0 };
  const sound: Embedded = {
    type: 'AUDIO',
    modality: 'audio',
    features: unknownFeatures(source, 'audio'),
    lean: 'AUDIO',
  };
  return { items: [film, sound], tokens: 0 };
}

/** @returns the base64 of a request that brings its bytes along */
function sourceOf(fields: Fields, kind: string): string {
  const source = fields.requiredObject('source');
  const bytes = source.encoded('bytes');
  const hasLocation = source.has('s3Location');
  source.close();
  if (hasLocation === (bytes !== undefined)) {
    throw malformed(`#/singleEmbeddingParams/${kind}/source: expected exactly one of [bytes, s3Location]`);
  }
  if (bytes === undefined) throw noStorage();
  return bytes;
}

/** Films and sounds are not looked into: the same file is near itself and near nothing else. */
function unknownFeatures(base64: string, kind: 'video' | 'audio'): Features {
  const hash = createHash('sha256').update(bytesOf(base64, kind)).digest('hex');
  return new Map([[`${kind}/${hash}`, 1]]);
}

function noStorage(): Error {
  return validation('This simulator reads no embedding input from Amazon S3; send the input in the request.');
}
