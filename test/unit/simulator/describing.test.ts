import assert from 'node:assert/strict';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { colorNameOf } from '../../../src/simulator/seeing/colorNames';
import { languageOf } from '../../../src/simulator/speaking/language';
import { purposeOf } from '../../../src/simulator/speaking/purposes';
import { disc, file, forced, haiku, image, openTextBench, type TextBench } from './conversing';

const text = (words: string): { text: string } => ({ text: words });

describe('the simulator: what is asked', () => {
  const purposes: readonly (readonly [string, string])[] = [
    ['Write a caption for this picture.', 'caption'],
    ['Describe this picture in detail.', 'details'],
    ['Write alt text, no "image of". The paragraph: “Translate this story.”', 'alt'],
    ['Classify this picture into one of these categories: caption, story', 'classify'],
    ['List the objects in this picture.', 'objects'],
    ['Name the main subject.', 'subject'],
    ['Tell a short story about this picture.', 'story'],
    ['Transcribe all text in this picture.', 'transcribe'],
    ['Translate the text in this picture into French.', 'translate'],
    ['Write the prompt that could have made this picture.', 'recreate'],
    ['Judge these candidates against their prompt.', 'judge'],
    ['Improve this prompt: a kite', 'improve'],
    ['Propose a mask prompt for the chair at the left.', 'mask'],
    ['Check whether this picture matches the text.', 'check'],
    ['Compare these pictures.', 'compare'],
    ['How many people are there?', 'answer'],
    ['Answer the question about the picture: does it match the story?', 'answer'],
    ['Does this picture match this text?', 'check'],
    ['Write a prompt for an image model that would produce this picture.', 'recreate'],
    ['Beschreibe dieses Bild.', 'details'],
    ['Décris cette image.', 'details'],
    ['<document>judge, classify, story</document> Write a caption.', 'caption'],
  ];
  for (const [instruction, purpose] of purposes) {
    it(`understands “${instruction}” as ${purpose}`, () => assert.equal(purposeOf([instruction]), purpose));
  }

  it('hears the tool first, then the message, then the system', () => {
    assert.equal(purposeOf(['judge_images', 'Describe this', 'Write stories.']), 'judge');
    assert.equal(purposeOf(['Hello', 'Write alt text for every picture.']), 'alt');
  });

  const languages: readonly (readonly [string, string])[] = [
    ['Describe this picture in German.', 'de'],
    ['Write alt text. Language: fr', 'fr'],
    ['Write the answer in español.', 'es'],
    ['Antworte auf Englisch: Was ist das?', 'en'],
    ['Beschreibe bitte das Bild und die Farben.', 'de'],
    ['¿Qué hay en esta imagen?', 'es'],
    ['Describe the dog in the garden.', 'en'],
    ['Language: de-AT', 'de'],
  ];
  for (const [instruction, language] of languages) {
    it(`answers “${instruction}” in ${language}`, () =>
      assert.equal(languageOf([instruction]).language, language));
  }

  it('says which language it has no words for', () => {
    assert.deepEqual(languageOf(['Describe this picture in Japanese.']), {
      language: 'en',
      unknown: 'Japanese',
    });
  });

  it('names colors as people do', () => {
    const colors: readonly (readonly [number, string])[] = [
      [0xd02818, 'red'],
      [0xee8434, 'orange'],
      [0xf3cf4a, 'yellow'],
      [0x4b9a56, 'green'],
      [0x3fb7b0, 'turquoise'],
      [0x3c6fc4, 'blue'],
      [0x7c4fa3, 'purple'],
      [0xef8fa9, 'pink'],
      [0x8a5a3c, 'brown'],
      [0xf5e9cc, 'beige'],
      [0x101012, 'black'],
      [0x8e9299, 'gray'],
      [0xfafafa, 'white'],
    ];
    for (const [value, name] of colors) {
      assert.equal(colorNameOf(value >> 16, (value >> 8) & 255, value & 255), name, value.toString(16));
    }
  });
});

