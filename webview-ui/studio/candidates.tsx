import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CandidateView } from '../../src/protocol/studio';
import { Codicon } from '../shared/codicon';
import { MenuButton } from '../shared/menuButton';
import { CandidateCard } from './candidateCard';
import { KeyReader } from './canvas/keys';
import type { CanvasCommand } from './canvas/settings';
import { copyImage } from './copyImage';
import { usePage } from './page';
import { activeCandidate } from './state';

const undoMs = 10_000;
const copiedMs = 6_000;

/** The results, until each is accepted or discarded. */
export function Candidates(props: {
  readonly onCommand: (command: CanvasCommand) => void;
  readonly announce: (text: string) => void;
}): JSX.Element {
  const { state, intents, text } = usePage();
  const candidates = state.snapshot?.candidates ?? [];
  const active = activeCandidate(state);
  const region = useRef<HTMLElement>(null);
  const keys = useRef(new KeyReader());
  const isStripFocused = useRef(false);

  // A discarded card takes the focus with it; the next one takes it up.
  useLayoutEffect(() => {
    if (!isStripFocused.current || region.current?.contains(document.activeElement) === true) return;
    const next = region.current?.querySelector<HTMLElement>('[role=option][tabindex="0"], .undo button');
    next?.focus();
  }, [candidates, state.active, state.discarded]);

  useEffect(() => {
    if (active === undefined) return;
    const option = region.current?.querySelector(`#${optionId(active)}`);
    const strip = region.current?.querySelector('.strip');
    if (option && strip) scrollWithin(strip, option);
  }, [active?.id]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const isOption = event.target instanceof Element && event.target.getAttribute('role') === 'option';
    const action = keys.current.read({
      key: event.key,
      code: event.code,
      isShift: event.shiftKey,
      isCommand: event.ctrlKey || event.metaKey || event.altKey,
      isRepeat: event.repeat,
      timeMs: event.timeStamp,
    });
    if (!isOption || action === undefined) return;
    const focus = (candidate: CandidateView | undefined): void => {
      if (candidate === undefined) return;
      intents.choose(candidate.id);
      region.current?.querySelector<HTMLElement>(`#${optionId(candidate)}`)?.focus();
    };
    const at = candidates.findIndex(({ id }) => id === active?.id);
    if (event.key === 'Home' || event.key === 'End') {
      focus(candidates.at(event.key === 'Home' ? 0 : -1));
    } else if (action.kind === 'move') {
      focus(candidates[at + (action.x + action.y)] ?? undefined);
    } else if (action.kind === 'size') {
      focus(candidates.find(({ number }) => number === action.index + 1) ?? candidates[action.index]);
    } else if (action.kind === 'previousCandidate' || action.kind === 'nextCandidate') {
      focus(candidates[at + (action.kind === 'nextCandidate' ? 1 : -1)]);
    } else if (action.kind === 'enter') {
      if (active?.state.kind === 'ready') intents.candidate(active.id, 'accept');
      const first = active?.state.kind === 'failed' ? active.state.actions[0] : undefined;
      if (active !== undefined && first !== undefined) intents.act(active.id, first.id);
    } else if (action.kind === 'clear') {
      if (active !== undefined && active.state.kind !== 'waiting') intents.candidate(active.id, 'discard');
    } else if (action.kind === 'holdOriginal') {
      if (!event.repeat) props.onCommand('holdOriginal');
    } else if (action.kind === 'nextCompareMode' || action.kind === 'showKeys') {
      props.onCommand(action.kind);
    } else if (action.kind === 'escape') {
      props.onCommand('leave');
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section
      ref={region}
      class="candidates"
      aria-labelledby="candidates-title"
      data-region="candidates"
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        if (event.code === 'KeyC') props.onCommand('releaseOriginal');
      }}
      onFocusIn={(event) => {
        isStripFocused.current =
          event.target instanceof Element &&
          event.target.closest('.strip, .candidateActions, .undo') !== null;
      }}
      onFocusOut={(event) => {
        // Without a next element the focused one was removed, or the window lost the focus.
        if (event.relatedTarget !== null) isStripFocused.current = false;
      }}
    >
      <header class="regionHead">
        <h2 id="candidates-title">{text('candidates')}</h2>
        {candidates.length > 0 && (
          <MenuButton
            label={text('allCandidates')}
            items={[
              { id: 'accept', label: text('acceptAll') },
              { id: 'discard', label: text('discardAll') },
              { id: 'judge', label: text('judgeAll') },
            ]}
            onChoose={(id) => {
              if (id === 'accept') intents.acceptAll();
              else if (id === 'judge') intents.judgeAll();
              else intents.discardAll();
            }}
          >
            <Codicon name="ellipsis" />
          </MenuButton>
        )}
      </header>
      {candidates.length === 0 && <p class="hint">{text('noCandidates')}</p>}
      {candidates.length > 0 && <Strip candidates={candidates} active={active} />}
      {candidates.length > 0 && <CandidateActions candidate={active} announce={props.announce} />}
      {state.discarded !== undefined && <UndoBar key={state.discarded.ids.join()} />}
    </section>
  );
}

