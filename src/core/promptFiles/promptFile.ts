import { promptTasks, shippedFields, type FieldDescriptor, type PromptTask } from './fields';
import { readGrid, type GridWish } from './gridField';
import { nearest } from './near';
import { problemFrom, type PromptProblem } from './problems';
import { readFields, type FieldItem, type ReadFields } from './readFields';
import { sectionNames, splitFile, withoutComments, type FileParts, type Section } from './sections';
import { readShots, type ShotDefinition } from './shots';
import type { Template } from './template';
import type { Located, TextRange } from './text';
import { readVariables, type VariableDefinition } from './variables';
import { wordsIn, type ReferenceNode, type Words } from './words';
import { readYaml, type YamlNode } from './yamlNodes';

/** A prompt file as far as it can be read; what cannot is among the problems. */
export interface PromptFile {
  readonly text: string;
  readonly parts: FileParts;
  readonly fields: ReadFields;
  /** New images from words where the file does not say it; storyboard where it has shots. */
  readonly task: PromptTask;
  readonly prompt: Words;
  readonly negative?: Words;
  readonly shots: readonly ShotDefinition[];
  /** Of the front matter first, then of the section. */
  readonly variables: readonly VariableDefinition[];
  readonly grid: GridWish;
  readonly accepted: readonly Located<string>[];
  /** Every variable and partial that is named anywhere, in no certain order. */
  readonly references: readonly ReferenceNode[];
  /** In the order they stand in the file. */
  readonly problems: readonly PromptProblem[];
}

/** In UTF-16 units: ten times what the largest prompt of any model takes. */
const MAX_LENGTH = 4_000_000;

/** A file full of one mistake shows it often enough. */
const MAX_PROBLEMS = 200;

const noWords: Words = { template: [], range: { start: 0, end: 0 }, references: [] };

/**
 * Reads a `*.imgprompt.md`. Never throws: a broken file gives whatever of it can be read.
 *
 * @param fields the table of fields; with the values that the models at hand take
 */
export function parsePromptFile(
  text: string,
  fields: readonly FieldDescriptor[] = shippedFields,
): PromptFile {
  const problems: PromptProblem[] = [];
  const tell = (problem: PromptProblem): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  if (text.length > MAX_LENGTH) {
    tell({
      kind: 'fileTooLong',
      length: text.length,
      maxLength: MAX_LENGTH,
      severity: 'error',
      range: { start: 0, end: 0 },
    });
    return { ...emptyFile, text, problems };
  }
  const parts = splitFile(text);
  const visible = withoutComments(text, parts);
  const read = readFrontMatter(text, parts, fields, tell);
  const sections = (kind: Section['kind']): readonly Section[] =>
    parts.sections.filter((section) => section.kind === kind);
  for (const section of sections('notes').slice(0, MAX_PROBLEMS)) tellNearSection(section, tell);

  const prompt = joined(sections('prompt').map(({ range }) => wordsIn(visible, range, tell)));
  const negative = negativeOf(sections('negative'), read, visible, tell);
  const shots = sections('shots').flatMap(({ range }) => readShots(visible, range, parts, tell));
  const variables = [
    ...variablesIn(read.get('variables')?.node, text, tell),
    ...sections('variables').flatMap(({ range }) => variablesOfSection(visible, range, tell)),
  ];
  const file = {
    text,
    parts,
    fields: read,
    task: taskOf(read, shots),
    prompt,
    ...(negative ? { negative } : {}),
    shots,
    variables: withoutDoubles(variables, tell),
    grid: readGrid(read, text, tell),
    accepted: (read.get('accepted')?.items ?? []).flatMap((item) =>
      item.kind === 'text' ? [{ value: item.value, range: item.range }] : [],
    ),
  };
  return {
    ...file,
    references: referencesOf(file),
    problems: problems.toSorted((a, b) => a.range.start - b.range.start),
  };
}

const emptyFile: Omit<PromptFile, 'text' | 'problems'> = {
  parts: splitFile(''),
  fields: new Map(),
  task: 'textToImage',
  prompt: noWords,
  shots: [],
  variables: [],
  grid: {},
  accepted: [],
  references: [],
};

type Tell = (problem: PromptProblem) => void;

function readFrontMatter(
  text: string,
  { frontMatter, frontMatterBlock, isFrontMatterClosed }: FileParts,
  fields: readonly FieldDescriptor[],
  tell: Tell,
): ReadFields {
  if (!frontMatter || !frontMatterBlock) return new Map();
  const { start } = frontMatterBlock;
  if (!isFrontMatterClosed) {
    tell({ kind: 'frontMatterOpen', severity: 'error', range: { start, end: frontMatter.start } });
  }
  const { root, problems } = readYaml(text.slice(frontMatter.start, frontMatter.end), frontMatter.start);
  for (const problem of problems) tell(problemFrom(problem));
  if (root?.kind === 'map') return readFields(root, fields, text, tell);
  if (root && !(root.kind === 'scalar' && root.value === null)) {
    tell({ kind: 'frontMatterNotMap', severity: 'error', range: root.range });
  }
  return new Map();
}

