import assert from 'node:assert/strict';
import type { EmbeddingInput } from '../../../../../src/core/search/models/adapter';
import { embeddingModels } from '../../../../../src/core/search/models/catalogue';
import type { EmbeddingModel } from '../../../../../src/core/search/models/descriptor';
import { findEmbeddingModel } from '../../../../../src/core/search/models/find';
import { embeddingAdapterFor } from '../../../../../src/core/search/models/known';

const TITAN = 'amazon.titan-embed-image-v1';
const NOVA = 'amazon.nova-2-multimodal-embeddings-v1:0';
const COHERE = 'cohere.embed-v4:0';

function modelOf(id: string): EmbeddingModel {
  const model = findEmbeddingModel(id);
  assert.ok(model);
  return model;
}

function text(words: string, use: 'index' | 'query' = 'query'): EmbeddingInput {
  return { content: { kind: 'text', text: words }, use };
}

function image(format: 'png' | 'jpeg' = 'jpeg', use: 'index' | 'query' = 'index'): EmbeddingInput {
  return { content: { kind: 'image', image: { format, base64: 'aGVsbG8=' } }, use };
}

function encode(id: string, input: EmbeddingInput, dimensions: number): unknown {
  const model = modelOf(id);
  const encoded = embeddingAdapterFor(model).encode(input, model, dimensions);
  assert.ok(encoded.ok, JSON.stringify(encoded));
  return encoded.value;
}

function decode(id: string, body: unknown, dimensions: number): unknown {
  const decoded = embeddingAdapterFor(modelOf(id)).decode(body, dimensions);
  return decoded.ok ? { ...decoded.value, vector: [...decoded.value.vector] } : { error: decoded.error.kind };
}

/** A vector of the length that is asked for, with its first numbers. */
function vector(length: number, ...first: readonly number[]): number[] {
  return [...first, ...Array.from({ length: length - first.length }, () => 0)];
}

describe('requests of embedding models', () => {
  it('asks Titan for words, and for an image, by its plain base64', () => {
    assert.deepEqual(encode(TITAN, text('suede sneaker'), 384), {
      inputText: 'suede sneaker',
      embeddingConfig: { outputEmbeddingLength: 384 },
    });
    assert.deepEqual(encode(TITAN, image(), 1024), {
      inputImage: 'aGVsbG8=',
      embeddingConfig: { outputEmbeddingLength: 1024 },
    });
  });

  it('asks Nova with the purpose of indexing for what is found, and of finding images for what is looked for', () => {
    assert.deepEqual(encode(NOVA, image('png'), 3072), {
      schemaVersion: 'nova-multimodal-embed-v1',
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: 'GENERIC_INDEX',
        embeddingDimension: 3072,
        image: { detailLevel: 'STANDARD_IMAGE', format: 'png', source: { bytes: 'aGVsbG8=' } },
      },
    });
    assert.deepEqual(encode(NOVA, text('suede sneaker'), 256), {
      schemaVersion: 'nova-multimodal-embed-v1',
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: 'IMAGE_RETRIEVAL',
        embeddingDimension: 256,
        text: { truncationMode: 'END', value: 'suede sneaker' },
      },
    });
    assert.deepEqual(encode(NOVA, image('jpeg', 'query'), 384), {
      schemaVersion: 'nova-multimodal-embed-v1',
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: 'IMAGE_RETRIEVAL',
        embeddingDimension: 384,
        image: { detailLevel: 'STANDARD_IMAGE', format: 'jpeg', source: { bytes: 'aGVsbG8=' } },
      },
    });
  });

  it('asks Cohere for one image as a data URI, and always says that it wants floats', () => {
    assert.deepEqual(encode(COHERE, image('png'), 1536), {
      input_type: 'search_document',
      images: ['data:image/png;base64,aGVsbG8='],
      embedding_types: ['float'],
      output_dimension: 1536,
    });
    assert.deepEqual(encode(COHERE, text('suede sneaker'), 512), {
      input_type: 'search_query',
      texts: ['suede sneaker'],
      truncate: 'RIGHT',
      embedding_types: ['float'],
      output_dimension: 512,
    });
  });

  it('refuses what no model takes, and names it', () => {
    for (const model of embeddingModels) {
      const adapter = embeddingAdapterFor(model);
      const field = (input: EmbeddingInput, dimensions: number): string | undefined => {
        const encoded = adapter.encode(input, model, dimensions);
        return encoded.ok || encoded.error.kind !== 'badRequest' ? undefined : encoded.error.field;
      };
      assert.equal(field(text('words'), 1000), 'dimensions');
      assert.equal(field(text('  '), model.defaultDimensions), 'text');
      const empty: EmbeddingInput = {
        content: { kind: 'image', image: { format: 'png', base64: '' } },
        use: 'index',
      };
      assert.equal(field(empty, model.defaultDimensions), 'image');
      const long = 'word '.repeat(model.text.maxLength + 1);
      const refused = adapter.encode(text(long), model, model.defaultDimensions);
      assert.ok(!refused.ok && refused.error.kind === 'promptTooLong');
    }
  });

  it('refuses more bytes than Cohere takes of one image', () => {
    const model = modelOf(COHERE);
    const base64 = 'A'.repeat(6_700_000);
    const encoded = embeddingAdapterFor(model).encode(
      { content: { kind: 'image', image: { format: 'jpeg', base64 } }, use: 'index' },
      model,
      1024,
    );
    assert.ok(!encoded.ok && encoded.error.kind === 'badRequest' && encoded.error.field === 'image');
  });
});

