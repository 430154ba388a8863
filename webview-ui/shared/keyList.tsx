import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Codicon } from './codicon';
import './keyList.css';

/** Keys that belong together, in words of the user's language. */
export interface KeyGroup {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

interface KeyListProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly groups: readonly KeyGroup[];
  readonly onClose: () => void;
}

/** All keys of a page, over it and not in its way: the page stays usable. */
export function KeyList({ title, closeLabel, groups, onClose }: KeyListProps): JSX.Element {
  const closing = useRef<HTMLButtonElement>(null);
  useEffect(() => closing.current?.focus(), []);
  return (
    <div
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
      <header class="keyListHead">
        <h2 id="keys-title">{title}</h2>
        <button
          ref={closing}
          type="button"
          class="iconButton"
          aria-label={closeLabel}
          title={closeLabel}
          onClick={onClose}
        >
          <Codicon name="close" />
        </button>
      </header>
      {/* A list longer than the window is scrolled with the keys. */}
      <div class="keyGroups" tabIndex={0} role="group" aria-labelledby="keys-title">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(({ keys, does }) => (
                <div key={does} class="keyRow">
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
