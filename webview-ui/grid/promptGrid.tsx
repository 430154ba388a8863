import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { GridSnapshot } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { Judgement } from '../shared/judgement';
import { Notice, NoticeButtons } from '../shared/notice';
import { CellBar } from './cellBar';
import { Comparison } from './comparison';
import { Enlarged } from './enlarged';
import { GridKeys } from './gridKeys';
import { Head } from './head';
import { GridPageProvider, usePage, type GridPage } from './page';
import { Preview } from './preview';
import { cellOf } from './state';
import { Table } from './table';
import { Tabs } from './tabs';

/** The whole page. */
export function PromptGrid({ page }: { readonly page: GridPage }): JSX.Element {
  const { snapshot, isKeyListOpen } = page.state;
  return (
    <GridPageProvider value={page}>
      {snapshot ? <Whole snapshot={snapshot} /> : <div />}
      {isKeyListOpen && <GridKeys />}
    </GridPageProvider>
  );
}

function Whole({ snapshot }: { readonly snapshot: GridSnapshot }): JSX.Element {
  const { state, intents, text } = usePage();
  const isAll = state.view.kind === 'all';
  const { lines, preview, held, judging, empty } = snapshot;
  const hasMain = snapshot.main !== undefined;
  // What the head's button does stands there once.
  const notices = snapshot.notices.map((notice) => ({
    ...notice,
    actions: notice.actions.filter(({ label }) => label !== snapshot.main?.label),
  }));
  const main = hasMain
    ? undefined
    : notices.find(({ actions, isQuiet }) => actions.length > 0 && isQuiet !== true);
  return (
    <main class="page">
      <div class="top">
        <Head snapshot={snapshot} />
        {notices.length > 0 && (
          <section class="notices" aria-label={text('messages')}>
            {notices.map((notice) => (
              <Notice
                key={notice.id}
                notice={notice}
                isMain={notice === main}
                onAct={(action) => intents.act(notice.id, action)}
              />
            ))}
          </section>
        )}
        {/* About the table, whose place an image has now. */}
        {isAll && preview && <Preview preview={preview} />}
        {(isAll ? [...held, ...lines] : []).map((line) => (
          <p key={line} class="line">
            {line}
          </p>
        ))}
        {judging !== undefined && (
          <p class="line busy">
            <Codicon name="loading codicon-modifier-spin" />
            {judging}
          </p>
        )}
      </div>
      {snapshot.isLoading && snapshot.cells.length === 0 && <p class="loading">{text('loading')}</p>}
      {empty && (
        <div class="empty" data-notice={empty.id}>
          <Drawing />
          <p>{empty.text}</p>
          <NoticeButtons
            notice={empty}
            isMain={!hasMain && !main}
            onAct={(action) => intents.act(empty.id, action)}
          />
        </div>
      )}
      {!empty && snapshot.cells.length > 0 && <Views snapshot={snapshot} />}
      {isAll && <JudgementPanel snapshot={snapshot} />}
    </main>
  );
}

/** The table, and what lies over it: the table keeps its place and cannot be reached meanwhile. */
function Views({ snapshot }: { readonly snapshot: GridSnapshot }): JSX.Element {
  const { state } = usePage();
  const { view, tab } = state;
  const all = useRef<HTMLDivElement>(null);
  const before = useRef(view.kind);
  useEffect(() => {
    if (view.kind === 'all' && before.current !== 'all') {
      all.current
        ?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')
        ?.focus({ preventScroll: true });
    }
    before.current = view.kind;
  }, [view.kind]);
  const enlarged = view.kind === 'enlarged' ? cellOf(state, view.cell) : undefined;
  const isCovered = enlarged !== undefined || view.kind === 'compared';
  const hasTabs = snapshot.tabs !== undefined && snapshot.ranking === undefined;
  return (
    <div class="views">
      <div ref={all} class={isCovered ? 'all covered' : 'all'}>
        {snapshot.tabs && hasTabs && <Tabs axis={snapshot.tabs} shown={tab} />}
        <div
          id="variants"
          class="variants"
          role={hasTabs ? 'tabpanel' : undefined}
          aria-labelledby={hasTabs ? `tab-${tab}` : undefined}
        >
          <Table snapshot={snapshot} />
        </div>
        <CellBar snapshot={snapshot} cell={cellOf(state, state.active)} />
      </div>
      {enlarged && view.kind === 'enlarged' && (
        <Enlarged snapshot={snapshot} cell={enlarged} image={view.image} startsAtNote={view.startsAtNote} />
      )}
      {view.kind === 'compared' && <Comparison snapshot={snapshot} left={view.left} right={view.right} />}
    </div>
  );
}

/** What a judge said last, below the images that it is about. */
function JudgementPanel({ snapshot }: { readonly snapshot: GridSnapshot }): JSX.Element | null {
  const { state, intents, text } = usePage();
  const { judgement } = snapshot;
  if (judgement === undefined) return null;
  if (!state.isJudgementOpen) {
    return (
      <div class="judgementRow">
        <button
          type="button"
          class="linkButton"
          aria-expanded={false}
          onClick={() => intents.showJudgement(true)}
        >
          <Codicon name="chevron-up" />
          {judgement.title}
        </button>
      </div>
    );
  }
  return (
    <div class="judgementFrame">
      <button
        type="button"
        class="iconButton"
        aria-label={text('closeJudgement')}
        title={text('closeJudgement')}
        onClick={() => intents.showJudgement(false)}
      >
        <Codicon name="close" />
      </button>
      <Judgement judgement={judgement} text={text} onAct={(action) => intents.act('judgement', action)} />
    </div>
  );
}

function Drawing(): JSX.Element {
  return (
    <svg
      class="drawing"
      viewBox="0 0 64 48"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <rect x="10" y="6" width="20" height="15" rx="1" />
      <rect x="34" y="6" width="20" height="15" rx="1" />
      <rect x="10" y="26" width="20" height="15" rx="1" />
      <rect x="34" y="26" width="20" height="15" rx="1" stroke-dasharray="4 3" />
      <path d="M13 18l4-5 3 3 2-2 5 5" />
    </svg>
  );
}
