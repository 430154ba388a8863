import type { JSX } from 'preact';
import { KeyList } from '../shared/keyList';
import { usePage } from './page';
import type { StudioTextKey } from './texts';

/** A key that is written alike in every language, or the name of a text. */
type KeyName = string | { readonly text: StudioTextKey };

interface KeyRow {
  readonly keys: readonly KeyName[];
  readonly does: StudioTextKey;
}

const isMac = navigator.userAgent.includes('Mac');
const mod = isMac ? '⌘' : 'Ctrl';

const groups: readonly { readonly title: StudioTextKey; readonly rows: readonly KeyRow[] }[] = [
  {
    title: 'keysGroupAnywhere',
    rows: [
      { keys: [`${mod}+Enter`], does: 'keyGenerate' },
      { keys: [`${mod}+S`], does: 'keyAccept' },
      { keys: ['?'], does: 'keyChordFocus' },
    ],
  },
  {
    title: 'keysGroupCanvas',
    rows: [
      { keys: ['B', 'E'], does: 'keyBrush' },
      { keys: ['R', 'O', 'L', 'P'], does: 'keyShapes' },
      { keys: ['W'], does: 'keyWand' },
      { keys: ['X'], does: 'keySwap' },
      { keys: ['[', ']'], does: 'keySize' },
      { keys: ['1', '…', '9'], does: 'keySizes' },
      { keys: ['← ↑ → ↓'], does: 'keyMove' },
      { keys: [{ text: 'keySpace' }, { text: 'keyEnter' }], does: 'keyPaint' },
      { keys: ['N'], does: 'keyNumbers' },
      { keys: ['Z', 'Shift+Z'], does: 'keyUndo' },
      { keys: ['M'], does: 'keyOverlay' },
      { keys: ['I'], does: 'keyInvert' },
      { keys: [{ text: 'keyDelete' }], does: 'keyClear' },
      { keys: ['-', '=', 'F', '0'], does: 'keyZoom' },
      { keys: ['C'], does: 'keyOriginal' },
      { keys: ['V'], does: 'keyCompare' },
      { keys: [',', '.'], does: 'keyPreviousNext' },
      { keys: [{ text: 'keyEsc' }], does: 'keyEscape' },
    ],
  },
  {
    title: 'keysGroupCandidates',
    rows: [
      { keys: ['← ↑ → ↓'], does: 'keyChoose' },
      { keys: ['1', '…', '9'], does: 'keyChooseNumber' },
      { keys: [{ text: 'keyEnter' }], does: 'keyAcceptChosen' },
      { keys: [{ text: 'keyDelete' }], does: 'keyDiscardChosen' },
    ],
  },
];

/** All keys of the Studio. */
export function StudioKeys({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { text } = usePage();
  return (
    <KeyList
      title={text('keys')}
      closeLabel={text('close')}
      groups={groups.map(({ title, rows }) => ({
        title: text(title),
        rows: rows.map(({ keys, does }) => ({
          keys: keys.map((key) => (typeof key === 'string' ? key : text(key.text))),
          does: text(does),
        })),
      }))}
      onClose={onClose}
    />
  );
}
