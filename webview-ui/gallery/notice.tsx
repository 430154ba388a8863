import type { JSX } from 'preact';
import type { NoticeView } from '../../src/protocol/view';
import { Codicon } from '../shared/codicon';

interface NoticeProps {
  readonly notice: NoticeView;
  readonly onAct: (action: string) => void;
}

/** A sentence with its buttons, above the images. */
export function Notice({ notice, onAct }: NoticeProps): JSX.Element {
  return (
    <div class={`notice ${notice.severity}`}>
      <Codicon name={notice.severity} />
      <span>{notice.text}</span>
      <Buttons notice={notice} onAct={onAct} />
    </div>
  );
}

/** What stands there instead of images. */
export function EmptyState({ notice, onAct }: NoticeProps): JSX.Element {
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
      <p>{notice.text}</p>
      <Buttons notice={notice} onAct={onAct} />
    </div>
  );
}

function Buttons({ notice, onAct }: NoticeProps): JSX.Element | null {
  if (notice.actions.length === 0) return null;
  return (
    <div class="buttons">
      {notice.actions.map(({ id, label }, index) => (
        <button
          key={id}
          type="button"
          class={`button ${index === 0 ? 'primary' : 'secondary'}`}
          onClick={() => onAct(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
