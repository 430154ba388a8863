import type { MenuItem } from '../../shared/menuButton';
import type { CanvasController } from './controller';
import { brushSizes, type CanvasCommand, type OverlayOptions } from './settings';
import type { Speaker } from './speaker';

const tolerances = [0, 8, 16, 32, 48, 64, 96, 128] as const;
const strengths = [20, 45, 70] as const;

/** The rows of the menu *Mask*: words only. */
export function maskMenu(speaker: Speaker, isEmpty: boolean, fileName: string): readonly MenuItem[] {
  return [
    { id: 'everything', label: speaker.text('menu.everything') },
    { id: 'fillHoles', label: speaker.text('menu.fillHoles'), isDisabled: isEmpty },
    { id: 'invert', label: speaker.text('menu.invert'), keys: 'I' },
    { id: 'grow', label: speaker.text('menu.grow'), isDisabled: isEmpty },
    { id: 'shrink', label: speaker.text('menu.shrink'), isDisabled: isEmpty },
    { id: 'feather', label: speaker.text('menu.feather'), isDisabled: isEmpty },
    { id: 'clear', label: speaker.text('menu.clear'), keys: 'Delete', isDisabled: isEmpty },
    { id: 'fromTransparency', label: speaker.text('menu.fromTransparency'), startsGroup: true },
    { id: 'fromColor', label: speaker.text('menu.fromColor') },
    { id: 'load', label: speaker.text('menu.load'), startsGroup: true },
    { id: 'save', label: speaker.text('menu.save', fileName), isDisabled: isEmpty },
  ];
}

/** Does what a row of `maskMenu` says. */
export function chooseFromMaskMenu(
  id: string,
  controller: CanvasController | undefined,
  onCommand: (command: CanvasCommand) => void,
): void {
  switch (id) {
    case 'everything':
    case 'fillHoles':
    case 'invert':
    case 'clear':
      controller?.change(id);
      break;
    case 'grow':
    case 'shrink':
    case 'feather':
      controller?.requestForm(id);
      break;
    case 'fromTransparency':
      controller?.addTransparency();
      break;
    case 'fromColor':
      controller?.pickColor();
      break;
    case 'load':
      onCommand('loadMask');
      break;
    case 'save':
      onCommand('saveMask');
  }
}

/** The rows of the menu beside the eye. */
export function overlayMenu(speaker: Speaker, overlay: OverlayOptions): readonly MenuItem[] {
  return [
    ...(['red', 'green', 'blue'] as const).map((color): MenuItem => ({
      id: color,
      label: speaker.text(`menu.${color}`),
      check: { kind: 'radio', isOn: overlay.color === color },
    })),
    ...strengths.map((percent, index): MenuItem => ({
      id: String(percent),
      label: speaker.text('menu.strength', percent),
      check: { kind: 'radio', isOn: Math.round(overlay.strength * 100) === percent },
      startsGroup: index === 0,
    })),
  ];
}

/** Brush sizes, with the digit that chooses each. */
export function sizeMenu(speaker: Speaker, sizePx: number): readonly MenuItem[] {
  return brushSizes.map((size, index) => ({
    id: String(size),
    label: speaker.text('toolbar.sizeValue', size),
    keys: String(index + 1),
    check: { kind: 'radio', isOn: size === sizePx },
  }));
}

/** Tolerances of the wand. */
export function toleranceMenu(tolerance: number): readonly MenuItem[] {
  return tolerances.map((value) => ({
    id: String(value),
    label: String(value),
    check: { kind: 'radio', isOn: value === tolerance },
  }));
}
