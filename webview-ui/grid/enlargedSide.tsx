import type { JSX } from 'preact';
import type { GridCellAction, GridCellView, GridDetails } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { Note } from './note';
import { usePage } from './page';

/** Shown as buttons of their own, whether the host offers them or not. */
const ownActions: ReadonlySet<GridCellAction> = new Set(['use', 'star', 'judge', 'retry']);

/** What can be done with the cell, and what is known of it. */
export function EnlargedSide({
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
