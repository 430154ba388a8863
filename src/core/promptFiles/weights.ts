import { plus } from './counting';
import type { PromptFile } from './promptFile';
import type { PromptSources } from './sources';
import type { Template, TemplateNode } from './template';

/** Hundreds of times what any model takes. Longer texts are never built. */
export const MAX_TEXT_LENGTH = 2_000_000;

/**
 * How long a text can become at most, found without building it: a variable that names another one twice, which names a
 * third one twice, grows without end.
 */
export class Weights {
  readonly #file: PromptFile;
  readonly #sources: PromptSources;
  readonly #broken: ReadonlySet<string>;
  readonly #templates = new WeakMap<object, number>();
  readonly #variables = new Map<string, number>();

  /** @param broken partials that are not put in */
  constructor(file: PromptFile, sources: PromptSources, broken: ReadonlySet<string>) {
    this.#file = file;
    this.#sources = sources;
    this.#broken = broken;
  }

  /** @returns UTF-16 units, and one more for each piece */
  of(template: Template): number {
    const known = this.#templates.get(template);
    if (known !== undefined) return known;
    let weight = 0;
    for (const node of template) weight = plus(weight, 1 + this.#ofNode(node));
    this.#templates.set(template, weight);
    return weight;
  }

  #ofNode(node: TemplateNode): number {
    switch (node.kind) {
      case 'text':
        return node.text.length;
      case 'range':
        return 17;
      case 'choice':
        return node.branches.reduce((most, branch) => Math.max(most, this.of(branch)), 0);
      case 'partial':
        return this.#broken.has(node.name)
          ? 0
          : this.of(this.#sources.partials.get(node.name)?.template ?? []);
      case 'variable':
        return Math.max(this.#ofVariable(node.name), (node.fallback ?? '').length);
    }
  }

  #ofVariable(name: string): number {
    const known = this.#variables.get(name);
    if (known !== undefined) return known;
    // Who names itself is left out elsewhere.
    this.#variables.set(name, 0);
    const definition = this.#file.variables.find((each) => each.name === name);
    if (!definition) return 0;
    const { values, fallback, file } = definition;
    const table = file && this.#sources.data.get(file.path);
    const cells = (table?.rows ?? []).reduce(
      (most, row) => row.reduce((longest, cell) => Math.max(longest, cell.length), most),
      0,
    );
    const weight = [...values, ...(fallback ? [fallback] : [])].reduce(
      (most, { template }) => Math.max(most, this.of(template)),
      cells,
    );
    this.#variables.set(name, weight);
    return weight;
  }
}
