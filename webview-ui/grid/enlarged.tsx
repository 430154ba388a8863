import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GridCellAction, GridCellView, GridDetails, GridSnapshot } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { commandOf } from './keys';
import { Note } from './note';
import { usePage } from './page';
import { Seconds } from './seconds';
import { neighborOf, placeName } from './state';
import './enlarged.css';

/** Shown as buttons of their own, whether the host offers them or not. */
const ownActions: ReadonlySet<GridCellAction> = new Set(['use', 'star', 'judge', 'retry']);

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
  const { state, intents, thumbnails, text } = usePage();
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
            <StageState cell={cell} />
          ) : detail !== undefined && detail.url === undefined ? (
            <div class="state">
              <Codicon name="file-media" />
              <span class="words">{text('imageGone')}</span>
            </div>
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
        <Side cell={cell} image={shown} details={details} startsAtNote={startsAtNote} />
      </div>
    </section>
  );
}

function StageState({ cell }: { readonly cell: GridCellView }): JSX.Element | null {
  const { text, number } = usePage();
  const { state } = cell;
  switch (state.kind) {
    case 'made':
      return null;
    case 'waiting':
      return (
        <div class="state">
          <Codicon name="watch" />
          <span class="words tabular">
            {state.place === undefined ? text('waiting') : text('waitingPlace', number(state.place))}
          </span>
        </div>
      );
    case 'making':
      return (
        <div class="state">
          <Seconds since={state.since} text={text} number={number} />
        </div>
      );
    case 'failed':
    case 'cancelled':
    case 'inDoubt': {
      const icons = { failed: 'error', cancelled: 'circle-slash', inDoubt: 'question' } as const;
      return (
        <div class={`state ${state.kind}`}>
          <Codicon name={icons[state.kind]} />
          <span class="words">{state.text}</span>
        </div>
      );
    }
  }
}

/** What can be done with the cell, and what is known of it. */
function Side({
  cell,
  image,
  details,
  startsAtNote,
}: {
  readonly cell: GridCellView;
  readonly image: GridCellView['images'][number] | undefined;
  readonly details: GridDetails | undefined;
  readonly startsAtNote: boolean;
}): JSX.Element {
  const { state: page, intents, text } = usePage();
  const { state } = cell;
  const judgement = details?.images.find(({ id }) => id === image?.id)?.judgement;
  const offered = details?.actions.filter(({ action }) => !ownActions.has(action)) ?? [];
  const isUseMain = page.snapshot?.main === undefined && image?.isAccepted !== true;
  return (
    <div class="side">
      <div class="buttons">
        {image && (
          <>
            <button
              type="button"
              class={`button ${isUseMain ? 'primary' : 'secondary'}`}
              onClick={() => intents.cell(cell, 'use', image.id)}
            >
              {text(image.isAccepted ? 'stopUsing' : 'use')}
            </button>
            <button
              type="button"
              class="button secondary"
              onClick={() => intents.cell(cell, 'judge', image.id)}
            >
              {text('judge')}
            </button>
          </>
        )}
        <button
          type="button"
          class="button secondary"
          aria-pressed={cell.isStarred}
          onClick={() => intents.cell(cell, 'star')}
        >
          <Codicon name={cell.isStarred ? 'star-full' : 'star-empty'} />
          {text('star')}
        </button>
        {state.kind === 'failed' &&
          state.actions.map(({ id, label }) => (
            <button key={id} type="button" class="button secondary" onClick={() => intents.act(cell.id, id)}>
              {label}
            </button>
          ))}
        {(state.kind === 'cancelled' || state.kind === 'inDoubt') && (
          <button type="button" class="button secondary" onClick={() => intents.cell(cell, 'retry')}>
            {text('retry')}
          </button>
        )}
        {offered.map(({ action, label }) => (
          <button
            key={action}
            type="button"
            class="button secondary"
            onClick={() => intents.cell(cell, action, image?.id)}
          >
            {label}
          </button>
        ))}
      </div>
      {image?.scoreLabel !== undefined && (
        <p class="verdictLine">
          <span class="score">{image.scoreLabel}</span>
          {image.isBest && (
            <span class="bestMark">
              <Codicon name="sparkle" />
              <span>{text('best')}</span>
            </span>
          )}
        </p>
      )}
      {judgement !== undefined && <p class="longText">{judgement}</p>}
      {details && (
        <>
          <LongText heading={text('prompt')} words={details.prompt} />
          {details.negativePrompt !== undefined && (
            <LongText heading={text('negativePrompt')} words={details.negativePrompt} />
          )}
          <Note key={cell.id} cell={cell.id} note={details.note} startsFocused={startsAtNote} />
          <h3>{text('settings')}</h3>
          <dl class="facts">
            {details.facts.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

/** More than this is scrolled in its own place, so that what stands below stays in reach. */
const LONG_TEXT = 700;

function LongText({ heading, words }: { readonly heading: string; readonly words: string }): JSX.Element {
  return (
    <>
      <h3>{heading}</h3>
      {words.length > LONG_TEXT ? (
        <p class="longText scrolled" tabIndex={0} role="group" aria-label={heading}>
          {words}
        </p>
      ) : (
        <p class="longText">{words}</p>
      )}
    </>
  );
}