describe('answers of embedding models', () => {
  it('reads what Titan says, and its count of tokens', () => {
    const body = { embedding: vector(256, 0.5, -0.25), inputTextTokenCount: 7, message: null };
    assert.deepEqual(decode(TITAN, body, 256), { vector: vector(256, 0.5, -0.25), textTokens: 7 });
  });

  it('takes no vector of Titan whose message says that it failed', () => {
    const body = { embedding: vector(256, 1), inputTextTokenCount: 7, message: 'Could not be made.' };
    assert.deepEqual(decode(TITAN, body, 256), { error: 'badAnswer' });
  });

  it('reads what Nova says, with and without a count of tokens', () => {
    const embeddings = [{ embeddingType: 'TEXT', embedding: vector(256, 1), truncatedCharLength: 12 }];
    assert.deepEqual(decode(NOVA, { embeddings }, 256), { vector: vector(256, 1) });
    assert.deepEqual(decode(NOVA, { embeddings, inputTokenCount: 3 }, 256), {
      vector: vector(256, 1),
      textTokens: 3,
    });
  });

  it('reads both forms in which Cohere answers', () => {
    const floats = [vector(256, 0.5)];
    const byType = { id: 'a', response_type: 'embeddings_by_type', embeddings: { float: floats } };
    const bare = { id: 'a', response_type: 'embeddings_floats', embeddings: floats, texts: ['kite'] };
    assert.deepEqual(decode(COHERE, byType, 256), { vector: vector(256, 0.5) });
    assert.deepEqual(decode(COHERE, bare, 256), { vector: vector(256, 0.5) });
  });

  it('takes no vector that cannot be compared', () => {
    const wrong: readonly (readonly number[])[] = [[], vector(255, 1), vector(256), vector(256, Infinity)];
    for (const values of wrong) {
      const bodies: Readonly<Record<string, unknown>> = {
        [TITAN]: { embedding: values },
        [NOVA]: { embeddings: [{ embeddingType: 'IMAGE', embedding: values }] },
        [COHERE]: { embeddings: { float: [values] } },
      };
      for (const [id, body] of Object.entries(bodies)) {
        assert.deepEqual(decode(id, body, 256), { error: 'badAnswer' });
      }
    }
    for (const { id } of embeddingModels) {
      for (const body of [undefined, null, 'text', {}, { embeddings: [] }, { embeddings: { int8: [[1]] } }]) {
        assert.deepEqual(decode(id, body, 256), { error: 'badAnswer' });
      }
    }
  });
});
