import assert from 'node:assert/strict';
import { ListFoundationModelsCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { InvokeModelCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import sharp from 'sharp';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../../src/simulator/server';
import { controlClient, http1Client, http2Client } from './clients';
import { base64Of, openBench, scene, type Bench } from './editing';

const titan = 'amazon.titan-embed-image-v1';
const nova = 'amazon.nova-2-multimodal-embeddings-v1:0';
const cohere = 'us.cohere.embed-v4:0';

type Body = Readonly<Record<string, unknown>>;

function novaBody(parameters: object): Body {
  return {
    taskType: 'SINGLE_EMBEDDING',
    singleEmbeddingParams: { embeddingPurpose: 'GENERIC_INDEX', ...parameters },
  };
}

function novaText(value: string, more: object = {}): Body {
  return novaBody({ text: { truncationMode: 'END', value }, ...more });
}

function cohereBody(more: object): Body {
  return { input_type: 'search_document', embedding_types: ['float'], ...more };
}

/** Bytes that a 16 by 16 PNG begins with, and so many more. */
async function heavyPng(bytes: number): Promise<string> {
  const png = Buffer.from(await base64Of(scene(16, 16)), 'base64');
  return Buffer.concat([png, Buffer.alloc(Math.max(0, bytes - png.length))]).toString('base64');
}

async function send(client: BedrockRuntimeClient, modelId: string, body: unknown) {
  const answer = await client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
  return JSON.parse(new TextDecoder().decode(answer.body)) as Body;
}

async function refusal(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  assert.ok(error instanceof Error, 'the request was not refused');
  return error;
}

/** With the headers of the answer, which no client hands on. */
async function headersOf(simulator: RunningSimulator, modelId: string, body: Body): Promise<Headers> {
  const response = await fetch(`${simulator.url}/model/${encodeURIComponent(modelId)}/invoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.bearerKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200, await response.clone().text());
  return response.headers;
}

describe('the simulator: embeddings', () => {
  let bench: Bench;
  let png: string;
  let jpeg: string;
  let gif: string;
  let webp: string;

  before(async () => {
    bench = await openBench();
    const picture = scene(320, 200);
    [png, jpeg, gif, webp] = await Promise.all([
      base64Of(picture.clone()),
      base64Of(picture.clone(), 'jpeg'),
      base64Of(picture.clone(), 'gif'),
      base64Of(picture.clone(), 'webp'),
    ]);
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  const vectorOf = (answer: Body): readonly number[] => answer['embedding'] as readonly number[];
  const novaVectors = (answer: Body) =>
    answer['embeddings'] as readonly {
      readonly embeddingType: string;
      readonly embedding: readonly number[];
      readonly truncatedCharLength?: number;
    }[];
  const uri = (base64: string, type = 'png'): string => `data:image/${type};base64,${base64}`;
  const source = (base64: string): object => ({ source: { bytes: base64 } });

  it('answers Titan with a vector, the tokens of the text and no message', async () => {
    const answer = await bench.send(titan, { inputText: 'a red kite' });
    assert.deepEqual(Object.keys(answer), ['embedding', 'inputTextTokenCount', 'message']);
    assert.equal(vectorOf(answer).length, 1024);
    assert.equal(answer['inputTextTokenCount'], 3);
    assert.equal(answer['message'], null);
  });

  it('makes vectors of unit length, in every length that the models have', async () => {
    const near = (vector: readonly number[], length: number): void => {
      assert.equal(vector.length, length);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
    };
    for (const outputEmbeddingLength of [256, 384, 1024]) {
      const body = { inputImage: png, embeddingConfig: { outputEmbeddingLength } };
      near(vectorOf(await bench.send(titan, body)), outputEmbeddingLength);
    }
    for (const embeddingDimension of [256, 384, 1024, 3072]) {
      const [item] = novaVectors(await bench.send(nova, novaText('a kite', { embeddingDimension })));
      near(item?.embedding ?? [], embeddingDimension);
    }
    for (const output_dimension of [256, 512, 1024, 1536]) {
      const answer = await bench.send(cohere, cohereBody({ texts: ['a kite'], output_dimension }));
      near((answer['embeddings'] as number[][])[0] ?? [], output_dimension);
    }
  });

  it('has the longest of each where no length is asked for', async () => {
    const [item] = novaVectors(await bench.send(nova, novaText('a kite')));
    assert.equal(item?.embedding.length, 3072);
    const answer = await bench.send(cohere, cohereBody({ texts: ['a kite'] }));
    assert.equal((answer['embeddings'] as number[][])[0]?.length, 1536);
  });

  it('gives one input one vector, also in another simulator and over cleartext HTTP/2', async () => {
    const other = await startSimulator({ lifecycle: 'active' });
    const client = http2Client(other);
    for (const body of [{ inputText: 'a red kite' }, { inputImage: jpeg }]) {
      assert.deepEqual(await send(client, titan, body), await bench.send(titan, body));
    }
    client.destroy();
    await other.close();
  });

  it('averages text and picture in Titan, and does not make a unit of it', async () => {
    const [text, image, both] = await Promise.all([
      bench.send(titan, { inputText: 'moon' }),
      bench.send(titan, { inputImage: png }),
      bench.send(titan, { inputText: 'moon', inputImage: png }),
    ]);
    const [one, other, middle] = [vectorOf(text), vectorOf(image), vectorOf(both)];
    for (const [at, value] of middle.entries()) {
      assert.ok(Math.abs(value - ((one[at] ?? 0) + (other[at] ?? 0)) / 2) < 1e-7);
    }
    assert.ok(Math.hypot(...middle) < 0.95);
    assert.equal(both['inputTextTokenCount'], 1);
  });

  it('answers Nova with the type of each input', async () => {
    for (const [format, base64] of [
      ['png', png],
      ['jpeg', jpeg],
      ['gif', gif],
      ['webp', webp],
    ] as const) {
      const answer = await bench.send(nova, novaBody({ image: { format, ...source(base64) } }));
      assert.deepEqual(
        novaVectors(answer).map(({ embeddingType }) => embeddingType),
        ['IMAGE'],
      );
    }
    const sound = novaBody({ audio: { format: 'wav', ...source(png) } });
    assert.equal(novaVectors(await bench.send(nova, sound))[0]?.embeddingType, 'AUDIO');
    for (const [embeddingMode, types] of [
      ['AUDIO_VIDEO_COMBINED', ['AUDIO_VIDEO_COMBINED']],
      ['AUDIO_VIDEO_SEPARATE', ['VIDEO', 'AUDIO']],
    ] as const) {
      const film = novaBody({ video: { format: 'mp4', embeddingMode, ...source(png) } });
      assert.deepEqual(
        novaVectors(await bench.send(nova, film)).map(({ embeddingType }) => embeddingType),
        types,
      );
    }
  });

  it('shortens a long text for Nova at the end that is asked for, and says so', async () => {
    const [head, tail] = ['kite '.repeat(1639).slice(0, 8192), 'moon '.repeat(1639).slice(0, 8192)];
    const shorten = async (truncationMode: string) =>
      novaVectors(await bench.send(nova, novaBody({ text: { truncationMode, value: head + tail } })))[0];
    const [end, start] = [await shorten('END'), await shorten('START')];
    assert.deepEqual([end?.truncatedCharLength, start?.truncatedCharLength], [8192, 8192]);
    const plain = async (value: string) => novaVectors(await bench.send(nova, novaText(value)))[0];
    assert.deepEqual(end?.embedding, (await plain(head))?.embedding);
    assert.deepEqual(start?.embedding, (await plain(tail))?.embedding);
    assert.ok(!('truncatedCharLength' in ((await plain(head)) ?? {})));
  });

  it('has other vectors for other purposes and for pictures of documents', async () => {
    const purposes = ['GENERIC_INDEX', 'GENERIC_RETRIEVAL', 'IMAGE_RETRIEVAL', 'CLUSTERING'];
    const texts = await Promise.all(
      purposes.map((embeddingPurpose) => bench.send(nova, novaText('a kite', { embeddingPurpose }))),
    );
    assert.equal(new Set(texts.map((answer) => JSON.stringify(answer))).size, purposes.length);
    const image = (detailLevel: string) =>
      bench.send(nova, novaBody({ image: { detailLevel, format: 'png', ...source(png) } }));
    assert.notDeepEqual(await image('STANDARD_IMAGE'), await image('DOCUMENT_IMAGE'));
  });

  it('answers Cohere with a bare list for one type, and by type for none or several', async () => {
    const input = { input_type: 'search_query', texts: ['a kite', 'a lamp'] };
    const one = await bench.send(cohere, { ...input, embedding_types: ['float'] });
    assert.equal(one['response_type'], 'embeddings_floats');
    assert.deepEqual(one['texts'], input.texts);
    const none = await bench.send(cohere, input);
    assert.equal(none['response_type'], 'embeddings_by_type');
    assert.deepEqual(none['embeddings'], { float: one['embeddings'] });
    const types = ['float', 'int8', 'uint8', 'binary', 'ubinary'];
    const all = await bench.send(cohere, { ...input, embedding_types: types, output_dimension: 256 });
    const embeddings = all['embeddings'] as Readonly<Record<string, number[][]>>;
    assert.deepEqual(Object.keys(embeddings), types);
    const first = (type: string): number[] => embeddings[type]?.[0] ?? [];
    assert.deepEqual(
      types.map((type) => first(type).length),
      [256, 256, 256, 32, 32],
    );
    assert.deepEqual(
      first('uint8'),
      first('int8').map((value) => value + 128),
    );
    assert.deepEqual(
      first('ubinary'),
      first('binary').map((value) => value + 128),
    );
    assert.equal((first('ubinary')[0] ?? 0) >> 7, (first('float')[0] ?? 0) > 0 ? 1 : 0);
  });

  it('embeds 96 texts in one request to Cohere, each as it would alone', async () => {
    const texts = Array.from({ length: 96 }, (_, at) => `picture number ${at}`);
    const many = (await bench.send(cohere, cohereBody({ texts })))['embeddings'] as number[][];
    const alone = (await bench.send(cohere, cohereBody({ texts: texts.slice(40, 41) })))['embeddings'];
    assert.equal(many.length, 96);
    assert.deepEqual([many[40]], alone);
  });

  it('makes one vector of a text and a picture in Cohere', async () => {
    const content = [
      { type: 'text', text: 'moon' },
      { type: 'image_url', image_url: { url: uri(webp, 'webp') } },
    ];
    const fused = await bench.send(cohere, cohereBody({ inputs: [{ content }] }));
    const [vector, ...others] = fused['embeddings'] as number[][];
    assert.equal(others.length, 0);
    const dot = (other: readonly number[] = []): number =>
      (vector ?? []).reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
    const [text] = (await bench.send(cohere, cohereBody({ texts: ['moon'] })))['embeddings'] as number[][];
    const [image] = (await bench.send(cohere, cohereBody({ images: [uri(webp, 'webp')] })))[
      'embeddings'
    ] as number[][];
    assert.ok(dot(text) > 0.7 && dot(image) > 0.7);
  });

  it('shortens a text for Cohere to the tokens that are allowed, at either end', async () => {
    const ask = (texts: readonly string[], more: object = {}) =>
      bench.send(cohere, cohereBody({ texts, ...more }));
    const vectors = async (answer: Promise<Body>) => (await answer)['embeddings'];
    const text = 'kite over hill';
    assert.deepEqual(await vectors(ask([text], { max_tokens: 1 })), await vectors(ask(['kite'])));
    assert.deepEqual(
      await vectors(ask([text], { max_tokens: 1, truncate: 'LEFT' })),
      await vectors(ask(['hill'])),
    );
  });

  it('counts tokens in a header', async () => {
    const count = async (modelId: string, body: Body): Promise<string | null> =>
      (await headersOf(bench.simulator, modelId, body)).get('x-amzn-bedrock-input-token-count');
    assert.equal(await count(titan, { inputText: 'a red kite' }), '3');
    assert.equal(await count(nova, novaText('a red kite')), '3');
    assert.equal(await count(cohere, cohereBody({ texts: ['a red kite', 'a lamp'] })), '5');
    const [tiny, large] = await Promise.all([base64Of(scene(20, 20)), base64Of(scene(2000, 1500), 'jpeg')]);
    const image = (base64: string, type: string) =>
      count(cohere, cohereBody({ images: [uri(base64, type)] }));
    assert.equal(await image(png, 'png'), String(Math.ceil((320 * 200) / 784) * 4));
    assert.equal(await image(tiny, 'png'), String((3136 / 784) * 4));
    assert.equal(await image(large, 'jpeg'), String((2_458_624 / 784) * 4));
  });

  const refused: readonly (readonly [string, string, () => Body | Promise<Body>, RegExp])[] = [
    ['Titan with nothing', titan, () => ({}), /\[inputText\] or \[inputImage\] not found/],
    ['Titan with an empty text', titan, () => ({ inputText: '' }), /minLength: 1/],
    ['Titan with a text that is none', titan, () => ({ inputText: 7 }), /expected type: String/],
    [
      'Titan at 512',
      titan,
      () => ({ inputText: 'a', embeddingConfig: { outputEmbeddingLength: 512 } }),
      /512/,
    ],
    ['an unknown field in Titan', titan, () => ({ inputText: 'a', normalize: true }), /\[normalize\]/],
    [
      'an unknown field in the settings of Titan',
      titan,
      () => ({ inputText: 'a', embeddingConfig: { dimensions: 256 } }),
      /extraneous key \[dimensions\]/,
    ],
    ['257 tokens in Titan', titan, () => ({ inputText: 'kite '.repeat(257) }), /Max input tokens: 256.*257/],
    ['what is not base64', titan, () => ({ inputImage: '***' }), /not valid base64/],
    ['WebP in Titan', titan, () => ({ inputImage: webp }), /unsupported format.*png, jpeg/],
    [
      'a side above 2048 in Titan',
      titan,
      async () => ({ inputImage: await base64Of(scene(2049, 100)) }),
      /at most 2048 pixels, found 2049 x 100/,
    ],
    [
      'a damaged picture',
      titan,
      () => ({ inputImage: Buffer.from(png, 'base64').subarray(0, 200).toString('base64') }),
      /could not be decoded/,
    ],
    ['Nova without a task', nova, () => ({ singleEmbeddingParams: {} }), /\[taskType\] not found/],
    ['segments', nova, () => ({ ...novaText('a'), taskType: 'SEGMENTED_EMBEDDING' }), /StartAsyncInvoke/],
    ['another schema', nova, () => ({ ...novaText('a'), schemaVersion: 'v2' }), /schemaVersion/],
    [
      'Nova without a purpose',
      nova,
      () => ({
        taskType: 'SINGLE_EMBEDDING',
        singleEmbeddingParams: { text: { truncationMode: 'END', value: 'a' } },
      }),
      /\[embeddingPurpose\] not found/,
    ],
    ['an unknown purpose', nova, () => novaText('a', { embeddingPurpose: 'SEARCH' }), /embeddingPurpose/],
    ['Nova at 512', nova, () => novaText('a', { embeddingDimension: 512 }), /embeddingDimension: 512/],
    ['Nova with nothing', nova, () => novaBody({}), /exactly one of .* found: 0/],
    [
      'text and picture in Nova',
      nova,
      () => novaText('a', { image: { format: 'png', ...source(png) } }),
      /exactly one of .* found: 2/,
    ],
    ['an unknown kind in Nova', nova, () => novaText('a', { document: {} }), /extraneous key \[document\]/],
    ['no truncation mode', nova, () => novaBody({ text: { value: 'a' } }), /\[truncationMode\] not found/],
    ['no text in a text', nova, () => novaBody({ text: { truncationMode: 'END' } }), /\[value, source\]/],
    [
      'value and source',
      nova,
      () => novaBody({ text: { truncationMode: 'END', value: 'a', source: {} } }),
      /\[value, source\]/,
    ],
    [
      '8193 characters that may not be shortened',
      nova,
      () => novaBody({ text: { truncationMode: 'NONE', value: 'x'.repeat(8193) } }),
      /at most 8192/,
    ],
    ['50001 characters', nova, () => novaText('x'.repeat(50_001)), /expected maxLength: 50000/],
    ['a picture without a format', nova, () => novaBody({ image: source(png) }), /\[format\] not found/],
    [
      'a picture of another format than it says',
      nova,
      () => novaBody({ image: { format: 'jpeg', ...source(png) } }),
      /expected jpeg, found png/,
    ],
    [
      'a picture without a source',
      nova,
      () => novaBody({ image: { format: 'png' } }),
      /\[source\] not found/,
    ],
    [
      'an empty source',
      nova,
      () => novaBody({ image: { format: 'png', source: {} } }),
      /\[bytes, s3Location\]/,
    ],
    [
      'a film without its mode',
      nova,
      () => novaBody({ video: { format: 'mp4', ...source(png) } }),
      /\[embeddingMode\] not found/,
    ],
    ['Cohere without a type', cohere, () => ({ texts: ['a'] }), /\[input_type\] not found/],
    ['an unknown type', cohere, () => cohereBody({ input_type: 'image', texts: ['a'] }), /input_type/],
    ['Cohere with nothing', cohere, () => cohereBody({}), /exactly one of .* found: 0/],
    [
      'texts and images',
      cohere,
      () => cohereBody({ texts: ['a'], images: [uri(png)] }),
      /exactly one of .* found: 2/,
    ],
    ['no text', cohere, () => cohereBody({ texts: [] }), /minimum item count: 1/],
    ['97 texts', cohere, () => cohereBody({ texts: Array(97).fill('a') }), /maximum item count: 96/],
    ['97 images', cohere, () => cohereBody({ images: Array(97).fill(uri(png)) }), /maximum item count: 96/],
    ['97 inputs', cohere, () => cohereBody({ inputs: Array(97).fill({}) }), /maximum item count: 96/],
    ['no data URI', cohere, () => cohereBody({ images: [png] }), /no data URI/],
    ['a data URI of a TIFF', cohere, () => cohereBody({ images: [uri(png, 'tiff')] }), /no data URI/],
    ['a data URI that lies', cohere, () => cohereBody({ images: [uri(png, 'webp')] }), /expected webp/],
    [
      'an image above 5 MB',
      cohere,
      async () => cohereBody({ images: [uri(await heavyPng(5_000_001))] }),
      /at most 5000000 bytes/,
    ],
    ['Cohere at 384', cohere, () => cohereBody({ texts: ['a'], output_dimension: 384 }), /384/],
    [
      'an unknown embedding type',
      cohere,
      () => cohereBody({ texts: ['a'], embedding_types: ['double'] }),
      /"double"/,
    ],
    [
      'more tokens than there are',
      cohere,
      () => cohereBody({ texts: ['a'], max_tokens: 128_001 }),
      /max_tokens: 128001/,
    ],
    ['an end that is unknown', cohere, () => cohereBody({ texts: ['a'], truncate: 'END' }), /truncate/],
    [
      'a long text that may not be shortened',
      cohere,
      () => cohereBody({ texts: ['one two'], max_tokens: 1, truncate: 'NONE' }),
      /too long/,
    ],
    [
      'a part of an unknown type',
      cohere,
      () => cohereBody({ inputs: [{ content: [{ type: 'image' }] }] }),
      /inputs\/0\/content\/0\/type/,
    ],
    [
      'an input without content',
      cohere,
      () => cohereBody({ inputs: [{}] }),
      /content: expected type: JSONArray/,
    ],
    ['an unknown field in Cohere', cohere, () => cohereBody({ texts: ['a'], model: 'x' }), /\[model\]/],
    [
      '20 MB for Cohere',
      cohere,
      () => cohereBody({ texts: ['x'.repeat(20_000_001)] }),
      /larger than 20000000/,
    ],
    ['25 MB for Titan', titan, () => ({ inputText: 'x'.repeat(25_000_001) }), /larger than 25000000/],
  ];
  for (const [name, modelId, body, message] of refused) {
    it(`refuses ${name}`, async () => assert.match(await bench.refused(modelId, await body()), message));
  }

  it('takes the most that Titan takes', async () => {
    const answer = await bench.send(titan, {
      inputText: 'kite '.repeat(256),
      inputImage: await base64Of(scene(2048, 2048), 'jpeg'),
    });
    assert.equal(answer['inputTextTokenCount'], 256);
  });

  it('reads grey, animated and transparent pictures', async () => {
    const grey = await base64Of(scene(64, 64).greyscale().toColourspace('b-w'));
    assert.equal(vectorOf(await bench.send(titan, { inputImage: grey })).length, 1024);
    const clear = sharp({ create: { width: 64, height: 64, channels: 4, background: '#ff000000' } });
    const white = sharp({ create: { width: 64, height: 64, channels: 3, background: '#ffffff' } });
    assert.deepEqual(
      await bench.send(titan, { inputImage: await base64Of(clear) }),
      await bench.send(titan, { inputImage: await base64Of(white) }),
    );
  });

  it('says in a message of Titan that it failed, and with an error for the others', async () => {
    bench.simulator.faults.add({ kind: 'inferenceError', count: 2 });
    const answer = await bench.send(titan, { inputText: 'a' });
    assert.equal(typeof answer['message'], 'string');
    assert.equal(answer['embedding'], null);
    assert.equal((await refusal(bench.send(nova, novaText('a')))).name, 'ModelErrorException');
  });

  it('meets the faults of every model', async () => {
    for (const [kind, name] of [
      ['throttle', 'ThrottlingException'],
      ['noAccess', 'AccessDeniedException'],
      ['inputFiltered', 'ValidationException'],
      ['truncatedJson', 'SyntaxError'],
      ['invalidJson', 'SyntaxError'],
    ] as const) {
      bench.simulator.faults.add({ kind });
      assert.equal((await refusal(bench.send(titan, { inputText: 'a' }))).name, name, kind);
    }
  });
});

describe('the simulator: where embedding models are, and how often they answer', () => {
  const withSimulator = async (
    options: SimulatorOptions,
    work: (simulator: RunningSimulator, client: BedrockRuntimeClient) => Promise<void>,
  ): Promise<void> => {
    const simulator = await startSimulator(options);
    const client = http1Client(simulator);
    try {
      await work(simulator, client);
    } finally {
      client.destroy();
      await simulator.close();
    }
  };

  const places = [
    ['us-east-1', [titan, nova, cohere, 'global.cohere.embed-v4:0']],
    ['eu-central-1', [titan, 'eu.cohere.embed-v4:0', 'global.cohere.embed-v4:0']],
    ['ap-northeast-1', ['global.cohere.embed-v4:0']],
  ] as const;
  const bodies: Readonly<Record<string, Body>> = { [titan]: { inputText: 'a' }, [nova]: novaText('a') };
  const ids = [...new Set(places.flatMap(([, here]) => here))];
  for (const [region, here] of places) {
    it(`answers in ${region} what is there`, () =>
      withSimulator({ lifecycle: 'real', region }, async (_, client) => {
        for (const id of ids) {
          const work = send(client, id, bodies[id] ?? cohereBody({ texts: ['a'] }));
          if (here.some((each) => each === id)) assert.ok(await work);
          else assert.equal((await refusal(work)).message, 'The provided model identifier is invalid.', id);
        }
      }));
  }

  it('asks for a profile where the bare id of Cohere is sent', () =>
    withSimulator({ lifecycle: 'real', region: 'us-east-1' }, async (_, client) => {
      const error = await refusal(send(client, 'cohere.embed-v4:0', cohereBody({ texts: ['a'] })));
      assert.match(error.message, /with on-demand throughput isn’t supported/);
    }));

  it('lists the models by modality, and the profiles of the part of the world', () =>
    withSimulator({ lifecycle: 'real', region: 'eu-central-1' }, async (simulator) => {
      const client = controlClient(simulator);
      const { modelSummaries = [] } = await client.send(
        new ListFoundationModelsCommand({ byOutputModality: 'EMBEDDING' }),
      );
      assert.deepEqual(
        modelSummaries.map(({ modelId, inferenceTypesSupported }) => [modelId, inferenceTypesSupported]),
        [
          [titan, ['ON_DEMAND']],
          ['cohere.embed-v4:0', ['INFERENCE_PROFILE']],
        ],
      );
      const { inferenceProfileSummaries = [] } = await client.send(new ListInferenceProfilesCommand({}));
      const profiles = inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId);
      assert.deepEqual(
        profiles.filter((id) => id?.includes('embed')),
        ['eu.cohere.embed-v4:0', 'global.cohere.embed-v4:0'],
      );
      client.destroy();
    }));

  it('holds off what is above the requests of a minute, until the minute is over', async () => {
    let now = Date.now();
    await withSimulator({ lifecycle: 'active', requestsPerMinute: 2, now: () => now }, async (simulator) => {
      // Signed by the simulator's clock: a bearer key needs none.
      const status = async (modelId: string, body: Body): Promise<number> => {
        const response = await fetch(`${simulator.url}/model/${encodeURIComponent(modelId)}/invoke`, {
          method: 'POST',
          headers: { authorization: `Bearer ${simulator.bearerKey}` },
          body: JSON.stringify(body),
        });
        await response.arrayBuffer();
        return response.status;
      };
      const kite = { inputText: 'kite' };
      assert.deepEqual(
        [await status(titan, kite), await status(titan, kite), await status(titan, kite)],
        [200, 200, 429],
      );
      assert.equal(await status(nova, novaText('kite')), 200, 'each model has its own');
      now += 60_000;
      assert.equal(await status(titan, kite), 200);
    });
  });

  it('holds off what is above the tokens of a minute', () =>
    withSimulator({ lifecycle: 'active' }, async (_, client) => {
      const body = cohereBody({ texts: ['kite '.repeat(80_000)] });
      assert.ok(await send(client, cohere, body));
      const error = await refusal(send(client, cohere, body));
      assert.deepEqual(
        [error.name, error.message],
        ['ThrottlingException', 'Too many tokens, please wait before trying again.'],
      );
      assert.ok(await send(client, cohere, cohereBody({ texts: ['kite'] })));
    }));

  it('takes the published 2,000 requests of a minute and not one more', async () => {
    const { EmbeddingQuota } = await import('../../../src/simulator/bedrock/embeddingQuota');
    const quota = new EmbeddingQuota();
    for (let request = 0; request < 2000; request++)
      assert.ok(quota.admit(titan, 'us-east-1', 1000)?.spend(1));
    assert.equal(quota.admit(titan, 'us-east-1', 1000), undefined);
    assert.ok(quota.admit(titan, 'us-west-2', 1000), 'each region has its own');
    assert.ok(quota.admit(titan, 'us-east-1', 61_000));
  });
});
