import type { JSX } from 'preact';
import type { NoticeView } from '../../src/protocol/view';
import { Codicon } from './codicon';
import './notice.css';

interface NoticeProps {
  readonly notice: NoticeView;
  /** Whether its first button is the main one of the page: there is one at most. */
  readonly isMain: boolean;
  /** What the bar of its progress is called. */
  readonly progressLabel?: string;
  readonly onAct: (action: string) => void;
}

/** A sentence with its buttons, above what it is about. */
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
      <NoticeButtons notice={notice} isMain={isMain} onAct={onAct} />
    </div>
  );
}

/** The buttons of a notice. */
export function NoticeButtons({
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
