import type { JSX } from 'preact';
import type { GallerySnapshot } from '../../src/protocol/gallery';
import { Codicon } from '../shared/codicon';
import { formatText } from '../shared/formatText';
import type { Texts } from './gallery';

/** The filters in use; each is a button that takes it back. */
export function Chips({
  chips,
  text,
  onRemove,
}: {
  readonly chips: GallerySnapshot['chips'];
  readonly text: Texts;
  readonly onRemove: (id: string) => void;
}): JSX.Element | null {
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={text('filters')}>
      {chips.map(({ id, label }) => {
        const name = formatText(text('removeChip'), label);
        return (
          <li key={id}>
            <button type="button" class="chip" aria-label={name} title={name} onClick={() => onRemove(id)}>
              <span>{label}</span>
              <Codicon name="close" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