describe('the simulator: what it says of pictures', () => {
  let bench: TextBench;
  let left: Uint8Array;
  let right: Uint8Array;
  before(async () => {
    bench = await openTextBench();
    [left, right] = [await disc(), await disc(0.8)];
  });
  after(() => bench.close());

  const ask = (instruction: string, ...pictures: readonly Uint8Array[]): Promise<string> =>
    bench.say([...pictures.map((bytes) => image(bytes)), text(instruction)]);

  it('describes what it measures, and says that it is a placeholder', async () => {
    const said = await ask('Describe this picture.', left);
    assert.match(said, /^Offline placeholder\. /);
    for (const fact of [
      /landscape format, mainly blue and red/i,
      /a red area at the left/i,
      /PNG of 600 × 400 pixels/,
      /bright/,
    ]) {
      assert.match(said, fact);
    }
    assert.equal(await ask('Describe this picture.', left), said);
    assert.match(await ask('Describe this picture.', right), /a red area at the right/i);
  });

  it('speaks the language that is asked for, or English', async () => {
    assert.match(await ask('Beschreibe dieses Bild.', left), /^Offline-Platzhalter\. .*Rot links/);
    assert.match(
      await ask('Describe this picture in Spanish.', left),
      /^Texto provisional .*rojo a la izquierda/,
    );
    assert.match(await ask('Describe this picture in French.', left), /^Texte provisoire .*rouge à gauche/);
    assert.match(
      await ask('Describe this picture in Japanese.', left),
      /^Offline placeholder \(no words for Japanese\)\. Landscape/,
    );
  });

  it('keeps alt text within its limit and without a useless beginning', async () => {
    const usual = await ask('Write alt text.', left);
    assert.ok(usual.length <= 125 && !/image of|picture of/i.test(usual));
    assert.ok((await ask('Write alt text of at most 40 characters.', left)).length <= 40);
  });

  it('classifies by what it measures, and leaves open what it cannot', async () => {
    assert.equal(await ask('Classify into one of these categories: green, red, black', left), 'red');
    assert.equal(await ask('Classify into one of these categories: dog, cat, other', left), 'other');
    assert.equal(await ask('Classify. Categories:\n- square\n- landscape\n- portrait', left), 'landscape');
  });

  it('lists areas, names the subject, and proposes a mask by color and place', async () => {
    assert.equal(await ask('List the objects.', left), '- a red area at the left\n- a blue background');
    assert.match(await ask('Name the main subject.', left), /a red area at the left\.$/);
    assert.equal(await ask('Propose a mask prompt.', left), 'a red area at the left');
  });

  it('answers what can be measured, and says what cannot', async () => {
    assert.match(await ask('Which colors are there?', left), /Mainly blue and red\.$/);
    assert.match(await ask('Where is the disc?', left), /A red area at the left\.$/);
    assert.match(await ask('How many people are in it?', left), /cannot be answered offline/);
    assert.match(await ask('Hello?'), /There is no picture/);
    assert.match(await ask('Transcribe the text.', left), /no text that can be read offline/);
  });

  it('compares pictures with each other', async () => {
    const dark = await file('<rect width="100%" height="100%" fill="#101018"/>', 300, 300);
    const said = await ask('Compare these pictures.', left, dark);
    assert.match(
      said,
      /Picture 1: .*\nPicture 2: .*\nPicture 1 is the brightest\. Picture 1 has the most pixels\./,
    );
  });

  it('checks a picture against a text', async () => {
    assert.match(
      await ask('Check whether the picture matches. Text: a red disc on blue', left),
      /Fits\. Found in the picture: red, blue\./,
    );
    assert.match(
      await ask('Check whether the picture matches. Text: a green lawn', left),
      /Does not fit\. Not found in the picture: green\./,
    );
  });

  it('improves a prompt by what the picture lacks', async () => {
    const improved = await ask('Improve this prompt.\nPrompt: a red disc', left);
    assert.match(improved, /^a red disc, .*in the center/);
  });

  it('answers of the pictures in the last message that has any', async () => {
    const { output } = await bench.client.send(
      new ConverseCommand({
        modelId: haiku,
        messages: [
          { role: 'user', content: [image(left), text('Describe this picture.')] },
          { role: 'assistant', content: [text('Yes.')] },
          { role: 'user', content: [text('Which colors are there?')] },
        ],
      }),
    );
    assert.match(output?.message?.content?.[0]?.text ?? '', /Mainly blue and red\.$/);
  });
});

