import assert from 'node:assert/strict';
import type { PromptProblem, PromptProblemKind } from '../../../../src/core/promptFiles/problems';
import { fixTitle } from '../../../../src/features/promptFiles/words/fixTitle';
import { problemText } from '../../../../src/features/promptFiles/words/problemText';
import { english } from '../../platform/english';

type Kind = PromptProblemKind['kind'];

/** One problem of each kind with its sentence; a kind that is missing does not compile. */
const samples: {
  readonly [K in Kind]: readonly [
    Omit<Extract<PromptProblemKind, { readonly kind: K }>, 'kind' | 'range'>,
    string,
  ];
} = {
  yamlSyntax: [
    { message: 'Nested mappings are not allowed', needsQuotes: false },
    'YAML cannot read this: Nested mappings are not allowed',
  ],
  yamlTooLong: [
    { length: 70_000, maxLength: 64_000 },
    'The front matter has 70,000 characters and is not read; 64,000 are the most. Long lists belong in a CSV file.',
  ],
  yamlTooDeep: [{}, 'The front matter nests too deeply and is not read.'],
  yamlTooManyValues: [
    { most: 20_000 },
    'The front matter has more than 20,000 values; the others are left out.',
  ],
  yamlTag: [{ tag: '!!binary' }, 'The YAML tag !!binary is not taken. Write the plain value.'],
  duplicateKey: [{ key: 'size' }, 'size is here twice; the first one counts.'],
  unclosedBrace: [{}, 'This brace is never closed, so it is sent as it is. Write \\{ to mean a brace.'],
  badReference: [
    { text: 'my product' },
    '{{my product}} is no name of a variable, so it is sent as it is. Names have letters, digits, - and _.',
  ],
  alternativesTooDeep: [{ most: 32 }, 'Alternatives nest at most 32 deep; what is deeper is sent as it is.'],
  fileTooLong: [
    { length: 5_000_000, maxLength: 4_000_000 },
    'This file has 5,000,000 characters and is not read; 4,000,000 are the most.',
  ],
  frontMatterOpen: [{}, 'The front matter is never closed. End it with a line of three dashes.'],
  frontMatterNotMap: [{}, 'The front matter takes fields, each as a line such as model: Stable Image Core.'],
  unknownField: [{ field: 'sise', near: 'size' }, 'There is no field sise; it is left out. Was size meant?'],
  forbiddenField: [
    { field: 'endpoint' },
    'A prompt file cannot choose endpoint. Account, region and places for data are set in your own settings.',
  ],
  wrongType: [{ field: 'count', expected: 'wholeNumber' }, 'count takes a whole number.'],
  notAChoice: [
    { field: 'resolution', value: '4k', values: ['540p', '720p'] },
    'resolution takes 540p or 720p, not 4k.',
  ],
  outOfRange: [{ field: 'count', min: 1, max: 1000 }, 'count takes 1 to 1,000.'],
  listNotTaken: [{ field: 'count' }, 'count takes one value; the first one counts.'],
  emptyField: [{ field: 'size' }, 'size has no value and is left out.'],
  fieldSaidTwice: [{ field: 'negative' }, 'The section Negative counts; this field is left out.'],
  fieldNotInTask: [
    { field: 'mask', task: 'textToImage' },
    'mask means nothing for New image and is left out.',
  ],
  sectionNameNear: [
    { name: 'Negativ', near: 'Negative' },
    'Negativ is a note and is not sent. Was the section Negative meant?',
  ],
  unknownVariable: [{ name: 'prodct', near: 'product' }, 'There is no variable prodct. Was product meant?'],
  badVariableName: [
    { name: '1st' },
    '1st cannot be the name of a variable. Names begin with a letter and have letters, digits, - and _.',
  ],
  tooManyVariables: [{ most: 300 }, 'A file takes 300 variables; those from here on are left out.'],
  unusedVariable: [{ name: 'product' }, 'product stands nowhere in the prompt.'],
  variableCycle: [
    { names: ['a', 'b', 'a'] },
    'The variable leads back to itself: a → b → a. It is sent as it is.',
  ],
  noSuchMember: [
    { name: 'product', member: 'colour', members: ['name', 'color'] },
    'product has no column colour. It has name, color.',
  ],
  unknownPartial: [
    { name: 'brand' },
    'There is no partial brand. Partials are files such as .easel/partials/brand.md.',
  ],
  partialCycle: [{ names: ['a', 'a'] }, 'The partial leads back to itself: a → a. It is left out.'],
  expansionTooLong: [
    { length: 3_000_000, maxLength: 2_000_000 },
    'With all it puts in, this text would have 3,000,000 characters; 2,000,000 are the most.',
  ],
  outsideFolder: [
    { path: '../../etc/passwd' },
    '../../etc/passwd is outside of this workspace folder. Prompt files read only files within it.',
  ],
  fileMissing: [{ path: 'a.csv' }, 'a.csv cannot be read in this workspace folder.'],
  fileUnreadable: [
    { path: 'a.csv', reason: 'syntax', line: 1200 },
    'a.csv, line 1,200: this cannot be read.',
  ],
  tooManyCombinations: [
    { count: 1e15, isExact: false, most: 200 },
    'This file makes more than 1,000,000,000,000,000 combinations; 200 are the most (easel.prompts.maxCombinations). Take fewer values.',
  ],
  unknownAxis: [
    { name: 'colour', axes: ['style', 'seed'] },
    'Nothing in this file is called colour. What has several values: style, seed.',
  ],
  axisTwice: [{ name: 'style' }, 'style already goes along another axis.'],
  unknownModel: [
    { model: 'Stabel Image Core', near: 'Stable Image Core' },
    'Easel knows no model Stabel Image Core. Was Stable Image Core meant?',
  ],
  modelEnded: [
    { model: 'Nova Canvas', endedOn: '2026-09-30', successor: 'Stable Image Core' },
    'Nova Canvas ended on September 30, 2026. Stable Image Core takes its place.',
  ],
  modelEndsSoon: [{ model: 'Nova Canvas', endsOn: '2026-09-30' }, 'Nova Canvas ends on September 30, 2026.'],
  modelNeedsAccess: [{ model: 'Nova Canvas' }, 'Your account may have no access to Nova Canvas.'],
  modelElsewhere: [
    { model: 'Ray 2', regions: ['us-west-2'] },
    'Ray 2 is only in us-west-2. Easel never changes the region by itself.',
  ],
  taskNotDone: [
    { model: 'Stable Image Core', task: 'inpaint', tasks: ['textToImage'] },
    'Stable Image Core does not do this: Fill the mask. It does: New image.',
  ],
  sizeNotTaken: [
    { model: 'Stable Image Core', size: '7:3', sizes: ['1:1', '16:9', '21:9'] },
    'Stable Image Core does not make 7:3. It makes 1:1, 16:9 or 21:9.',
  ],
  sizeFollowsInput: [
    { model: 'Outpaint' },
    'Outpaint makes the size of the image here, so this size is left out.',
  ],
  optionNotTaken: [
    { model: 'Stable Image Core', option: 'quality', options: ['outputFormat'] },
    'Stable Image Core has no option quality; it is left out. Its options are outputFormat.',
  ],
  optionValueNotTaken: [
    { model: 'Titan', option: 'guidanceScale', takes: { kind: 'numbers', min: 1.1, max: 10 } },
    'For guidanceScale, Titan takes 1.1 to 10.',
  ],
  negativeNotTaken: [
    { model: 'Stable Image Core' },
    'Stable Image Core takes no negative prompt here; it is left out.',
  ],
  promptNotTaken: [{ model: 'Remove Background' }, 'Remove Background takes no prompt here; it is left out.'],
  promptMissing: [
    { model: 'Stable Image Core' },
    'Stable Image Core needs a prompt. Write it below the front matter.',
  ],
  promptTooLong: [
    { model: 'Titan', length: 1200, maxLength: 512 },
    'The prompt has up to 1,200 characters; Titan takes 512.',
  ],
  promptMayBeTooLong: [
    { model: 'Ultra', characters: 9000, tokens: 2000 },
    'Ultra takes 2,000 tokens. More than 9,000 characters may be too long.',
  ],
  negativeTooLong: [
    { model: 'Titan', length: 1200, maxLength: 512 },
    'The negative prompt has up to 1,200 characters; Titan takes 512.',
  ],
  seedOutOfRange: [
    { model: 'Titan', min: 0, max: 2_147_483_646 },
    'Titan takes seeds from 0 to 2,147,483,646.',
  ],
  seedNotTaken: [{ model: 'Ray 2' }, 'Ray 2 takes no seed here; it is left out.'],
  inputMissing: [{ field: 'image', task: 'inpaint' }, 'Fill the mask needs the field image.'],
  areaNotTaken: [
    { model: 'Inpaint', area: 'garment', areas: ['mask', 'words'] },
    'Inpaint does not take a class of garment here. It takes a mask or words for the area.',
  ],
  tooManyImages: [{ model: 'Core', most: 1 }, 'Core varies one image at a time.'],
  durationNotTaken: [
    { model: 'Ray 2', seconds: 7, choices: [5, 9] },
    'Ray 2 does not make 7 s. It makes 5 or 9 s.',
  ],
  shotsNotTaken: [{ model: 'Ray 2' }, 'Ray 2 takes no shots; they are left out.'],
  tooManyShots: [{ model: 'Nova Reel', shots: 24, most: 20 }, 'Nova Reel takes 20 shots; this file has 24.'],
};

