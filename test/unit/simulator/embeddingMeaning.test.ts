import assert from 'node:assert/strict';
import sharp from 'sharp';
import { imagesOf, openBench, type Bench } from './editing';

const core = 'stability.stable-image-core-v1:1';

type Vector = readonly number[];

interface Embedder {
  readonly name: string;
  /** As a question. */
  text(text: string): Promise<Vector>;
  /** As an entry of an index. */
  image(png: Buffer): Promise<Vector>;
}

const prompts = {
  kite: 'A red kite above a green hill',
  pot: 'A blue pot with a fern on a table',
  lamp: 'A yellow lamp on a desk at night',
  dog: 'A brown dog beside a white house',
  boat: 'A sailboat on the sea at dawn',
  sneaker: 'An orange sneaker, photo',
  moon: 'The moon and stars over mountains at night',
  apple: 'Three red apples on a table',
} as const;
type Name = keyof typeof prompts;
const names = Object.keys(prompts) as Name[];

function titan(bench: Bench, outputEmbeddingLength: number): Embedder {
  const ask = async (input: object): Promise<Vector> => {
    const body = { ...input, embeddingConfig: { outputEmbeddingLength } };
    return (await bench.send('amazon.titan-embed-image-v1', body))['embedding'] as Vector;
  };
  return {
    name: `Titan, ${outputEmbeddingLength}`,
    text: (inputText) => ask({ inputText }),
    image: (png) => ask({ inputImage: png.toString('base64') }),
  };
}

function nova(bench: Bench, embeddingDimension: number, purpose = 'IMAGE_RETRIEVAL'): Embedder {
  const ask = async (embeddingPurpose: string, input: object): Promise<Vector> => {
    const answer = await bench.send('amazon.nova-2-multimodal-embeddings-v1:0', {
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: { embeddingPurpose, embeddingDimension, ...input },
    });
    return only(answer['embeddings'] as readonly { readonly embedding: Vector }[]).embedding;
  };
  return {
    name: `Nova, ${embeddingDimension}`,
    text: (value) => ask(purpose, { text: { truncationMode: 'END', value } }),
    image: (png) =>
      ask('GENERIC_INDEX', { image: { format: 'png', source: { bytes: png.toString('base64') } } }),
  };
}

function cohere(bench: Bench, output_dimension: number): Embedder {
  const ask = async (input_type: string, input: object): Promise<Vector> => {
    const body = { input_type, output_dimension, embedding_types: ['float'], ...input };
    return only((await bench.send('us.cohere.embed-v4:0', body))['embeddings'] as readonly Vector[]);
  };
  return {
    name: `Cohere, ${output_dimension}`,
    text: (text) => ask('search_query', { texts: [text] }),
    image: (png) => ask('search_document', { images: [`data:image/png;base64,${png.toString('base64')}`] }),
  };
}

function only<T>(items: readonly T[]): T {
  const [first] = items;
  assert.ok(first !== undefined && items.length === 1);
  return first;
}

function cosine(one: Vector, other: Vector): number {
  assert.equal(one.length, other.length);
  const product = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  return product / (Math.hypot(...one) * Math.hypot(...other));
}

/** The pictures by how near they are, the nearest first. */
function ranked(query: Vector, pictures: ReadonlyMap<Name, Vector>): readonly (readonly [Name, number])[] {
  return [...pictures]
    .map(([name, vector]) => [name, cosine(query, vector)] as const)
    .toSorted(([, one], [, other]) => other - one);
}

async function draw(bench: Bench, prompt: string, seed = 7): Promise<Buffer> {
  return only(imagesOf(await bench.send(core, { prompt, seed })));
}

function solid(background: string, width = 300, height = 300): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

