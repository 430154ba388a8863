import type { JSX, RefObject } from 'preact';
import { useEffect, useImperativeHandle, useRef, useState } from 'preact/hooks';
import type { GallerySnapshot } from '../../src/protocol/gallery';
import { Codicon } from '../shared/codicon';
import type { Texts } from './gallery';

/** After the last key: long enough to type a word, short enough to seem at once. */
const SEARCH_AFTER_MS = 250;

export interface SearchHandle {
  focus(): void;
  /** Takes the focus and what was typed elsewhere. */
  type(letters: string): void;
  /** @returns false when it was empty */
  clear(): boolean;
}

/** The box. What stands in it is the user's, until the host changes it. */
export function SearchBox({
  handle,
  snapshot,
  text,
  isDropping,
  onSearch,
  onLeave,
  onRemoveLast,
  onRemoveAll,
}: {
  readonly handle: RefObject<SearchHandle | null>;
  readonly snapshot: GallerySnapshot;
  readonly text: Texts;
  /** A picture is held over the page. */
  readonly isDropping: boolean;
  readonly onSearch: (query: string) => Promise<void>;
  readonly onLeave: () => void;
  /** Backspace before the first letter. @returns false when there was no picture to take out */
  readonly onRemoveLast: () => boolean;
  /** Esc in an empty box. @returns false when there were no pictures */
  readonly onRemoveAll: () => boolean;
}): JSX.Element {
  const [value, setValue] = useState(snapshot.query);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(snapshot.query);
  const underWay = useRef(0);

  const search = (query: string): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (query === sent.current) return;
    sent.current = query;
    underWay.current += 1;
    void onSearch(query).then(() => {
      underWay.current -= 1;
    });
  };
  const change = (next: string, afterMs: number): void => {
    setValue(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(next), afterMs);
  };
  useImperativeHandle(handle, () => ({
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
    type: (letters) => {
      input.current?.focus();
      change(value + letters, SEARCH_AFTER_MS);
    },
    clear: () => {
      if (value === '') return false;
      change('', 0);
      return true;
    },
  }));
  useEffect(() => {
    // A snapshot from before the host had the last search says nothing about the box.
    const isOld = underWay.current > 0 || timer.current !== undefined;
    if (isOld || snapshot.query === sent.current) return;
    sent.current = snapshot.query;
    setValue(snapshot.query);
  }, [snapshot]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div class={isDropping ? 'search dropping' : 'search'} role="search">
      <Codicon name="search" />
      <input
        ref={input}
        type="text"
        role="searchbox"
        aria-label={snapshot.queryHint}
        placeholder={isDropping ? text('dropHere') : snapshot.queryHint}
        title={snapshot.queryHint}
        value={value}
        maxLength={1000}
        spellcheck={false}
        onInput={({ currentTarget }) => change(currentTarget.value, SEARCH_AFTER_MS)}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
          if (event.key === 'Escape') {
            if (value !== '') change('', 0);
            else if (!onRemoveAll()) return;
          } else if (event.key === 'Enter') {
            search(value);
          } else if (event.key === 'ArrowDown') {
            onLeave();
          } else if (event.key === 'Backspace' && value === '') {
            if (!onRemoveLast()) return;
          } else {
            return;
          }
          event.preventDefault();
        }}
      />
      {snapshot.isSearching && (
        <span class="busy" title={text('searching')}>
          <Codicon name="loading" />
        </span>
      )}
      {value !== '' && (
        <button
          type="button"
          class="iconButton"
          aria-label={text('clearSearch')}
          title={text('clearSearch')}
          onClick={() => {
            change('', 0);
            input.current?.focus();
          }}
        >
          <Codicon name="close" />
        </button>
      )}
    </div>
  );
}
