import type { JSX } from 'preact';
import type { AnswerAction, AskMessageView } from '../../../src/protocol/ask';
import { Codicon } from '../../shared/codicon';
import { Notice } from '../notice';
import { usePage } from '../page';

/** Keys on a focused answer. */
const keys: Readonly<Record<string, AnswerAction>> = { i: 'insert', c: 'copy', s: 'save' };

/**
 * One turn. Its words are set as text alone: what a model wrote, or what an image told it to write, is neither markup nor
 * link here.
 */
export function AskMessage({ message }: { readonly message: AskMessageView }): JSX.Element {
  const { state, intents, text, dispatch } = usePage();
  const { id, role, name, isWriting, progress, note, notice, sent, canEdit } = message;
  const isBusy = state.ask.snapshot?.isBusy === true;
  const hasText = message.text.trim() !== '';
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = keys[event.key.toLowerCase()];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (role !== 'assistant' || !isPlain || action === undefined || !hasText) return;
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    intents.ask.answer(id, action);
  };
  return (
    <article
      class={`askMessage ${role}`}
      tabIndex={role === 'assistant' ? 0 : -1}
      aria-labelledby={`${id}-name`}
      aria-busy={isWriting}
      data-focus={`message/${id}`}
      data-vscode-context='{"preventDefaultContextMenuItems":true}'
      onKeyDown={onKeyDown}
    >
      <h2 class="askName" id={`${id}-name`}>
        {name}
      </h2>
      {hasText && (
        <div class="askText" dir="auto">
          {message.text}
        </div>
      )}
      {isWriting && (
        <p class="askState">
          <Codicon name="loading codicon-modifier-spin" />
          {progress ?? text(hasText ? 'askWriting' : 'askWaiting')}
        </p>
      )}
      {note !== undefined && (
        <p class="askState">
          <Codicon name="info" />
          {note}
        </p>
      )}
      {notice !== undefined && <Notice notice={notice} kind="line" origin="ask" />}
      {role === 'assistant' && !isWriting && (
        <div class="askActions">
          {hasText && (
            <>
              <Action message={message} action="insert" label={text('answerInsert')} keyName="I" />
              <Action message={message} action="copy" label={text('answerCopy')} keyName="C" />
              <Action message={message} action="save" label={text('answerSave')} keyName="S" />
            </>
          )}
          <Action message={message} action="again" label={text('answerAgain')} />
        </div>
      )}
      {sent !== undefined && <p class="askSent">{sent}</p>}
      {canEdit && !isBusy && (
        <button
          type="button"
          class="iconButton askEdit"
          title={text('editMessage')}
          aria-label={text('editMessage')}
          data-focus={`edit/${id}`}
          onClick={() => {
            dispatch({ kind: 'askEditing', message });
            document.getElementById('question')?.focus();
          }}
        >
          <Codicon name="edit" />
        </button>
      )}
    </article>
  );
}

function Action(props: {
  readonly message: AskMessageView;
  readonly action: AnswerAction;
  readonly label: string;
  readonly keyName?: string;
}): JSX.Element {
  const { intents, text } = usePage();
  const { message, action, label, keyName } = props;
  return (
    <button
      type="button"
      class="button secondary"
      title={keyName === undefined ? label : text('withKey', label, keyName)}
      aria-keyshortcuts={keyName}
      data-focus={`${action}/${message.id}`}
      onClick={() => intents.ask.answer(message.id, action)}
    >
      {label}
    </button>
  );
}
