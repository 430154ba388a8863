import type { JSX } from 'preact';
import type { GalleryScope, GallerySnapshot } from '../../src/protocol/gallery';
import type { Texts } from './gallery';

/** Made here, all, waiting: one of them. */
export function Scopes({
  snapshot,
  text,
  onChange,
}: {
  readonly snapshot: GallerySnapshot;
  readonly text: Texts;
  readonly onChange: (scope: GalleryScope) => void;
}): JSX.Element {
  return (
    <div class="scopes" role="radiogroup" aria-label={text('show')}>
      {snapshot.scopes.map(({ value, label }) => (
        <label key={value} class={`scope ${value === snapshot.scope ? 'chosen' : ''}`}>
          <input
            class="visuallyHidden"
            type="radio"
            name="scope"
            value={value}
            checked={value === snapshot.scope}
            onChange={() => onChange(value)}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
