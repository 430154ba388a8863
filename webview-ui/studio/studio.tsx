import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Codicon } from '../shared/codicon';
import { AskPane } from './ask/askPane';
import { Candidates } from './candidates';
import { compareLabels } from './compareBar';
import { CanvasRegion, type CanvasLink } from './canvasRegion';
import type { CanvasCommand } from './canvas/settings';
import type { FocusKeeper } from './focus';
import { RequestControls, RequestFooter } from './form/requestForm';
import { StudioKeys } from './keyList';
import { Notice } from './notice';
import { OfflineBadge } from './offlineBadge';
import { PageContext, usePage, type StudioPage } from './page';
import { compareModes } from './state';
import { TabBar } from './tabBar';
import './candidates.css';
import './controls.css';
import './form/form.css';
import './studio.css';

/** The whole page. In each layout the regions stand in the document in the order in which they are seen. */
export function Studio(props: {
  readonly page: StudioPage;
  readonly focus: FocusKeeper;
  readonly link: CanvasLink;
}): JSX.Element {
  const { page, focus, link } = props;
  const { state, dispatch, text } = page;
  const { snapshot, layout } = state;
  const isNarrow = layout === 'narrow';
  const isAsking = state.tab === 'ask';

  // An element that moves in the document loses the focus.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) focus.restore();
  }, [layout]);

  const onCommand = (command: CanvasCommand): void => {
    const { candidates = [], chosen } = snapshot ?? {};
    const ready = candidates.filter((candidate) => candidate.state.kind === 'ready');
    const at = ready.findIndex(({ id }) => id === chosen);
    const step = (by: number): void => {
      const next = at < 0 ? ready.at(by > 0 ? 0 : -1) : ready[at + by];
      if (next?.state.kind !== 'ready') return;
      page.intents.choose(next.id);
      link.announce(text('candidateReady', page.number(next.number), next.state.alt));
    };
    switch (command) {
      case 'holdOriginal':
      case 'releaseOriginal':
        dispatch({ kind: 'originalShown', isShown: command === 'holdOriginal' });
        break;
      case 'nextCompareMode': {
        const next = (compareModes.indexOf(state.compare.mode) + 1) % compareModes.length;
        const mode = compareModes[next] ?? 'result';
        dispatch({ kind: 'compared', compare: { ...state.compare, mode } });
        link.announce(text(compareLabels[mode]));
        break;
      }
      case 'previousCandidate':
        step(-1);
        break;
      case 'nextCandidate':
        step(1);
        break;
      case 'showKeys':
        dispatch({ kind: 'keyListToggled', isOpen: !state.isKeyListOpen });
        break;
      case 'leave':
        document.getElementById(snapshot?.prompt === undefined ? 'task' : 'prompt')?.focus();
        break;
      case 'loadMask':
      case 'saveMask':
        link.onMaskFile(command);
        break;
    }
  };

  const form = (
    <form
      key="form"
      class="form"
      aria-label={text('request')}
      data-region="form"
      onSubmit={(event) => event.preventDefault()}
    >
      <RequestControls hasBadge={!isNarrow} />
      {!isNarrow && <RequestFooter />}
    </form>
  );
  return (
    <PageContext.Provider value={page}>
      <main class={`studio ${layout}`} data-vscode-context='{"preventDefaultContextMenuItems":true}'>
        <h1 class="visuallyHidden">{text('title')}</h1>
        <Bars />
        <div class="faces">
          <div class={`edit ${isAsking ? 'covered' : ''}`} inert={isAsking}>
            {isNarrow && (
              <div class="topRow tabRow">
                {!isAsking && <TabBar />}
                {snapshot?.isOffline === true && <OfflineBadge />}
              </div>
            )}
            {/* Scrolls where the window is low, and is reached by keys then. */}
            <div class="regions">
              {!isNarrow && form}
              <CanvasRegion key="canvas" link={link} onCommand={onCommand} />
              <Candidates key="candidates" onCommand={onCommand} announce={link.announce} />
              {isNarrow && form}
            </div>
            {isNarrow && (
              <div class="stickyFooter" data-region="form">
                <RequestFooter />
              </div>
            )}
          </div>
          {isAsking && <AskPane />}
        </div>
        {state.isKeyListOpen && (
          <StudioKeys
            onClose={() => {
              dispatch({ kind: 'keyListToggled', isOpen: false });
              focus.goBack();
            }}
          />
        )}
      </main>
    </PageContext.Provider>
  );
}

/** What the host has to say, and a question of the page's own. */
function Bars(): JSX.Element | null {
  const { state, intents, text } = usePage();
  const notices = state.snapshot?.notices ?? [];
  if (notices.length === 0 && state.pasted === undefined) return null;
  return (
    <section class="bars" aria-label={text('notices')}>
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} kind="bar" />
      ))}
      {state.pasted !== undefined && (
        <div class="notice bar info">
          <Codicon name="info" />
          <span class="noticeText">{text('pastedQuestion')}</span>
          <span class="noticeActions">
            <button type="button" class="button secondary" onClick={() => intents.answerPasted('picture')}>
              {text('pastedAsPicture')}
            </button>
            <button type="button" class="button secondary" onClick={() => intents.answerPasted('mask')}>
              {text('pastedAsMask')}
            </button>
            <button type="button" class="button secondary" onClick={() => intents.answerPasted(undefined)}>
              {text('cancel')}
            </button>
          </span>
        </div>
      )}
    </section>
  );
}
