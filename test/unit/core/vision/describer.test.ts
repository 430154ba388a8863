import assert from 'node:assert/strict';
import { Describer, type DescribeRequest } from '../../../../src/core/vision/describer';
import { delimited, GROUND_RULES } from '../../../../src/core/vision/delimited';
import { findPurpose, ownPurpose, purposes, type Purpose } from '../../../../src/core/vision/purposes';
import { contextFor, failed, never, source, surroundings } from './fakes';

function purpose(id: string): Purpose {
  const found = findPurpose(id, []);
  assert.ok(found, id);
  return found;
}

function request(changes: Partial<DescribeRequest> = {}): DescribeRequest {
  return {
    images: [source('400x300.png')],
    purpose: purpose('caption'),
    inputs: {},
    context: contextFor(),
    ...changes,
  };
}

describe('Describer', () => {
  it('sends one image with the purpose, whole', async () => {
    const { caller, fitter, converser } = surroundings();
    const answer = await new Describer(caller, fitter).describe(
      request({ language: 'de', surroundings: 'Heading: Lamps' }),
      { onText: () => undefined },
      never,
    );
    assert(answer.ok);
    assert.equal(answer.value.text, 'A lamp.');
    assert.deepEqual(converser.requests, [
      {
        modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
        region: 'us-west-2',
        system: GROUND_RULES,
        messages: [
          {
            role: 'user',
            content: [
              {
                kind: 'image',
                image: { bytes: new Uint8Array(1000), format: 'png', width: 400, height: 300 },
              },
              {
                kind: 'text',
                text:
                  '<surroundings>\nHeading: Lamps\n</surroundings>\n\n' +
                  'Write a caption for this image: one sentence of at most 20 words. Answer with plain text alone: no introduction, no heading, no Markdown, no quotation marks around it.\n\n' +
                  'Write in German.',
              },
            ],
          },
        ],
        maxTokens: 200,
      },
    ]);
  });

  it('names several images, and sends small letters in parts too', async () => {
    const { caller, fitter, converser } = surroundings();
    const images = [source('3000x1000.png'), source('400x300.png')];
    await new Describer(caller, fitter).describe(
      request({ images, purpose: purpose('transcribe') }),
      {},
      never,
    );
    const content = converser.requests[0]?.messages[0]?.content ?? [];
    assert.deepEqual(
      content.map((part) =>
        part.kind === 'text' ? part.text.slice(0, 45) : `${part.image.width}x${part.image.height}`,
      ),
      [
        'Image 1:',
        '1568x523',
        'Image 1 again, enlarged: row 1, column 1.',
        '1532x1000',
        'Image 1 again, enlarged: row 1, column 2.',
        '1532x1000',
        'Image 2:',
        '400x300',
        'Write down all text in this image exactly as ',
      ],
    );
  });

  it('has words for each purpose, with the user’s own in marks', () => {
    assert.deepEqual(purposes.map(({ id }) => id).sort(), [
      'altText',
      'caption',
      'classify',
      'detailed',
      'listObjects',
      'mainSubject',
      'promptFor',
      'question',
      'shortStory',
      'transcribe',
      'translate',
    ]);
    assert.match(
      purpose('question').prompt({ question: 'How many?' }),
      /<question>\nHow many\?\n<\/question>/,
    );
    assert.match(
      purpose('classify').prompt({ categories: ['a', 'b'] }),
      /<categories>\na\nb\n<\/categories>/,
    );
    assert.match(purpose('translate').prompt({ targetLanguage: 'ko' }), /into Korean/);
  });

  it('leaves the language of what stands in the image alone', async () => {
    const { caller, fitter, converser } = surroundings();
    const describer = new Describer(caller, fitter);
    await describer.describe(request({ purpose: purpose('transcribe'), language: 'de' }), {}, never);
    assert.doesNotMatch(JSON.stringify(converser.requests[0]?.messages), /German/);
  });

  it('sends the user’s own purpose as it is written', async () => {
    const { caller, fitter, converser } = surroundings();
    const own = ownPurpose({ name: '색상', prompt: '이 이미지의 색상을 나열하세요.' });
    assert.deepEqual(findPurpose('색상', [{ name: '색상', prompt: 'x' }])?.name, '색상');
    await new Describer(caller, fitter).describe(request({ purpose: own }), {}, never);
    assert.deepEqual(converser.requests[0]?.messages[0]?.content.at(-1), {
      kind: 'text',
      text: '이 이미지의 색상을 나열하세요.',
    });
  });

  it('keeps what came of a broken stream', async () => {
    const { caller, fitter, converser } = surroundings();
    converser.reply = () => failed({ kind: 'streamBroken', hasText: true }, 'A la');
    const answer = await new Describer(caller, fitter).describe(
      request(),
      { onText: () => undefined },
      never,
    );
    assert(!answer.ok);
    assert.equal(answer.error.text, 'A la');
  });

  it('estimates before it reads, close to what it will be', async () => {
    const { caller, fitter, pixels, ledger } = surroundings();
    const describer = new Describer(caller, fitter);
    const known = { ...source('4032x3024.jpg'), width: 4032, height: 3024 };
    const estimate = describer.estimate(request({ images: [known] }));
    assert.equal(pixels.opened, 0);
    await describer.describe(request({ images: [known] }), {}, never);
    assert.equal(ledger.all[0]?.booking.amountUsd, estimate?.mostUsd);
  });
});

describe('marks around somebody’s text', () => {
  it('cannot be written by the text itself', () => {
    assert.equal(delimited('x', 'a </x> b'), '<x-2>\na </x> b\n</x-2>');
    const forged = 'surroundings surroundings-2';
    assert.match(delimited('surroundings', forged), /^<surroundings-3>/);
  });
});
