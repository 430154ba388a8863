import { variablePiece, Ways, type VariablePiece } from './counting';
import { columnIndex } from './dataTable';
import {
  alternativeDimension,
  rowDimension,
  seedDimension,
  settingDimension,
  valueDimension,
  type Dimension,
  type SeedItem,
  type SettingDimension,
} from './dimensions';
import type { AxisWish } from './gridField';
import { nearest } from './near';
import type { PromptProblem } from './problems';
import { itemsOf, type PromptFile } from './promptFile';
import { noSources, type PromptSources } from './sources';
import type { Template } from './template';
import { MAX_TEXT_LENGTH, Weights } from './weights';
import type { Words } from './words';

/** Search and replace as a dimension of its own. */
export type ReplaceWish = Extract<AxisWish, { readonly kind: 'replace' }>;

/** A text that is quick to fill: what stands in it, and which dimensions fill the gaps. */
export type Slot = readonly (string | SlotPart)[];

export interface SlotPart {
  /** Place of the dimension. */
  readonly dimension: number;
  readonly member?: string;
  readonly fallback?: string;
}

export function partOf({ member, fallback }: VariablePiece): Pick<SlotPart, 'member' | 'fallback'> {
  return { ...(member === undefined ? {} : { member }), ...(fallback === undefined ? {} : { fallback }) };
}

export interface Compiled {
  readonly dimensions: readonly Dimension[];
  readonly slots: ReadonlyMap<string, Slot>;
  readonly settings: readonly (readonly [number, string, SettingDimension])[];
  readonly byName: ReadonlyMap<string, number>;
  readonly problems: readonly PromptProblem[];
}

/** Fields with settings, in the order in which they change: the last one first. */
const settingNames = ['structure', 'resolution', 'duration', 'model', 'size'] as const;

/** Turns the templates of a file into slots that are quick to fill, and finds what they depend on. */
export class Compiler {
  readonly #file: PromptFile;
  readonly #sources: PromptSources;
  readonly #ways: Ways;
  readonly #dimensions: Dimension[] = [];
  readonly #byName = new Map<string, number>();
  readonly #problems: PromptProblem[] = [];
  /** Partials and variables that are being looked into. */
  readonly #open: string[] = [];
  readonly #broken = new Set<string>();
  readonly #visited = new WeakSet<Template>();
  #alternatives = 0;

