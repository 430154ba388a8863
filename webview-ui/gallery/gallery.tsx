import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { GalleryEvents, GalleryMethods, GallerySnapshot } from '../../src/protocol/gallery';
import type { HostClient } from '../shared/hostClient';
import { Chips } from './chips';
import { EmptyState, Notice } from './notice';
import { Grid, type GridHandle } from './grid';
import type { Kept } from './kept';
import { Scopes } from './scopes';
import { SearchBox, type SearchHandle } from './searchBox';
import { ThumbnailQueue } from './thumbnails';

export type GalleryHost = HostClient<{ [K in keyof GalleryMethods]: GalleryMethods[K] }, GalleryEvents>;

/** A sentence or name from the host; empty for one that it did not send. */
export type Texts = (key: string) => string;

/** The whole page. */
export function Gallery({
  host,
  kept,
  keep,
}: {
  readonly host: GalleryHost;
  readonly kept: Kept;
  readonly keep: (kept: Kept) => void;
}): JSX.Element {
  const [snapshot, setSnapshot] = useState<GallerySnapshot>();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [, setArrivals] = useState(0);
  const search = useRef<SearchHandle>(null);
  const grid = useRef<GridHandle>(null);
  const thumbnails = useMemo(
    () =>
      new ThumbnailQueue(
        async (ids) => (await host.ask('thumbnails', { ids }))?.urls,
        () => setArrivals((count) => count + 1),
      ),
    [host],
  );

  useEffect(() => {
    const newer = (next: GallerySnapshot): void =>
      setSnapshot((now) => (now && now.revision > next.revision ? now : next));
    const ends = [
      host.on('snapshot', newer),
      host.on('command', () => search.current?.focus()),
      keepFocus((hasFocus) => void host.ask('focus', { hasFocus })),
    ];
    void host.ask('ready', {}).then((ready) => {
      if (!ready) return;
      setTexts(ready.texts);
      newer(ready.snapshot);
    });
    return () => {
      for (const end of ends) end();
    };
  }, [host]);

  const text: Texts = (key) => texts[key] ?? '';
  if (!snapshot) return <div />;
  const act = (notice: string, action: string): void => void host.ask('act', { notice, action });
  return (
    <main class="page">
      <h1 class="visuallyHidden">{text('gallery')}</h1>
      <div class="controls">
        <SearchBox
          handle={search}
          snapshot={snapshot}
          text={text}
          onSearch={async (query) => {
            await host.ask('search', { query });
          }}
          onLeave={() => grid.current?.focus()}
        />
        <Scopes snapshot={snapshot} text={text} onChange={(scope) => void host.ask('scope', { scope })} />
        <Chips chips={snapshot.chips} text={text} onRemove={(id) => void host.ask('removeChip', { id })} />
        {snapshot.notices.map((notice) => (
          <Notice key={notice.id} notice={notice} onAct={(action) => act(notice.id, action)} />
        ))}
      </div>
      {snapshot.isLoading && snapshot.groups.length === 0 && <p class="loading">{text('loading')}</p>}
      {snapshot.empty && (
        <EmptyState notice={snapshot.empty} onAct={(action) => act(snapshot.empty?.id ?? '', action)} />
      )}
      {snapshot.groups.length > 0 && (
        <Grid
          handle={grid}
          groups={snapshot.groups}
          question={[snapshot.scope, snapshot.query, ...snapshot.chips.map(({ id }) => id)].join('\n')}
          text={text}
          thumbnails={thumbnails}
          kept={kept}
          keep={keep}
          onSelect={(ids) => void host.ask('select', { ids })}
          onImage={(ids, action) => void host.ask('image', { ids, action })}
          onType={(letters) => search.current?.type(letters)}
          onEscape={() => search.current?.clear() ?? false}
        />
      )}
      <div class="visuallyHidden" role="status">
        {snapshot.isLoading ? text('loading') : snapshot.status}
      </div>
    </main>
  );
}

/**
 * Tells whether the page has the keyboard. When a pick of VS Code closes, VS Code focuses the body: then what had the
 * focus last takes it again.
 */
function keepFocus(tell: (hasFocus: boolean) => void): () => void {
  let last: HTMLElement | undefined;
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof HTMLElement) last = target;
    },
    { signal },
  );
  window.addEventListener('blur', () => tell(false), { signal });
  window.addEventListener(
    'focus',
    () => {
      tell(true);
      // The window is told before the element that the focus goes to.
      queueMicrotask(() => {
        if (document.activeElement !== document.body) return;
        const again =
          last?.isConnected === true ? last : document.querySelector('[role=gridcell][tabindex="0"]');
        if (again instanceof HTMLElement) again.focus({ preventScroll: true });
      });
    },
    { signal },
  );
  if (document.hasFocus()) tell(true);
  return () => ending.abort();
}