const problemOf = (kind: string, facts: object): PromptProblem =>
  ({ kind, ...facts, severity: 'error', range: { start: 0, end: 1 } }) as PromptProblem;

describe('the words of problems in prompt files', () => {
  for (const [kind, [facts, expected]] of Object.entries(samples)) {
    it(`says ${kind} in whole sentences`, () => {
      const text = problemText(problemOf(kind, facts), english);
      assert.equal(text, expected);
      assert.doesNotMatch(text, /undefined|\{\d\}/);
    });
  }

  it('asks for nothing where nothing is near', () => {
    assert.equal(problemText(problemOf('unknownModel', { model: 'x' }), english), 'Easel knows no model x.');
    assert.equal(
      problemText(problemOf('unknownVariable', { name: 'x' }), english),
      'There is no variable x. Add it to variables, or give it a value here: {{x|…}}',
    );
  });

  it('cuts a list of many values short', () => {
    const sizes = Array.from({ length: 40 }, (_, index) => `${index + 1}:1`);
    assert.match(
      problemText(problemOf('sizeNotTaken', { model: 'M', size: '0:1', sizes }), english),
      /12:1 and 28 more\.$/,
    );
  });

  it('names fixes as the light bulb shows them', () => {
    const ended = problemOf('modelEnded', { model: 'Nova Canvas' });
    const title = (kind: 'replace' | 'remove' | 'useSuccessor', label: string): string =>
      fixTitle(ended, { kind, label, changes: [] }, english);
    assert.deepEqual(
      [title('useSuccessor', 'Stable Image Core'), title('replace', '16:9'), title('remove', 'endpoint')],
      ['Use Stable Image Core Instead of Nova Canvas', 'Change to 16:9', 'Remove endpoint'],
    );
  });
});
