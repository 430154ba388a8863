import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GridCellView, GridDetails, GridSnapshot } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { CellState, GoneImage } from './cellState';
import { EnlargedSide } from './enlargedSide';
import { commandOf } from './keys';
import { usePage } from './page';
import { neighborOf, placeName } from './state';
import './enlarged.css';

/** One cell, as large as there is room, with everything that is known of it. Esc leads back to the table. */
export function Enlarged({
  snapshot,
  cell,
  image,
  startsAtNote,
}: {
  readonly snapshot: GridSnapshot;
  readonly cell: GridCellView;
  /** The one that is shown, where the cell has several. */
  readonly image: string | undefined;
  readonly startsAtNote: boolean;
}): JSX.Element {
  const { state, intents, thumbnails, text, number } = usePage();
  const stage = useRef<HTMLDivElement>(null);
  const [known, setKnown] = useState<GridDetails>();
  useEffect(() => {
    let isWanted = true;
    void intents.details(cell.id).then((details) => {
      if (isWanted && details) setKnown(details);
    });
    return () => {
      isWanted = false;
    };
    // The same object stands for a cell of which nothing has changed.
  }, [cell]);
  useLayoutEffect(() => {
    if (!startsAtNote) stage.current?.focus({ preventScroll: true });
  }, []);

  const details = known?.cell === cell.id ? known : undefined;
  const at = Math.max(
    0,
    cell.images.findIndex(({ id }) => id === image),
  );
  const shown = cell.images[at];
  const detail = details?.images.find(({ id }) => id === shown?.id);
  const title = details?.title ?? placeName(snapshot, cell);
  const showImage = (step: number): void => {
    const next = cell.images[at + step];
    if (next) intents.enlarge(cell.id, { image: next.id });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const command = commandOf(event);
    if (command === 'escape') {
      intents.back();
    } else if (event.target !== stage.current) {
      return;
    } else if (command === undefined) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const next = neighborOf(state, cell, event.key);
      if (!next) return;
      intents.enlarge(next.id);
    } else {
      switch (command) {
        case 'previous':
        case 'next':
          showImage(command === 'next' ? 1 : -1);
          break;
        case 'enter':
          intents.back();
          break;
        case 'select':
          intents.toggle(cell, shown?.id);
          break;
        case 'compare':
          intents.compare();
          break;
        case 'keys':
          intents.showKeys(true);
          break;
        case 'note':
          document.getElementById('note')?.focus();
          break;
        case 'earlier':
        case 'later':
          intents.cell(cell, command === 'earlier' ? 'makeEarlier' : 'makeLater');
          break;
        case 'mode':
          return;
        default:
          intents.cell(cell, command, shown?.id);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const thumbnail = shown && thumbnails.url(shown.id);
  const chosenAs = state.chosen.findIndex((each) => each.image === shown?.id) + 1;
  return (
    <section class="enlarged" aria-label={title === '' ? text('enlarge') : title} onKeyDown={onKeyDown}>
      <header class="viewHead">
        <button type="button" class="button secondary" onClick={() => intents.back()}>
          <Codicon name="arrow-left" />
          {text('back')}
        </button>
        <h2>{title}</h2>
        {cell.images.length > 1 && (
          <div class="imageSteps">
            <button
              type="button"
              class="iconButton"
              aria-label={text('previousImage')}
              title={text('previousImage')}
              aria-disabled={at === 0}
              onClick={() => showImage(-1)}
            >
              <Codicon name="chevron-left" />
            </button>
            <span class="tabular">{text('imageNumber', at + 1, cell.images.length)}</span>
            <button
              type="button"
              class="iconButton"
              aria-label={text('nextImage')}
              title={text('nextImage')}
              aria-disabled={at === cell.images.length - 1}
              onClick={() => showImage(1)}
            >
              <Codicon name="chevron-right" />
            </button>
          </div>
        )}
      </header>
      <div class="enlargedBody">
        <div
          ref={stage}
          class="stage"
          role="group"
          tabIndex={0}
          aria-label={cell.label}
          aria-roledescription={text('variant')}
        >
          {shown === undefined ? (
            <CellState state={cell.state} saysWaiting text={text} number={number} />
          ) : detail !== undefined && detail.url === undefined ? (
            <GoneImage text={text} />
          ) : (
            // The small one stands there until the large one has come.
            (detail?.url ?? thumbnail) !== undefined && (
              <img key={shown.id} src={detail?.url ?? thumbnail} alt={detail?.alt ?? ''} draggable={false} />
            )
          )}
          {chosenAs > 0 && (
            <span class="badge chosen" title={text('selectedAs', chosenAs)}>
              {chosenAs}
            </span>
          )}
          {shown?.isAccepted === true && (
            <span class="badge inUse">
              <Codicon name="check" />
              <span>{text('inUse')}</span>
            </span>
          )}
        </div>
        <EnlargedSide cell={cell} image={shown} details={details} startsAtNote={startsAtNote} />
      </div>
    </section>
  );
}