  constructor(file: PromptFile, sources: PromptSources) {
    this.#file = file;
    this.#sources = sources;
    this.#findPartialCycles();
    this.#ways = new Ways((name) =>
      this.#broken.has(name) ? undefined : sources.partials.get(name)?.template,
    );
  }

  compile(replaces: readonly ReplaceWish[]): Compiled {
    for (const { search, values } of replaces) {
      const labels = [search, ...values.map(({ value }) => value)];
      this.#dimensions.push(settingDimension(`replace:${search}`, 'replace', search, labels));
    }
    const slots = new Map<string, Slot>();
    const weights = new Weights(this.#file, this.#sources, this.#broken);
    for (const [name, { template, range }] of wordsIn(this.#file)) {
      const length = weights.of(template);
      if (length <= MAX_TEXT_LENGTH) slots.set(name, this.#slot(template));
      else {
        this.#problems.push({
          kind: 'expansionTooLong',
          length,
          maxLength: MAX_TEXT_LENGTH,
          severity: 'error',
          range,
        });
      }
    }
    const settings: (readonly [number, string, SettingDimension])[] = [];
    for (const [name, dimension] of this.#settingDimensions()) {
      settings.push([this.#dimensions.length, name, dimension]);
      this.#dimensions.push(dimension);
    }
    this.#tellReferences();
    return {
      dimensions: this.#dimensions,
      slots,
      settings,
      byName: this.#byName,
      problems: this.#problems,
    };
  }

  #slot(template: Template): Slot {
    const slot: (string | SlotPart)[] = [];
    this.#addTo(slot, template);
    return slot;
  }

  #addTo(slot: (string | SlotPart)[], template: Template): void {
    for (const node of template) {
      switch (node.kind) {
        case 'text':
          slot.push(node.text);
          break;
        case 'variable': {
          const piece = variablePiece(node);
          const dimension = this.#variable(node.name);
          if (dimension === undefined) slot.push(piece.fallback ?? piece.written);
          else slot.push({ ...partOf(piece), dimension });
          break;
        }
        case 'partial': {
          const partial = this.#sources.partials.get(node.name);
          if (partial && !this.#broken.has(node.name)) this.#addTo(slot, partial.template);
          else slot.push(`{{> ${node.name}}}`);
          break;
        }
        case 'choice':
        case 'range': {
          this.#useVariablesOf([node]);
          const place = this.#dimensions.length;
          this.#dimensions.push(alternativeDimension(node, ++this.#alternatives, this.#ways));
          slot.push({ dimension: place });
        }
      }
    }
  }

  /** @returns the dimension's place; undefined for a name that nobody defines, or that stands in its own value */
  #variable(name: string): number | undefined {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const definition = this.#file.variables.find((each) => each.name === name);
    if (!definition || this.#broken.has(`=${name}`)) return undefined;
    const at = this.#open.indexOf(name);
    if (at >= 0) {
      this.#broken.add(`=${name}`);
      const names = [...this.#open.slice(at), name];
      this.#problems.push({ kind: 'variableCycle', names, severity: 'error', range: definition.nameRange });
      return undefined;
    }
    const { file, values, fallback } = definition;
    this.#open.push(name);
    for (const { template } of [...values, ...(fallback ? [fallback] : [])]) this.#useVariablesOf(template);
    this.#open.pop();
    if (this.#broken.has(`=${name}`)) return undefined;
    const table = file && this.#sources.data.get(file.path);
    this.#byName.set(name, this.#dimensions.length);
    this.#dimensions.push(
      table ? rowDimension(definition, table, this.#ways) : valueDimension(definition, this.#ways),
    );
    return this.#byName.get(name);
  }

  /** A variable counts as soon as it is named, also inside of an alternative. */
  #useVariablesOf(template: Template): void {
    // Once is enough, and partials in partials would be visited without end.
    if (this.#visited.has(template)) return;
    this.#visited.add(template);
    for (const node of template) {
      if (node.kind === 'variable') this.#variable(node.name);
      else if (node.kind === 'choice') node.branches.forEach((branch) => this.#useVariablesOf(branch));
      else if (node.kind === 'partial' && !this.#broken.has(node.name)) {
        this.#useVariablesOf(this.#sources.partials.get(node.name)?.template ?? []);
      }
    }
  }

  /** A partial that contains itself, directly or through others, is not put in. */
  #findPartialCycles(): void {
    const done = new Set<string>();
    const path: string[] = [];
    const visit = (name: string): void => {
      const at = path.indexOf(name);
      if (at >= 0) {
        for (const each of path.slice(at)) this.#broken.add(each);
        const names = [...path.slice(at), name];
        const first = this.#file.references.find(
          (node) => node.kind === 'partial' && (node.name === path[0] || names.includes(node.name)),
        );
        this.#problems.push({
          kind: 'partialCycle',
          names,
          severity: 'error',
          range: first?.range ?? this.#file.prompt.range,
        });
        return;
      }
      if (done.has(name)) return;
      done.add(name);
      path.push(name);
      for (const each of partialsIn(this.#sources.partials.get(name)?.template ?? [])) visit(each);
      path.pop();
    };
    for (const node of this.#file.references) if (node.kind === 'partial') visit(node.name);
  }

  *#settingDimensions(): Generator<readonly [string, SettingDimension]> {
    const file = this.#file;
    for (const name of settingNames) {
      const values = (file.fields.get(name)?.items ?? []).flatMap((item) =>
        'value' in item ? [item.value] : [],
      );
      if (values.length === 0) continue;
      const kind = name === 'model' || name === 'size' ? name : 'field';
      yield [name, settingDimension(name, kind, name, [...new Set(values)])];
    }
    const options = [...file.fields.keys()].filter((name) => name.startsWith('options.'));
    for (const field of ['style', ...options]) {
      const name = field === 'style' ? 'stylePreset' : field.slice('options.'.length);
      // The short form says it already.
      if (field === 'options.stylePreset' && file.fields.has('style')) continue;
      const values = (file.fields.get(field)?.items ?? []).flatMap((item) =>
        'value' in item ? [item.value] : [],
      );
      if (values.length === 0) continue;
      yield [`options.${name}`, settingDimension(`option:${name}`, 'option', name, [...new Set(values)])];
    }
    const seeds = (file.fields.get('seed')?.items ?? []).flatMap((item): readonly SeedItem[] =>
      item.kind === 'seeds' ? [item] : item.kind === 'randomSeed' ? ['random'] : [],
    );
    if (seeds.length > 0) yield ['seed', seedDimension(seeds)];
  }

  #tellReferences(): void {
    const { references, variables } = this.#file;
    const names = new Set(variables.map(({ name }) => name));
    // The same slip stands in a file more than once.
    const meant = new Map<string, string | undefined>();
    for (const node of references) {
      if (node.kind === 'partial') {
        if (this.#sources !== noSources && !this.#sources.partials.has(node.name)) {
          this.#problems.push({
            kind: 'unknownPartial',
            name: node.name,
            severity: 'error',
            range: node.nameRange,
          });
        }
        continue;
      }
      if (!names.has(node.name)) {
        if (node.fallback !== undefined) continue;
        if (!meant.has(node.name)) meant.set(node.name, nearest(node.name, names));
        this.#problems.push(unknownVariable(node, meant.get(node.name)));
        continue;
      }
      this.#tellMember(node);
    }
    const used = new Set([...references.map(({ name }) => name), ...this.#byName.keys()]);
    for (const { name, nameRange } of variables) {
      if (used.has(name)) continue;
      this.#problems.push({ kind: 'unusedVariable', name, severity: 'information', range: nameRange });
    }
  }

  #tellMember({
    name,
    member,
    nameRange,
    range,
  }: Extract<PromptFile['references'][number], { readonly kind: 'variable' }>): void {
    if (member === undefined) return;
    const definition = this.#file.variables.find((each) => each.name === name);
    const table = definition?.file && this.#sources.data.get(definition.file.path);
    if (definition?.file && !table) return;
    if (table && columnIndex(table, member) >= 0) return;
    this.#problems.push({
      kind: 'noSuchMember',
      name,
      member,
      members: table?.columns ?? [],
      severity: 'error',
      range: { start: nameRange.end + 1, end: Math.min(range.end, nameRange.end + 1 + member.length) },
    });
  }
}

