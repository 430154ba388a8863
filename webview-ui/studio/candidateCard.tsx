import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CandidateView } from '../../src/protocol/studio';
import { Codicon } from '../shared/codicon';
import { usePage } from './page';

const quietMs = 400;

/** One result: there, on its way, or held back. All cards have the same height. */
export function CandidateCard(props: {
  readonly candidate: CandidateView;
  readonly optionId: string;
  readonly isActive: boolean;
  readonly isTabStop: boolean;
  readonly onChoose: () => void;
}): JSX.Element {
  const { intents, text } = usePage();
  const { candidate, isActive, isTabStop } = props;
  const { id, number, state } = candidate;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <div
      class={`card ${state.kind}`}
      data-active={isActive}
      data-vscode-context={JSON.stringify({
        webviewSection: 'candidate',
        candidate: id,
        preventDefaultContextMenuItems: true,
      })}
    >
      <div
        id={props.optionId}
        role="option"
        class="option"
        tabIndex={tabIndex}
        aria-selected={isActive}
        onClick={(event) => {
          props.onChoose();
          event.currentTarget.focus();
        }}
        onContextMenu={() => props.onChoose()}
      >
        <span class="visuallyHidden">{nameOf(candidate, text)}</span>
        <span class="cardNumber" aria-hidden="true">
          {number}
        </span>
        {state.kind === 'ready' && <img class="thumbnail" src={state.url} alt="" draggable={false} />}
        {state.kind === 'ready' && state.isAccepted && (
          <span class="acceptedMark" aria-hidden="true">
            <Codicon name="pass" />
          </span>
        )}
        {state.kind === 'ready' && state.score !== undefined && (
          <span class="cardScore" aria-hidden="true">
            {state.score}
          </span>
        )}
        {state.kind === 'waiting' && <Waiting since={state.since} text={state.text} />}
        {state.kind === 'failed' && (
          <span class="cardWords" aria-hidden="true">
            <Codicon name={state.icon} />
            <span>{state.text}</span>
          </span>
        )}
      </div>
      {state.kind === 'waiting' && state.canCancel && (
        <button
          type="button"
          class="button secondary"
          tabIndex={tabIndex}
          onClick={() => intents.candidate(id, 'cancel')}
        >
          {text('cancel')}
        </button>
      )}
      {state.kind === 'failed' &&
        state.actions.map((action) => (
          <button
            key={action.id}
            type="button"
            class="button secondary"
            tabIndex={tabIndex}
            onClick={() => intents.act(id, action.id)}
          >
            {action.label}
          </button>
        ))}
    </div>
  );
}

/** The seconds are counted here; a spinner comes only when it takes longer than a moment. */
function Waiting(props: { readonly since: number; readonly text: string | undefined }): JSX.Element {
  const { text, number } = usePage();
  const [passedMs, setPassedMs] = useState(() => Math.max(0, Date.now() - props.since));
  useEffect(() => {
    // Steps with the whole seconds since the start, so that several cards change together.
    const pause = passedMs < quietMs ? quietMs - passedMs : 1000 - (passedMs % 1000);
    const timer = setTimeout(() => setPassedMs(Math.max(0, Date.now() - props.since)), pause + 5);
    return () => clearTimeout(timer);
  }, [passedMs, props.since]);
  const seconds = Math.floor(passedMs / 1000);
  return (
    <span class="cardWords" aria-hidden="true">
      {passedMs < quietMs ? (
        <span class="codicon" aria-hidden="true" />
      ) : (
        <Codicon name="loading codicon-modifier-spin" />
      )}
      <span class="tabular">
        {props.text ?? (seconds < 1 ? text('waiting') : text('waitingSeconds', number(seconds)))}
      </span>
    </span>
  );
}

function nameOf({ number, state }: CandidateView, text: ReturnType<typeof usePage>['text']): string {
  switch (state.kind) {
    case 'ready':
      return [
        text(state.isAccepted ? 'candidateAccepted' : 'candidateReady', number, state.alt),
        ...(state.score === undefined ? [] : [text('candidateScore', state.score)]),
      ].join(' ');
    case 'waiting':
      return text('candidateWaiting', number);
    case 'failed':
      return text('candidateFailed', number, state.text);
  }
}