describe('the simulator: what embeddings mean', () => {
  let bench: Bench;
  const drawn = new Map<Name, Buffer>();

  before(async () => {
    bench = await openBench();
    // As an extension sends them: made smaller, and without anything but pixels.
    for (const name of names) {
      const small = sharp(await draw(bench, prompts[name])).resize({ width: 512 });
      drawn.set(
        name,
        await sharp(await small.jpeg({ quality: 85 }).toBuffer())
          .png()
          .toBuffer(),
      );
    }
  });
  after(() => bench.close());

  const embedAll = async (embedder: Embedder): Promise<ReadonlyMap<Name, Vector>> => {
    const vectors = new Map<Name, Vector>();
    for (const [name, png] of drawn) vectors.set(name, await embedder.image(png));
    return vectors;
  };

  const models: readonly (readonly [string, (bench: Bench) => Embedder])[] = [
    ['Titan at 256', (bench) => titan(bench, 256)],
    ['Titan at 384', (bench) => titan(bench, 384)],
    ['Titan at 1024', (bench) => titan(bench, 1024)],
    ['Nova at 256', (bench) => nova(bench, 256)],
    ['Nova at 3072', (bench) => nova(bench, 3072)],
    ['Cohere at 256', (bench) => cohere(bench, 256)],
    ['Cohere at 1536', (bench) => cohere(bench, 1536)],
  ];
  const questions: readonly (readonly [string, Name])[] = [
    ['red kite', 'kite'],
    ['a kite over a hillside', 'kite'],
    ['blue pot with fern', 'pot'],
    ['vase', 'pot'],
    ['lamp', 'lamp'],
    ['puppy', 'dog'],
    ['sneakers', 'sneaker'],
    ['something orange', 'sneaker'],
    ['a boat on the ocean', 'boat'],
    ['mountain peaks under the stars', 'moon'],
    ['fruit: red apple', 'apple'],
  ];
  for (const [name, make] of models) {
    it(`finds each picture by words with ${name}, well before the next`, async () => {
      const embedder = make(bench);
      const pictures = await embedAll(embedder);
      for (const [question, expected] of questions) {
        const [first, second] = ranked(await embedder.text(question), pictures);
        assert.ok(first && second);
        assert.equal(first[0], expected, question);
        assert.ok(first[1] > second[1] + 0.02, `${question}: ${first[1]} and ${second[1]}`);
      }
    });
  }

  it('puts both red things first where only the color is asked for', async () => {
    const embedder = titan(bench, 1024);
    const [first, second, third] = ranked(await embedder.text('red'), await embedAll(embedder));
    assert.deepEqual([first?.[0], second?.[0]].toSorted(), ['apple', 'kite']);
    assert.ok((second?.[1] ?? 0) > (third?.[1] ?? 1) + 0.05);
  });

  it('keeps what fits nothing near the background', async () => {
    const embedder = titan(bench, 1024);
    const pictures = await embedAll(embedder);
    const nothing = ranked(await embedder.text('quarterly revenue spreadsheet'), pictures);
    const something = ranked(await embedder.text('red kite'), pictures);
    const [best, worst] = [nothing[0]?.[1] ?? 1, nothing.at(-1)?.[1] ?? 0];
    assert.ok(best - worst < 0.1, `${best} to ${worst}`);
    assert.ok((something[0]?.[1] ?? 0) > best + 0.15);
  });

  it('has a gap between texts and pictures: two unlike pictures are nearer than a text and its own', async () => {
    const embedder = titan(bench, 1024);
    const pictures = await embedAll(embedder);
    const own = cosine(await embedder.text('a kite'), pictures.get('kite') ?? []);
    const unlike = cosine(pictures.get('kite') ?? [], pictures.get('moon') ?? []);
    assert.ok(unlike > own, `${unlike} and ${own}`);
  });

  it('is nearer to the same thing drawn anew than to another thing', async () => {
    const embedder = titan(bench, 1024);
    const pictures = await embedAll(embedder);
    const again = await embedder.image(await draw(bench, 'One red kite over a hill', 99));
    const [first, second] = ranked(again, pictures);
    assert.equal(first?.[0], 'kite');
    assert.ok((first?.[1] ?? 0) > (second?.[1] ?? 1) + 0.05);
  });

  it('gives a copy that was resized and saved anew nearly the same vector', async () => {
    const embedder = nova(bench, 1024);
    const original = drawn.get('dog');
    assert.ok(original);
    const small = await sharp(original).resize({ width: 300 }).jpeg({ quality: 60 }).toBuffer();
    const copy = await sharp(small).png().toBuffer();
    assert.ok(cosine(await embedder.image(original), await embedder.image(copy)) > 0.98);
  });

  it('knows a wide drawing again by its looks, after it was made small', async () => {
    const embedder = titan(bench, 1024);
    const answer = await bench.send(core, { prompt: 'A fox by a bicycle', seed: 3, aspect_ratio: '21:9' });
    const small = sharp(only(imagesOf(answer))).resize({ width: 400 });
    const fox = await embedder.image(
      await sharp(await small.jpeg().toBuffer())
        .png()
        .toBuffer(),
    );
    const kite = await embedder.image(drawn.get('kite') ?? Buffer.alloc(0));
    const question = await embedder.text('fox');
    assert.ok(cosine(question, fox) > cosine(question, kite) + 0.1);
  });

  it('knows no words of a picture that it did not draw, but its colors', async () => {
    const other = await openBench();
    const embedder = titan(other, 1024);
    const pictures = await embedAll(embedder);
    await other.close();
    const kite = ranked(await titan(bench, 1024).text('a kite'), pictures);
    assert.ok((kite[0]?.[1] ?? 1) - (kite.at(-1)?.[1] ?? 0) < 0.1);
    const red = ranked(await titan(bench, 1024).text('red'), pictures).map(([name]) => name);
    assert.deepEqual(red.slice(0, 2).toSorted(), ['apple', 'kite']);
  });

  it('measures how light a picture is, and what shape it has', async () => {
    const embedder = titan(bench, 1024);
    const [dark, bright] = [
      await embedder.image(await solid('#14161a')),
      await embedder.image(await solid('#f2f2ee')),
    ];
    const [night, sunny] = [await embedder.text('a dark picture'), await embedder.text('bright and sunny')];
    assert.ok(cosine(night, dark) > cosine(night, bright) + 0.05);
    assert.ok(cosine(sunny, bright) > cosine(sunny, dark) + 0.05);
    const [wide, tall] = [
      await embedder.image(await solid('#808080', 600, 300)),
      await embedder.image(await solid('#808080', 300, 600)),
    ];
    const [banner, portrait] = [await embedder.text('banner'), await embedder.text('portrait')];
    assert.ok(cosine(banner, wide) > cosine(banner, tall));
    assert.ok(cosine(portrait, tall) > cosine(portrait, wide));
  });

  it('tells left from right', async () => {
    const embedder = titan(bench, 1024);
    const discAt = (x: number): Promise<Buffer> =>
      sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#eee"/><circle cx="${x}" cy="150" r="50" fill="#26a"/></svg>`,
        ),
      )
        .png()
        .toBuffer();
    const [left, right] = [await embedder.image(await discAt(80)), await embedder.image(await discAt(320))];
    const question = await embedder.text('on the left');
    assert.ok(cosine(question, left) > cosine(question, right));
  });

  const colorWords: readonly (readonly [string, string])[] = [
    ['roter', '#d02818'],
    ['rojas', '#d02818'],
    ['grün', '#2f9a46'],
    ['verdes', '#2f9a46'],
    ['bleue', '#2450c8'],
    ['azul', '#2450c8'],
    ['gelbes', '#f2cc20'],
    ['amarillo', '#f2cc20'],
    ['schwarz', '#101014'],
    ['blanche', '#fdfdfd'],
  ];
  it('knows colors in several languages with Nova and Cohere, and in English alone with Titan', async () => {
    const fills = [...new Set(colorWords.map(([, fill]) => fill))];
    for (const embedder of [nova(bench, 1024), cohere(bench, 1024), titan(bench, 1024)]) {
      const pictures = new Map<string, Vector>();
      for (const fill of fills) pictures.set(fill, await embedder.image(await solid(fill)));
      let right = 0;
      for (const [word, fill] of colorWords) {
        const question = await embedder.text(word);
        const [best] = [...pictures].toSorted(([, a], [, b]) => cosine(question, b) - cosine(question, a));
        if (best?.[0] === fill) right++;
      }
      if (embedder.name.startsWith('Titan')) assert.ok(right < colorWords.length / 2, `${right}`);
      else assert.equal(right, colorWords.length, embedder.name);
    }
  });

  it('finds a drawing by its name in another language', async () => {
    const embedder = cohere(bench, 1024);
    const pictures = await embedAll(embedder);
    for (const [question, expected] of [
      ['roter Drachen', 'kite'],
      ['lámpara amarilla', 'lamp'],
      ['un voilier et la mer', 'boat'],
      ['Turnschuhe', 'sneaker'],
    ] as const) {
      assert.equal(ranked(await embedder.text(question), pictures)[0]?.[0], expected, question);
    }
  });

  it('has texts of one meaning nearer than texts of two, and forms of a word nearly the same', async () => {
    const embedder = titan(bench, 1024);
    const [puppy, dogs, car, typo] = await Promise.all(
      ['a brown puppy', 'brown dogs', 'a fast car', 'a brwon puppy'].map((text) => embedder.text(text)),
    );
    assert.ok(puppy && dogs && car && typo);
    assert.ok(cosine(puppy, dogs) > cosine(puppy, car) + 0.2);
    assert.ok(cosine(puppy, typo) > cosine(puppy, car) + 0.1);
  });

  it('leans to pictures where a question says that it looks for them', async () => {
    const [looking, indexing] = [nova(bench, 1024), nova(bench, 1024, 'GENERIC_INDEX')];
    const picture = await looking.image(drawn.get('lamp') ?? Buffer.alloc(0));
    const near = cosine(await looking.text('lamp'), picture);
    assert.ok(near > cosine(await indexing.text('lamp'), picture) + 0.02);
  });

  it('begins a long vector as a short one of the same', async () => {
    for (const make of [titan, nova, cohere]) {
      const [short, long] = [
        await make(bench, 256).text('a red kite'),
        await make(bench, 1024).text('a red kite'),
      ];
      assert.ok(cosine(short, long.slice(0, 256)) > 0.999999);
    }
  });

  it('gives models spaces of their own', async () => {
    const [one, other] = [
      await titan(bench, 1024).text('red kite'),
      await nova(bench, 1024).text('red kite'),
    ];
    assert.ok(Math.abs(cosine(one, other)) < 0.15);
  });
});
