import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  MAX_PICTURE_BYTES,
  type GalleryEvents,
  type GalleryMethods,
  type GallerySnapshot,
} from '../../src/protocol/gallery';
import type { NoticeView } from '../../src/protocol/view';
import type { HostClient } from '../shared/hostClient';
import { keepFocus } from '../shared/keepFocus';
import { Chips } from './chips';
import { CountRegion } from './countRegion';
import { Notice } from '../shared/notice';
import { EmptyState } from './emptyState';
import { Grid, type GridHandle } from './grid';
import type { Kept } from './kept';
import { QueryChips } from './queryChips';
import { listenForPictures } from './pictureInput';
import { Scopes } from './scopes';
import { SearchBox, type SearchHandle } from './searchBox';
import { ThumbnailQueue } from '../shared/thumbnails';

export type GalleryHost = HostClient<{ [K in keyof GalleryMethods]: GalleryMethods[K] }, GalleryEvents>;

/** A sentence or name from the host; empty for one that it did not send. */
export type Texts = (key: string) => string;

/** The host takes no longer name. */
const MOST_NAME_LETTERS = 300;

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
  /** Why the last picture cannot be looked with; gone with the next thing that is looked for. */
  const [trouble, setTrouble] = useState<'notTaken' | 'tooLarge'>();
  const [isDropping, setDropping] = useState(false);
  const search = useRef<SearchHandle>(null);
  const grid = useRef<GridHandle>(null);
  const lastFocus = useRef<HTMLElement>(undefined);
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
    const take = async (file: File): Promise<void> => {
      if (file.size > MAX_PICTURE_BYTES) {
        setTrouble('tooLarge');
        return;
      }
      // A file that is gone meanwhile is as good as none.
      const bytes = await file.arrayBuffer().then(
        (buffer) => new Uint8Array(buffer),
        () => undefined,
      );
      const added =
        bytes && bytes.length > 0
          ? await host.ask('addPicture', { bytes, name: file.name.slice(0, MOST_NAME_LETTERS) })
          : undefined;
      setTrouble(added?.isTaken === true ? undefined : 'notTaken');
    };
    const ends = [
      host.on('snapshot', newer),
      host.on('notices', ({ revision, notices }) =>
        setSnapshot((now) => (now && now.revision <= revision ? { ...now, notices } : now)),
      ),
      host.on('command', ({ name }) => {
        if (name === 'focusImages' && grid.current) grid.current.focus();
        else search.current?.focus();
      }),
      listenForPictures({
        onFile: (file) => void take(file),
        onImages: (ids) => void host.ask('addImages', { ids }),
        onDropping: setDropping,
      }),
      keepFocus(
        lastFocus,
        () => document.querySelector('[role=gridcell][tabindex="0"]'),
        (hasFocus) => void host.ask('focus', { hasFocus }),
      ),
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

  useEffect(() => {
    // What had the keyboard is gone with an answer: it goes to the images, or to the box where there are none.
    const frame = requestAnimationFrame(() => {
      const isLost = document.activeElement === document.body && lastFocus.current?.isConnected === false;
      if (!isLost || !document.hasFocus()) return;
      if (grid.current) grid.current.focus();
      else search.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [snapshot]);

  const text: Texts = (key) => texts[key] ?? '';
  if (!snapshot) return <div />;
  const act = (notice: string, action: string): void => void host.ask('act', { notice, action });
  const main = mainNotice(snapshot);
  const removePictures = (): boolean => {
    for (const { id } of snapshot.pictures) void host.ask('removePicture', { id });
    return snapshot.pictures.length > 0;
  };
  return (
    <main class="page">
      <h1 class="visuallyHidden">{text('gallery')}</h1>
      <div class="controls">
        <SearchBox
          handle={search}
          snapshot={snapshot}
          text={text}
          isDropping={isDropping}
          onSearch={async (query) => {
            setTrouble(undefined);
            await host.ask('search', { query });
          }}
          onLeave={() => grid.current?.focus()}
          onRemoveLast={() => {
            const last = snapshot.pictures.at(-1);
            if (last) void host.ask('removePicture', { id: last.id });
            return last !== undefined;
          }}
          onRemoveAll={removePictures}
        />
        <QueryChips
          pictures={snapshot.pictures}
          text={text}
          onRemove={(id) => {
            search.current?.focus();
            void host.ask('removePicture', { id });
          }}
        />
        <Scopes snapshot={snapshot} text={text} onChange={(scope) => void host.ask('scope', { scope })} />
        <Chips chips={snapshot.chips} text={text} onRemove={(id) => void host.ask('removeChip', { id })} />
        {[...(trouble === undefined ? [] : [text(trouble)]), ...snapshot.lines].map((line) => (
          <p key={line} class="line">
            {line}
          </p>
        ))}
        {snapshot.notices.map((notice) => (
          <Notice
            key={notice.id}
            notice={notice}
            isMain={notice === main}
            progressLabel={text('progress')}
            onAct={(action) => act(notice.id, action)}
          />
        ))}
      </div>
      {snapshot.isLoading && snapshot.groups.length === 0 && <p class="loading">{text('loading')}</p>}
      {snapshot.empty && (
        <EmptyState
          notice={snapshot.empty}
          isMain={snapshot.empty === main}
          onAct={(action) => act(snapshot.empty?.id ?? '', action)}
        />
      )}
      {snapshot.groups.length > 0 && (
        <Grid
          handle={grid}
          groups={snapshot.groups}
          question={snapshot.question}
          isBusy={snapshot.isSearching}
          text={text}
          thumbnails={thumbnails}
          kept={kept}
          keep={keep}
          onSelect={(ids) => void host.ask('select', { ids })}
          onImage={(ids, action) => void host.ask('image', { ids, action })}
          onType={(letters) => search.current?.type(letters)}
          onEscape={() => {
            return search.current?.clear() === true || removePictures();
          }}
        />
      )}
      <CountRegion
        question={snapshot.question}
        text={snapshot.isLoading ? text('loading') : snapshot.status}
        isWaiting={snapshot.isSearching}
      />
    </main>
  );
}

/** The one whose first button is the main one of the page: the answer to a question, else what the host has to say. */
function mainNotice({ empty, notices }: GallerySnapshot): NoticeView | undefined {
  const isAnswer = empty?.drawing === 'nothingClose';
  const inOrder = empty === undefined ? notices : isAnswer ? [empty, ...notices] : [...notices, empty];
  return inOrder.find(({ actions, isQuiet }) => actions.length > 0 && isQuiet !== true);
}
