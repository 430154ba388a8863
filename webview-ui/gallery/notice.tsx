import type { JSX } from 'preact';
import type { GallerySnapshot } from '../../src/protocol/gallery';
import type { NoticeView } from '../../src/protocol/view';
import { Codicon } from '../shared/codicon';

interface NoticeProps {
  readonly notice: NoticeView;
  /** Whether its first button is the main one of the page: there is one at most. */
  readonly isMain: boolean;
  /** What the bar of its progress is called. */
  readonly progressLabel?: string;
  readonly onAct: (action: string) => void;
}

/** A sentence with its buttons, above the images. */
export function Notice({ notice, isMain, progressLabel = '', onAct }: NoticeProps): JSX.Element {
  const { progress } = notice;
  return (
    <div class={`notice ${notice.severity}`} data-notice={notice.id}>
      <Codicon name={notice.severity} />
      <span>{notice.text}</span>
      {progress !== undefined && (
        <div
          class="progress"
          role="progressbar"
          aria-label={progressLabel}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
        >
          <div style={{ width: `${(progress * 100).toFixed(1)}%` }} />
        </div>
      )}
      <Buttons notice={notice} isMain={isMain} onAct={onAct} />
    </div>
  );
}

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
      <Buttons notice={notice} isMain={isMain} onAct={onAct} />
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

function Buttons({
  notice,
  isMain,
  onAct,
}: Pick<NoticeProps, 'notice' | 'isMain' | 'onAct'>): JSX.Element | null {
  if (notice.actions.length === 0) return null;
  return (
    <div class="buttons">
      {notice.actions.map(({ id, label }, index) => (
        <button
          key={id}
          type="button"
          class={`button ${isMain && index === 0 ? 'primary' : 'secondary'}`}
          onClick={() => onAct(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
