import type { JSX } from 'preact';
import type { NoticeView } from '../../src/protocol/view';
import { Codicon } from '../shared/codicon';
import { usePage } from './page';

const icons = { info: 'info', warning: 'warning', error: 'error' } as const;

/** A sentence with its buttons: a bar above the page, or a line under a control. */
export function Notice(props: {
  readonly notice: NoticeView;
  readonly kind: 'bar' | 'line';
  readonly id?: string;
  /** Where its buttons are carried out. */
  readonly origin?: 'edit' | 'ask';
}): JSX.Element {
  const { intents } = usePage();
  const { id, severity, text, actions } = props.notice;
  return (
    <div class={`notice ${props.kind} ${severity}`} id={props.id}>
      <Codicon name={icons[severity]} />
      <span class="noticeText">{text}</span>
      {actions.length > 0 && (
        <span class="noticeActions">
          {actions.map((action) => (
            <button
              key={action.id}
              type="button"
              class="button secondary"
              data-focus={`${id}/${action.id}`}
              onClick={() => {
                if (props.origin === 'ask') intents.ask.act(id, action.id);
                else intents.act(id, action.id);
              }}
            >
              {action.label}
            </button>
          ))}
        </span>
      )}
    </div>
  );
}