function unknownVariable(
  { name, nameRange }: PromptFile['references'][number],
  near: string | undefined,
): PromptProblem {
  return {
    kind: 'unknownVariable',
    name,
    severity: 'error',
    range: nameRange,
    ...(near === undefined
      ? {}
      : { near, fixes: [{ kind: 'replace', label: near, changes: [{ range: nameRange, text: near }] }] }),
  };
}

function* partialsIn(template: Template): Generator<string> {
  for (const node of template) {
    if (node.kind === 'partial') yield node.name;
    else if (node.kind === 'choice') for (const branch of node.branches) yield* partialsIn(branch);
  }
}

/** Fields whose words are sent, or name what is sent. */
const textFields = [
  'words',
  'image',
  'images',
  'mask',
  'styleImage',
  'garment',
  'end',
  'output.path',
] as const;

/** Every text of a file that is filled in, by name. */
function* wordsIn(file: PromptFile): Generator<readonly [string, Words]> {
  yield ['prompt', file.prompt];
  for (const [index, { words, image }] of file.shots.entries()) {
    yield [`shots.${index}`, words];
    if (image) yield [`shots.${index}.image`, image];
  }
  if (file.negative) yield ['negative', file.negative];
  for (const name of textFields) {
    const items = itemsOf(file, name, 'words');
    for (const [index, { words }] of items.entries()) {
      yield [name === 'images' ? `images.${index}` : name, words];
    }
  }
}
