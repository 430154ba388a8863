import type { JSX } from 'preact';
import type { GridCellView, GridImageView } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import type { GridPage } from './page';

/** Score, star, note: icons with words for whoever points at them; the cell's label says them all. */
export function Marks({
  cell,
  image,
  text,
}: Pick<GridPage, 'text'> & {
  readonly cell: GridCellView;
  readonly image: GridImageView | undefined;
}): JSX.Element {
  const wasMadeBefore = cell.state.kind === 'made' && cell.state.wasMadeBefore;
  return (
    <div class="marks" aria-hidden="true">
      {image?.scoreLabel !== undefined && <span class="score">{image.scoreLabel}</span>}
      {image?.isBest === true && (
        <span class="bestMark">
          <Codicon name="sparkle" />
          <span>{text('best')}</span>
        </span>
      )}
      <span class="icons">
        {wasMadeBefore && <Mark icon="history" label={text('madeBefore')} />}
        {cell.hasNote && <Mark icon="note" label={text('hasNote')} />}
        {cell.isStarred && <Mark icon="star-full" label={text('starred')} />}
      </span>
    </div>
  );
}

function Mark({ icon, label }: { readonly icon: string; readonly label: string }): JSX.Element {
  return (
    <span class="mark" title={label}>
      <Codicon name={icon} />
    </span>
  );
}