function tellNearSection({ name, headingRange }: Section, tell: Tell): void {
  const near = nearest(name, sectionNames);
  if (near === undefined || !headingRange) return;
  tell({
    kind: 'sectionNameNear',
    name,
    near,
    severity: 'information',
    range: headingRange,
    fixes: [{ kind: 'replace', label: near, changes: [{ range: headingRange, text: `## ${near}` }] }],
  });
}

/** What stands in several places, as one text. */
function joined(pieces: readonly Words[]): Words {
  const [first = noWords, ...others] = pieces;
  if (others.length === 0) return first;
  const template: Template = pieces.flatMap((piece, index) =>
    index === 0 ? piece.template : [{ kind: 'text' as const, text: '\n\n' }, ...piece.template],
  );
  return {
    template,
    range: { start: first.range.start, end: others.at(-1)?.range.end ?? first.range.end },
    references: pieces.flatMap(({ references }) => references),
  };
}

function negativeOf(
  sections: readonly Section[],
  fields: ReadFields,
  visible: string,
  tell: Tell,
): Words | undefined {
  const field = fields.get('negative');
  const item = field?.items[0];
  const own = item?.kind === 'words' ? item.words : undefined;
  if (sections.length === 0) return own;
  if (field && own) {
    tell({ kind: 'fieldSaidTwice', field: 'negative', severity: 'warning', range: field.keyRange });
  }
  return joined(sections.map(({ range }) => wordsIn(visible, range, tell)));
}

function variablesIn(node: YamlNode | undefined, source: string, tell: Tell): readonly VariableDefinition[] {
  return node ? readVariables(node, source, tell) : [];
}

/** YAML, in a fence or without one, or as a list with one variable each. */
function variablesOfSection(visible: string, range: TextRange, tell: Tell): readonly VariableDefinition[] {
  const content = visible.slice(range.start, range.end);
  const fence = /^[ \t]*(?:`{3,}|~{3,})[ \t]*[a-z]{0,10}[ \t]*(?:\r\n|\n|\r)/m.exec(content);
  const start = fence ? fence.index + fence[0].length : 0;
  const end = fence ? closingFence(content, start) : content.length;
  const blanked = content
    .slice(start, end)
    // Each point of a list is an entry; blanks in its place keep every position.
    .replace(/^[-*+](?=[ \t])/gm, ' ');
  const { root, problems } = readYaml(blanked, range.start + start);
  for (const problem of problems) tell(problemFrom(problem));
  return root ? readVariables(root, visible, tell) : [];
}

function closingFence(content: string, from: number): number {
  const closing = /^[ \t]*(?:`{3,}|~{3,})[ \t]*$/m.exec(content.slice(from));
  return closing ? from + closing.index : content.length;
}

function withoutDoubles(variables: readonly VariableDefinition[], tell: Tell): readonly VariableDefinition[] {
  const byName = new Map<string, VariableDefinition>();
  for (const variable of variables) {
    if (!byName.has(variable.name)) byName.set(variable.name, variable);
    else tell({ kind: 'duplicateKey', key: variable.name, severity: 'error', range: variable.nameRange });
  }
  return [...byName.values()];
}

function taskOf(fields: ReadFields, shots: readonly ShotDefinition[]): PromptTask {
  const item = fields.get('task')?.items[0];
  const said = item?.kind === 'text' ? promptTasks.find((task) => task === item.value) : undefined;
  return said ?? (shots.length > 0 ? 'multiShotManual' : 'textToImage');
}

function referencesOf({
  prompt,
  negative,
  shots,
  fields,
  variables,
}: Pick<PromptFile, 'prompt' | 'negative' | 'shots' | 'fields' | 'variables'>): readonly ReferenceNode[] {
  const words = [
    prompt,
    ...(negative ? [negative] : []),
    ...shots.flatMap((shot) => [shot.words, ...(shot.image ? [shot.image] : [])]),
    ...[...fields.values()].flatMap(({ items }) =>
      items.flatMap((item) => (item.kind === 'words' ? item.words : [])),
    ),
    ...variables.flatMap(({ values, fallback }) => [...values, ...(fallback ? [fallback] : [])]),
  ];
  const seen = new Set<number>();
  return words
    .flatMap(({ references }) => references)
    .filter(({ range }) => {
      const isNew = !seen.has(range.start);
      seen.add(range.start);
      return isNew;
    });
}

/** The items of a field, all of one kind. */
export function itemsOf<K extends FieldItem['kind']>(
  { fields }: Pick<PromptFile, 'fields'>,
  name: string,
  kind: K,
): readonly Extract<FieldItem, { readonly kind: K }>[] {
  return (fields.get(name)?.items ?? []).filter(
    (item): item is Extract<FieldItem, { readonly kind: K }> => item.kind === kind,
  );
}
