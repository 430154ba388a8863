import type { JSX } from 'preact';
import type { GallerySnapshot } from '../../src/protocol/gallery';
import { Codicon } from '../shared/codicon';
import { formatText } from '../shared/formatText';
import type { Texts } from './gallery';

/** The images that are looked with; each is a button that takes it out again. */
export function QueryChips({
  pictures,
  text,
  onRemove,
}: {
  readonly pictures: GallerySnapshot['pictures'];
  readonly text: Texts;
  readonly onRemove: (id: string) => void;
}): JSX.Element | null {
  if (pictures.length === 0) return null;
  return (
    <ul class="chips" aria-label={text('lookedWith')}>
      {pictures.map(({ id, label, url }) => {
        const name = formatText(text('removePicture'), label);
        return (
          <li key={id}>
            <button
              type="button"
              class="chip picture"
              aria-label={name}
              title={name}
              onClick={() => onRemove(id)}
            >
              {url === undefined ? <Codicon name="file-media" /> : <img src={url} alt="" draggable={false} />}
              <span>{label}</span>
              <Codicon name="close" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
