import type { JSX } from 'preact';
import type { GallerySnapshot } from '../../src/protocol/gallery';
import { NoticeButtons } from '../shared/notice';

type Empty = NonNullable<GallerySnapshot['empty']>;

/** What stands there instead of images. */
export function EmptyState({
  notice,
  isMain,
  onAct,
}: {
  readonly notice: Empty;
  readonly isMain: boolean;
  readonly onAct: (action: string) => void;
}): JSX.Element {
  return (
    <div class="empty" data-notice={notice.id}>
      <svg
        class="drawing"
        viewBox="0 0 64 48"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        aria-hidden="true"
      >
        <Drawing kind={notice.drawing} />
      </svg>
      <p>{notice.text}</p>
      <NoticeButtons notice={notice} isMain={isMain} onAct={onAct} />
    </div>
  );
}

function Drawing({ kind }: { readonly kind: Empty['drawing'] }): JSX.Element {
  switch (kind) {
    case 'images':
      return (
        <>
          <rect x="14" y="6" width="36" height="24" rx="1" />
          <path d="M20 25l8-9 6 6 4-4 6 7M24 30l-6 13M40 30l6 13M32 30v10" />
        </>
      );
    case 'search':
      return (
        <>
          <path d="M34 30H15a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h34a1 1 0 0 1 1 1v12" />
          <circle cx="41" cy="29" r="7" />
          <path d="M46 34l7 7" />
        </>
      );
    case 'nothingClose':
      return (
        <>
          <rect x="14" y="6" width="36" height="24" rx="1" stroke-dasharray="4 3" />
          <path d="M24 30l-6 13M40 30l6 13M32 30v10" />
        </>
      );
  }
}
