import type { ColorName } from '../seeing/colorNames';
import type { Column, Degree, Light, Row, Shape } from '../seeing/sight';
import { english } from './english';
import { french } from './french';
import { german } from './german';
import type { Language } from './language';
import { spanish } from './spanish';

/** All that the simulator can say about a picture, in one language. */
export interface Words {
  /** Stands before every text that could be taken for a model's. */
  readonly placeholder: string;
  readonly colors: Readonly<Record<ColorName, string>>;
  readonly shapes: Readonly<Record<Shape, string>>;
  readonly lights: Readonly<Record<Light, string>>;
  readonly degrees: Readonly<Record<Degree, string>>;
  readonly rows: Readonly<Record<Row, string>>;
  readonly columns: Readonly<Record<Column, string>>;
  readonly and: string;
  place(row: string, column: string): string;
  mainly(colors: string): string;
  area(color: string, place: string): string;
  readonly noArea: string;
  background(color: string): string;
  size(width: number, height: number, format: string): string;
  light(light: string): string;
  contrast(degree: string): string;
  detail(degree: string): string;
  shareOfArea(percent: number): string;
  readonly transparent: string;
  readonly mark: string;
  drawn(prompt: string): string;
  edited(prompt: string): string;
  readonly noPicture: string;
  readonly noText: string;
  /** What the mark reads in this language. */
  readonly markText: string;
  picture(number: number): string;
  cannotTell(measured: string): string;
  story(area: string, colors: string, light: string): string;
  brighter(number: number): string;
  larger(number: number): string;
  readonly equal: string;
  found(things: string): string;
  missing(things: string): string;
  readonly noEvidence: string;
  readonly nothingFavors: string;
  score(name: string, value: number): string;
  readonly criteria: Readonly<
    Record<'fidelity' | 'composition' | 'text' | 'artefacts' | 'brand' | 'overall', string>
  >;
  readonly suggestions: Readonly<Record<'light' | 'dim' | 'contrast' | 'center' | 'calm' | 'keep', string>>;
  readonly verdicts: Readonly<Record<'fits' | 'differs', string>>;
  noWordsFor(language: string): string;
}

const all: Readonly<Record<Language, Words>> = { en: english, de: german, es: spanish, fr: french };

export function wordsIn(language: Language): Words {
  return all[language];
}
