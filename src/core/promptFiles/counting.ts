import type { Template, TemplateNode } from './template';

/** Where counting ends: a number that no text can be made for, and small enough to stay exact. */
export const MANY = 1e15;

/** @returns the product, at most `MANY` */
export function times(one: number, other: number): number {
  return Math.min(one * other, MANY);
}

export function plus(one: number, other: number): number {
  return Math.min(one + other, MANY);
}

/** What stands behind the name of a partial; undefined where there is none, or it would contain itself. */
export type PartialLookup = (name: string) => Template | undefined;

/** A piece of text, or a variable whose value is filled in later. */
export type Piece = string | VariablePiece;

export interface VariablePiece {
  readonly name: string;
  readonly member?: string;
  readonly fallback?: string;
  /** As it is written, for a name that nobody defines. */
  readonly written: string;
}

/**
 * Counts and builds the ways in which one stretch of template can be read, its variables left open. Any one way is built
 * by its number, so that what is never looked at is never made.
 */
export class Ways {
  readonly #partials: PartialLookup;
  readonly #counts = new WeakMap<object, number>();

  constructor(partials: PartialLookup) {
    this.#partials = partials;
  }

  count(template: Template): number {
    const known = this.#counts.get(template);
    if (known !== undefined) return known;
    let count = 1;
    for (const node of template) count = times(count, this.countOf(node));
    this.#counts.set(template, count);
    return count;
  }

  countOf(node: TemplateNode): number {
    switch (node.kind) {
      case 'text':
      case 'variable':
        return 1;
      case 'range':
        return Math.min(MANY, Math.floor(Math.abs(node.to - node.from) / node.step) + 1);
      case 'partial': {
        const template = this.#partials(node.name);
        return template ? this.count(template) : 1;
      }
      case 'choice':
        return node.branches.reduce((sum, branch) => plus(sum, this.count(branch)), 0);
    }
  }

  /** @param index from 0; the last choice of the text changes first */
  build(template: Template, index: number): readonly Piece[] {
    const pieces: Piece[] = [];
    this.#build(template, index, pieces);
    return pieces;
  }

  buildOf(node: TemplateNode, index: number): readonly Piece[] {
    const pieces: Piece[] = [];
    this.#buildNode(node, index, pieces);
    return pieces;
  }

  #build(template: Template, index: number, pieces: Piece[]): void {
    if (index === 0) {
      for (const node of template) this.#buildNode(node, 0, pieces);
      return;
    }
    // The weight of each place is known from the end.
    const indices: number[] = [];
    let rest = index;
    for (let place = template.length - 1; place >= 0; place--) {
      const node = template[place];
      const count = node ? this.countOf(node) : 1;
      indices[place] = rest % count;
      rest = Math.floor(rest / count);
    }
    for (const [place, node] of template.entries()) this.#buildNode(node, indices[place] ?? 0, pieces);
  }

  #buildNode(node: TemplateNode, index: number, pieces: Piece[]): void {
    switch (node.kind) {
      case 'text':
        add(pieces, node.text);
        return;
      case 'variable':
        pieces.push(variablePiece(node));
        return;
      case 'range':
        add(pieces, rangeText(node, index));
        return;
      case 'partial': {
        const template = this.#partials(node.name);
        if (template) this.#build(template, index, pieces);
        else add(pieces, `{{> ${node.name}}}`);
        return;
      }
      case 'choice': {
        let rest = index;
        for (const branch of node.branches) {
          const count = this.count(branch);
          if (rest < count) {
            this.#build(branch, rest, pieces);
            return;
          }
          rest -= count;
        }
      }
    }
  }
}

export function variablePiece(node: Extract<TemplateNode, { readonly kind: 'variable' }>): VariablePiece {
  const { name, member, fallback } = node;
  const path = member === undefined ? name : `${name}.${member}`;
  return {
    name,
    ...(member === undefined ? {} : { member }),
    ...(fallback === undefined ? {} : { fallback }),
    written: `{{${path}}}`,
  };
}

function rangeText(
  { from, to, step, width }: Extract<TemplateNode, { readonly kind: 'range' }>,
  index: number,
): string {
  const value = from + index * step * (to < from ? -1 : 1);
  const digits = String(Math.abs(value)).padStart(width, '0');
  return value < 0 ? `-${digits}` : digits;
}

function add(pieces: Piece[], text: string): void {
  const last = pieces.at(-1);
  if (typeof last === 'string') pieces[pieces.length - 1] = last + text;
  else pieces.push(text);
}
