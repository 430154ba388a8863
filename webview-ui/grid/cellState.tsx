import type { JSX } from 'preact';
import type { GridCellState } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import type { GridPage } from './page';
import { Seconds } from './seconds';

const icons = { failed: 'error', cancelled: 'circle-slash', inDoubt: 'question' } as const;

/** What stands where there is no image, or over one beside which something goes on. */
export function CellState({
  state,
  saysWaiting,
  text,
  number,
}: Pick<GridPage, 'text' | 'number'> & {
  readonly state: GridCellState;
  /** In a table nothing waits for its turn before anything has begun: a frame alone shows what would be made. */
  readonly saysWaiting: boolean;
}): JSX.Element | null {
  switch (state.kind) {
    case 'made':
      return null;
    case 'waiting':
      if (state.place === undefined && !saysWaiting) return null;
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
    case 'inDoubt':
      return (
        <div class="state told" title={state.text}>
          <Codicon name={icons[state.kind]} />
          <span class="words">{state.text}</span>
        </div>
      );
  }
}

/** In place of an image whose file is gone. */
export function GoneImage({ text, name }: Pick<GridPage, 'text'> & { readonly name?: string }): JSX.Element {
  return (
    <div class="state" title={name}>
      <Codicon name="file-media" />
      <span class="words">{text('imageGone')}</span>
    </div>
  );
}