/** The options are owned by an element of their own: a card has buttons, and an option may have none. */
function Strip(props: {
  readonly candidates: readonly CandidateView[];
  readonly active: CandidateView | undefined;
}): JSX.Element {
  const { state, intents } = usePage();
  const { candidates, active } = props;
  const tabStop = active ?? candidates[0];
  return (
    <div class="strip">
      <div
        role="listbox"
        aria-labelledby="candidates-title"
        aria-orientation={state.layout === 'wide' ? 'vertical' : 'horizontal'}
        aria-owns={candidates.map(optionId).join(' ')}
      />
      {candidates.map((candidate) => (
        <CandidateCard
          key={candidate.id}
          candidate={candidate}
          optionId={optionId(candidate)}
          isActive={candidate.id === active?.id}
          isTabStop={candidate.id === tabStop?.id}
          onChoose={() => intents.choose(candidate.id)}
        />
      ))}
    </div>
  );
}

/** What can be done with the active card. The row is always there, so that nothing moves when one arrives. */
function CandidateActions(props: {
  readonly candidate: CandidateView | undefined;
  readonly announce: (text: string) => void;
}): JSX.Element {
  const { intents, text } = usePage();
  const { candidate } = props;
  const [copied, setCopied] = useState<{ readonly text: string; readonly isDone: boolean }>();
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async ({ number, state }: CandidateView): Promise<void> => {
    if (state.kind !== 'ready') return;
    const size = await copyImage(state.url);
    const isSmaller = size !== undefined && size.width < state.width;
    const words =
      size === undefined
        ? text('notCopied', number)
        : isSmaller
          ? text('copiedSmaller', number, size.width, size.height)
          : text('copied', number);
    setCopied({ text: words, isDone: size !== undefined });
    props.announce(words);
  };
  const isReady = candidate?.state.kind === 'ready';
  const isAccepted = candidate?.state.kind === 'ready' && candidate.state.isAccepted;
  const canDiscard = candidate !== undefined && candidate.state.kind !== 'waiting';
  return (
    <div class="candidateActions">
      <button
        type="button"
        class="button secondary"
        data-focus="accept"
        aria-disabled={!isReady || isAccepted}
        onClick={() => {
          if (isReady && !isAccepted) intents.candidate(candidate.id, 'accept');
        }}
      >
        {isAccepted && <Codicon name="check" />}
        {text(isAccepted ? 'accepted' : 'accept')}
      </button>
      <button
        type="button"
        class="button secondary"
        data-focus="discard"
        aria-disabled={!canDiscard}
        onClick={() => {
          if (canDiscard) intents.candidate(candidate.id, 'discard');
        }}
      >
        {text('discard')}
      </button>
      <MenuButton
        label={text('moreForCandidate', candidate?.number ?? '')}
        isDisabled={!isReady}
        items={(['useAsInput', 'nextSeed', 'judge', 'insertLink', 'showRecipe', 'copyImage'] as const).map(
          (id) => ({
            id,
            label: text(id),
          }),
        )}
        onChoose={(id) => {
          const action = (
            ['useAsInput', 'nextSeed', 'judge', 'insertLink', 'showRecipe', 'copyImage'] as const
          ).find((each) => each === id);
          if (candidate === undefined || action === undefined) return;
          if (action === 'copyImage') void copy(candidate);
          else intents.candidate(candidate.id, action);
        }}
      >
        <Codicon name="ellipsis" />
      </MenuButton>
      {copied !== undefined && (
        <p class="copied">
          <Codicon name={copied.isDone ? 'check' : 'error'} />
          {copied.text}
        </p>
      )}
    </div>
  );
}

/** The offer to undo; it stays while it has the focus or the pointer. */
function UndoBar(): JSX.Element | null {
  const { state, intents, dispatch, text } = usePage();
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => dispatch({ kind: 'undoEnded' }), undoMs);
    return () => clearTimeout(timer);
  }, [isHeld]);
  const { discarded } = state;
  if (discarded === undefined) return null;
  return (
    <div
      class="undo"
      onFocusIn={() => setIsHeld(true)}
      onFocusOut={() => setIsHeld(false)}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
    >
      <span>
        {discarded.ids.length === 1
          ? text('discarded', discarded.number)
          : text('discardedAll', discarded.ids.length)}
      </span>
      <button type="button" class="button secondary" onClick={() => intents.undoDiscard()}>
        {text('undo')}
      </button>
    </div>
  );
}

function optionId({ number }: CandidateView): string {
  return `candidate-${number}`;
}

/** Moves the strip alone: what else the page shows stays where it is. */
function scrollWithin(strip: Element, option: Element): void {
  const frame = strip.getBoundingClientRect();
  const card = (option.parentElement ?? option).getBoundingClientRect();
  const by = (start: number, end: number, from: number, to: number): number =>
    start < from ? start - from : Math.max(0, end - to);
  strip.scrollBy(
    by(card.left, card.right, frame.left, frame.right),
    by(card.top, card.bottom, frame.top, frame.bottom),
  );
}
