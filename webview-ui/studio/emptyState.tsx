import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePage } from './page';

const quietMs = 400;

/** What stands in the middle while there is no picture. */
export function EmptyState(): JSX.Element {
  const { intents, text } = usePage();
  return (
    <div class="empty">
      <svg
        class="drawing"
        viewBox="0 0 64 48"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        aria-hidden="true"
      >
        <rect x="14" y="6" width="36" height="24" rx="1" />
        <path d="M20 25l8-9 6 6 4-4 6 7M24 30l-6 13M40 30l6 13M32 30v10" />
      </svg>
      <p>{text('describeOrOpen')}</p>
      <button
        type="button"
        class="button secondary"
        data-focus="chooseImage"
        onClick={() => intents.chooseImage()}
      >
        {text('chooseImage')}
      </button>
      <p class="quiet">{text('pasteOrDrop')}</p>
    </div>
  );
}

/** A picture on its way: nothing for a moment, then a bar and words. */
export function Opening({ words }: { readonly words: string }): JSX.Element {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSeen(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isSeen) return <div class="empty" />;
  return (
    <div class="empty opening">
      <div class="progress" role="progressbar" aria-label={words}>
        <div class="progressBit" />
      </div>
      <p>{words}</p>
    </div>
  );
}
