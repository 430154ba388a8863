import * as vscode from 'vscode';
import type { ChangedValue } from '../../../core/studio/change';
import { pick } from '../../../platform/quickPick';
import type { ControlView } from '../../../protocol/view';

const { t } = vscode.l10n;

/** A control of the Studio's form in a row: what it holds now. */
export function controlSummary(control: ControlView): string {
  switch (control.kind) {
    case 'choice':
      return control.choices.find(({ value }) => value === control.value)?.label ?? control.value;
    case 'number':
      return [String(control.value), control.unit].filter(Boolean).join(' ');
    case 'text':
      return control.value === '' ? t('none') : control.value;
    case 'seed':
      return control.value === undefined ? t('random, recorded in the recipe') : String(control.value);
    case 'colors':
      return control.value.length === 0 ? t('none') : control.value.join(', ');
    case 'color':
      return control.value;
    case 'image':
      return control.name ?? t('none');
    case 'margins': {
      const { left, right, up, down } = control.value;
      return t('left {0}, right {1}, top {2}, bottom {3} px', left, right, up, down);
    }
  }
}

/** A changed control: its id may be another than the control's own. */
export interface ControlChange {
  readonly id: string;
  readonly value: ChangedValue;
}

/** Asks for a control's value with VS Code's own boxes. @returns undefined where nothing was chosen */
export async function askForControl(control: ControlView): Promise<ControlChange | undefined> {
  switch (control.kind) {
    case 'choice': {
      const picked = await pick({
        title: control.label,
        withBack: true,
        rows: control.choices.map(({ value, label, detail }) => ({
          label,
          ...(detail === undefined ? {} : { description: detail }),
          value,
        })),
        active: (value) => value === control.value,
      });
      return picked.kind === 'picked' ? { id: control.id, value: picked.value } : undefined;
    }
    case 'number':
      return askNumber(control.id, control.label, control.value, control);
    case 'seed':
      return askSeed(control);
    case 'text': {
      const { id, label, value, placeholder, maxLength } = control;
      const text = await vscode.window.showInputBox({
        title: label,
        value,
        placeHolder: placeholder,
        validateInput: (entered) =>
          entered.length > maxLength
            ? t('The text has {0} characters; this model takes {1}', entered.length, maxLength)
            : undefined,
      });
      return text === undefined ? undefined : { id, value: text.trim() };
    }
    case 'colors':
      return askColors(control.id, control.label, control.value, control.max);
    case 'color':
      return askColors(control.id, control.label, [control.value], 1);
    case 'margins':
      return askMargins(control);
    case 'image':
      // Files are asked for by whoever opens them.
      return undefined;
  }
}

async function askNumber(
  id: string,
  title: string,
  value: number | undefined,
  { min, max, step = 1 }: { readonly min: number; readonly max: number; readonly step?: number },
): Promise<ControlChange | undefined> {
  const problem = (text: string): string | undefined => {
    const number = Number(text);
    const isRight =
      text.trim() !== '' && number >= min && number <= max && (step < 1 || Number.isInteger(number));
    return isRight ? undefined : t('Enter a number from {0} to {1}', min, max);
  };
  const text = await vscode.window.showInputBox({
    title,
    value: value === undefined ? '' : String(value),
    prompt: t('{0} to {1}', min, max),
    validateInput: problem,
  });
  return text === undefined || problem(text) !== undefined ? undefined : { id, value: Number(text) };
}

async function askSeed(control: ControlView & { readonly kind: 'seed' }): Promise<ControlChange | undefined> {
  const picked = await pick<'random' | 'enter'>({
    title: control.label,
    withBack: true,
    rows: [
      { label: t('Random, recorded in the recipe'), value: 'random' },
      { label: t('Enter a Seed…'), value: 'enter' },
    ],
  });
  if (picked.kind !== 'picked') return undefined;
  return picked.value === 'random'
    ? { id: control.id, value: false }
    : askNumber(control.id, control.label, control.value, control);
}

async function askColors(
  id: string,
  title: string,
  value: readonly string[],
  max: number,
): Promise<ControlChange | undefined> {
  const read = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((part) => part !== '');
  const problem = (text: string): string | undefined => {
    const colors = read(text);
    return colors.length >= 1 && colors.length <= max && colors.every((each) => /^#[0-9a-f]{6}$/i.test(each))
      ? undefined
      : t('Enter 1 to {0} colors such as #3a7d44, with commas between', max);
  };
  const text = await vscode.window.showInputBox({
    title,
    value: value.join(', '),
    placeHolder: '#3a7d44, #f2c14e',
    validateInput: problem,
  });
  if (text === undefined || problem(text) !== undefined) return undefined;
  const colors = read(text);
  return { id, value: max === 1 ? (colors[0] ?? '') : colors };
}

async function askMargins(
  control: ControlView & { readonly kind: 'margins' },
): Promise<ControlChange | undefined> {
  const picked = await pick<string>({
    title: control.label,
    withBack: true,
    rows: [
      ...control.ratios.map(({ value, label }) => ({
        label,
        description: t('aspect ratio'),
        value,
      })),
      { label: t('Enter Pixels…'), value: '' },
    ],
  });
  if (picked.kind !== 'picked') return undefined;
  if (picked.value !== '') return { id: control.id, value: picked.value };
  const read = (text: string): readonly number[] =>
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number);
  const problem = (text: string): string | undefined => {
    const sides = read(text);
    return sides.length === 4 &&
      sides.every((side) => Number.isInteger(side) && side >= 0 && side <= control.max) &&
      sides.some((side) => side > 0)
      ? undefined
      : t('Enter left, right, top and bottom in pixels, each up to {0}', control.max);
  };
  const { left, right, up, down } = control.value;
  const text = await vscode.window.showInputBox({
    title: control.label,
    value: [left, right, up, down].join(', '),
    prompt: t('left, right, top, bottom'),
    validateInput: problem,
  });
  if (text === undefined || problem(text) !== undefined) return undefined;
  const [l = 0, r = 0, u = 0, d = 0] = read(text);
  return { id: control.id, value: { left: l, right: r, up: u, down: d } };
}
