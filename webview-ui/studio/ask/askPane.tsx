import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Codicon } from '../../shared/codicon';
import { MenuButton } from '../../shared/menuButton';
import { Notice } from '../notice';
import { OfflineBadge } from '../offlineBadge';
import { usePage } from '../page';
import { TabBar } from '../tabBar';
import { AskMessage } from './askMessage';
import { Composer } from './composer';
import { Judgement } from '../../shared/judgement';
import './ask.css';

/** Purposes with a button of their own; the rest is in a menu. */
const BUTTONS = 4;

/** Pixels from the end within which the reader follows what is being written. */
const NEAR_END_PX = 40;

/** Conversations about images: what is asked, what came, what it cost. */
export function AskPane(): JSX.Element {
  const { state, text } = usePage();
  const { snapshot } = state.ask;
  return (
    <section class="ask" role="tabpanel" aria-label={text('tabAsk')} data-region="ask">
      <header class="askHead">
        <TabBar />
        {state.snapshot?.isOffline === true && <OfflineBadge />}
        <Images />
      </header>
      {snapshot !== undefined && (
        <>
          <Purposes />
          <Messages />
          {/* Below what is read, so that nothing moves under the reader's eyes. */}
          {snapshot.notices.length > 0 && (
            <div class="askNotices">
              {snapshot.notices.map((notice) => (
                <Notice key={notice.id} notice={notice} kind="bar" origin="ask" />
              ))}
            </div>
          )}
          <Composer />
        </>
      )}
    </section>
  );
}

function Images(): JSX.Element {
  const { state, intents, text } = usePage();
  const { images = [] } = state.ask.snapshot ?? {};
  return (
    <ul class="askImages" aria-label={text('askImages')}>
      {images.map(({ id, name }) => (
        <li key={id} class="askImage">
          <Codicon name="file-media" />
          <span class="askImageName" title={name}>
            {name}
          </span>
          <button
            type="button"
            class="askRemove"
            title={text('removeImage', name)}
            aria-label={text('removeImage', name)}
            data-focus={`remove/${id}`}
            onClick={() => intents.ask.removeImage(id)}
          >
            <Codicon name="close" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          class="button secondary"
          data-focus="addImages"
          onClick={() => intents.ask.addImages()}
        >
          <Codicon name="add" />
          {text('addImages')}
        </button>
      </li>
    </ul>
  );
}

function Purposes(): JSX.Element {
  const { state, intents, text } = usePage();
  const { purposes = [], images = [], isBusy = false } = state.ask.snapshot ?? {};
  const isDisabled = isBusy || images.length === 0;
  const choose = (id: string): void => {
    if (!isDisabled) intents.ask.purpose(id);
  };
  return (
    <div class="askPurposes" role="group" aria-label={text('askPurposes')}>
      {purposes.slice(0, BUTTONS).map(({ id, label }) => (
        <button
          key={id}
          type="button"
          class="button secondary"
          aria-disabled={isDisabled}
          data-focus={`purpose/${id}`}
          onClick={() => choose(id)}
        >
          {label}
        </button>
      ))}
      <MenuButton
        label={text('morePurposes')}
        class="button secondary"
        isDisabled={isDisabled}
        items={purposes.slice(BUTTONS)}
        onChoose={choose}
      >
        {text('moreOptions')}
      </MenuButton>
    </div>
  );
}

function Messages(): JSX.Element {
  const { state, intents, text, dispatch } = usePage();
  const { snapshot, wish } = state.ask;
  const { messages = [], judgement } = snapshot ?? {};
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);

  // What is being written stays in sight, unless the reader has gone back; nothing jumps under their eyes.
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, [messages]);

  // A judgement comes whole: it is read from its beginning, where the scores are.
  useLayoutEffect(() => {
    if (judgement !== undefined)
      list.current?.querySelector('.judgement')?.scrollIntoView({ block: 'start' });
  }, [judgement?.summary, judgement?.sent]);

  useLayoutEffect(() => {
    if (wish !== 'answer' || !document.hasFocus()) return;
    const wanted = list.current?.querySelector<HTMLElement>(
      judgement === undefined ? '.askMessage.assistant:last-of-type' : '.judgement',
    );
    if (wanted === null || wanted === undefined) return;
    wanted.focus({ preventScroll: true });
    dispatch({ kind: 'askWished', wish: undefined });
  }, [wish, messages, judgement]);

  return (
    <div
      ref={list}
      class="askMessages"
      tabIndex={0}
      role="region"
      aria-label={text('askMessages')}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isFollowing.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
    >
      {messages.length === 0 && judgement === undefined && <p class="hint">{text('askEmpty')}</p>}
      {messages.map((message) => (
        <AskMessage key={message.id} message={message} />
      ))}
      {judgement !== undefined && (
        <Judgement
          judgement={judgement}
          text={text}
          onAct={(action) => intents.ask.act('judgement', action)}
        />
      )}
    </div>
  );
}
