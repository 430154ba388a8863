import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Codicon } from '../shared/codicon';
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

/** All keys of the Studio, over the page and not in its way: the page stays usable. */
export function KeyList({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { text } = usePage();
  const popover = useRef<HTMLDivElement>(null);
  const closing = useRef<HTMLButtonElement>(null);
  useEffect(() => closing.current?.focus(), []);
  return (
    <div
      ref={popover}
      class="keyList"
      role="dialog"
      aria-labelledby="keys-title"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <header class="regionHead">
        <h2 id="keys-title">{text('keys')}</h2>
        <button
          ref={closing}
          type="button"
          class="iconButton"
          aria-label={text('close')}
          title={text('close')}
          onClick={onClose}
        >
          <Codicon name="close" />
        </button>
      </header>
      {/* A list longer than the window is scrolled with the keys. */}
      <div class="keyGroups" tabIndex={0} role="group" aria-labelledby="keys-title">
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3>{text(title)}</h3>
            <dl>
              {rows.map(({ keys, does }) => (
                <div key={does} class="keyRow">
                  <dt>
                    {keys.map((key) => {
                      const name = typeof key === 'string' ? key : text(key.text);
                      return <kbd key={name}>{name}</kbd>;
                    })}
                  </dt>
                  <dd>{text(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