describe('the simulator: tools', () => {
  let bench: TextBench;
  let left: Uint8Array;
  before(async () => {
    bench = await openTextBench();
    left = await disc();
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  const score = { type: 'integer', minimum: 1, maximum: 10 };
  const judge = {
    type: 'object',
    properties: {
      candidates: {
        type: 'array',
        minItems: 1,
        maxItems: 4,
        items: {
          type: 'object',
          properties: {
            id: { type: 'string', enum: ['A', 'B'] },
            promptFidelity: score,
            composition: score,
            text: { type: ['integer', 'null'], minimum: 1, maximum: 10 },
            artefacts: score,
            brandFit: score,
            explanation: { type: 'string', minLength: 1 },
            suggestions: { type: 'array', items: { type: 'string' }, maxItems: 3 },
          },
          required: [
            'id',
            'promptFidelity',
            'composition',
            'text',
            'artefacts',
            'brandFit',
            'explanation',
            'suggestions',
          ],
          additionalProperties: false,
        },
      },
      best: { type: 'string', enum: ['A', 'B'] },
      improvedPrompt: { type: 'string', maxLength: 60 },
    },
    required: ['candidates', 'best', 'improvedPrompt'],
  };
  const question = async () => {
    const green = await file('<rect width="100%" height="100%" fill="#2c8a3c"/>', 300, 300);
    return [
      text('Candidate A:'),
      image(green),
      text('Candidate B:'),
      image(left),
      text('Judge the candidates. <prompt>a red disc on blue</prompt>'),
    ];
  };

  it('judges every candidate within the schema, the better one better', async () => {
    const input = await bench.call(await question(), judge, 'judge_images');
    const candidates = input['candidates'] as Record<string, unknown>[];
    assert.deepEqual(
      candidates.map((candidate) => candidate['id']),
      ['A', 'B'],
    );
    assert.deepEqual(
      candidates.map((candidate) => candidate['promptFidelity']),
      [1, 10],
    );
    for (const candidate of candidates) {
      assert.deepEqual(Object.keys(candidate), Object.keys(judge.properties.candidates.items.properties));
      for (const name of ['composition', 'artefacts', 'brandFit']) {
        const value = candidate[name] as number;
        assert.ok(Number.isInteger(value) && value >= 1 && value <= 10, name);
      }
      assert.equal(candidate['text'], null);
      assert.match(String(candidate['explanation']), /^Offline placeholder/);
      assert.ok((candidate['suggestions'] as string[]).length > 0);
    }
    assert.equal(input['best'], 'B');
    assert.match(String(input['improvedPrompt']), /^a red disc on blue/);
    assert.ok(String(input['improvedPrompt']).length <= 60);
  });

  it('answers outside the schema when asked to, and within it again', async () => {
    bench.simulator.faults.add({ kind: 'outsideSchema', operation: 'Converse' });
    const wrong = await bench.call(await question(), judge, 'judge_images');
    assert.ok(!('improvedPrompt' in wrong));
    const [first] = wrong['candidates'] as Record<string, unknown>[];
    assert.equal(first?.['promptFidelity'], '1 of 10');
    assert.ok('improvedPrompt' in (await bench.call(await question(), judge, 'judge_images')));
  });

  it('decides what an alt text is for', async () => {
    const schema = {
      type: 'object',
      properties: {
        purpose: { enum: ['informative', 'functional', 'decorative', 'complex'] },
        alt: { type: 'string', maxLength: 125 },
        longDescription: { type: 'string' },
      },
      required: ['purpose', 'alt'],
    };
    const informative = await bench.call([image(left), text('Write alt text.')], schema);
    assert.equal(informative['purpose'], 'informative');
    assert.match(String(informative['alt']), /red area at the left/);
    assert.ok(!('longDescription' in informative));
    const plain = await file('<rect width="100%" height="100%" fill="#3c6fc4"/>', 400, 60);
    assert.deepEqual(await bench.call([image(plain), text('Write alt text.')], schema), {
      purpose: 'decorative',
      alt: '',
    });
  });

  it('checks with a verdict of the offered words, and classifies with one of the offered choices', async () => {
    const verdict = {
      type: 'object',
      properties: {
        verdict: { type: 'string', enum: ['fits', 'doesNotFit', 'unsafe'] },
        reason: { type: 'string' },
      },
      required: ['verdict', 'reason'],
    };
    const check = async (words: string): Promise<unknown> =>
      (await bench.call([image(left), text(`Check whether it fits. <text>${words}</text>`)], verdict))[
        'verdict'
      ];
    assert.deepEqual([await check('a red disc'), await check('a green lawn')], ['fits', 'doesNotFit']);
    const category = {
      type: 'object',
      properties: { category: { enum: ['night scene', 'mostly green', 'something red'] } },
      required: ['category'],
    };
    assert.deepEqual(await bench.call([image(left), text('Classify this picture.')], category), {
      category: 'something red',
    });
  });

  it('fills any schema with values that it allows', async () => {
    const schema = {
      type: 'object',
      properties: {
        kind: { const: 'report' },
        share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        even: { type: 'integer', minimum: 3, multipleOf: 2 },
        isUnsafe: { type: 'boolean' },
        nothing: { type: 'null' },
        either: { anyOf: [{ type: 'null' }, { type: 'integer', minimum: 4, maximum: 4 }] },
        point: { $ref: '#/$defs/point' },
        words: {
          type: 'array',
          items: { type: 'string', minLength: 3, maxLength: 8 },
          minItems: 2,
          maxItems: 2,
        },
        tree: { $ref: '#/$defs/tree' },
      },
      required: ['kind', 'share', 'even', 'isUnsafe', 'nothing', 'either', 'point', 'words', 'tree'],
      $defs: {
        point: {
          type: 'object',
          properties: { x: { type: 'number' }, y: { type: 'number' } },
          required: ['x', 'y'],
        },
        tree: {
          type: 'object',
          properties: { children: { type: 'array', items: { $ref: '#/$defs/tree' } } },
          required: ['children'],
        },
      },
    };
    const input = await bench.call([image(left), text('Fill in the report.')], schema);
    assert.deepEqual(Object.keys(input), schema.required);
    assert.equal(input['kind'], 'report');
    assert.ok((input['share'] as number) > 0 && (input['share'] as number) <= 1);
    assert.ok((input['even'] as number) >= 3 && (input['even'] as number) % 2 === 0);
    assert.deepEqual([input['isUnsafe'], input['nothing'], input['either']], [false, null, 4]);
    assert.deepEqual(Object.keys(input['point'] as object), ['x', 'y']);
    const words = input['words'] as string[];
    assert.ok(words.length === 2 && words.every(({ length }) => length >= 3 && length <= 8));
  });

  it('writes JSON after a schema without a tool, where its card does not say otherwise', async () => {
    const outputConfig = {
      textFormat: {
        type: 'json_schema' as const,
        structure: {
          jsonSchema: {
            schema: JSON.stringify({
              type: 'object',
              properties: { caption: { type: 'string' } },
              required: ['caption'],
            }),
            name: 'caption',
          },
        },
      },
    };
    const content = [image(left), text('Write a caption.')];
    const written = await bench.say(content, { modelId: 'us.anthropic.claude-sonnet-5', outputConfig });
    assert.deepEqual(Object.keys(JSON.parse(written) as object), ['caption']);
    const error = await bench.refused(bench.ask(content, { outputConfig }));
    assert.match(error.message, /structured outputs/);
  });

  it('is the same for the same request', async () => {
    const extra = { toolConfig: forced('judge_images', judge) };
    const [one, two] = [await bench.ask(await question(), extra), await bench.ask(await question(), extra)];
    assert.deepEqual(one.output, two.output);
  });
});
