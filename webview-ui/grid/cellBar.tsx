import type { JSX } from 'preact';
import { gridCellActions, type GridCellView, type GridSnapshot } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { MenuButton, type MenuItem } from '../shared/menuButton';
import { usePage } from './page';
import { leadImage, placeName } from './state';

/** What can be done with the cell that has the focus, below the table. */
export function CellBar({
  snapshot,
  cell,
}: {
  readonly snapshot: GridSnapshot;
  readonly cell: GridCellView | undefined;
}): JSX.Element {
  const { state, intents, text, number } = usePage();
  const lead = cell && leadImage(cell);
  const chosen = state.chosen.length;
  const hasImage = lead !== undefined;
  const isUseMain = snapshot.main === undefined && lead?.isAccepted !== true;
  const menu = cell ? menuOf(cell, text) : [];
  return (
    <div class="cellBar" role="toolbar" aria-label={text('variant')}>
      <span class="cellName">{cell ? placeName(snapshot, cell) : ''}</span>
      <span class="cellButtons">
        <button
          type="button"
          class={`button ${isUseMain ? 'primary' : 'secondary'}`}
          aria-disabled={!hasImage}
          aria-pressed={lead?.isAccepted === true}
          onClick={() => cell && intents.cell(cell, 'use')}
        >
          {lead?.isAccepted === true && <Codicon name="check" />}
          {text('use')}
        </button>
        <button
          type="button"
          class="button secondary"
          aria-disabled={chosen < 2}
          title={chosen < 2 ? text('saidSelectTwo') : undefined}
          onClick={() => intents.compare()}
        >
          {chosen === 1 ? text('compareCount', number(chosen), number(2)) : text('compare')}
        </button>
        <button
          type="button"
          class="button secondary"
          aria-disabled={!hasImage && chosen < 2}
          onClick={() => cell && intents.cell(cell, 'judge')}
        >
          {text(chosen === 2 ? 'judgeSelected' : 'judge')}
        </button>
        <button
          type="button"
          class="iconButton"
          aria-label={text('star')}
          title={text(cell?.isStarred === true ? 'unstar' : 'star')}
          aria-pressed={cell?.isStarred === true}
          onClick={() => cell && intents.cell(cell, 'star')}
        >
          <Codicon name={cell?.isStarred === true ? 'star-full' : 'star-empty'} />
        </button>
        <MenuButton
          label={text('moreForCell')}
          class="toolButton more"
          items={menu}
          isDisabled={menu.length === 0}
          onChoose={(id) => {
            if (!cell) return;
            const action = gridCellActions.find((each) => each === id);
            if (action) intents.cell(cell, action);
            else if (id === 'clearSelection') intents.unselect();
            else intents.enlarge(cell.id, { startsAtNote: id === 'note' });
          }}
        >
          <Codicon name="ellipsis" />
        </MenuButton>
      </span>
    </div>
  );
}

/** Nothing here costs anything: what does stands in the enlarged view, with its price. */
function menuOf(cell: GridCellView, text: ReturnType<typeof usePage>['text']): readonly MenuItem[] {
  const { kind } = cell.state;
  const hasImage = cell.images.length > 0;
  const order = ['makeNext', 'makeEarlier', 'makeLater', 'makeLast'] as const;
  return [
    { id: 'enlarge', label: text('enlarge'), keys: text('keyEnter') },
    { id: 'note', label: text('note'), keys: 'N' },
    ...(hasImage ? (['openImage', 'showRecipe'] as const).map((id) => ({ id, label: text(id) })) : []),
    ...(kind === 'failed' || kind === 'cancelled' || kind === 'inDoubt'
      ? [{ id: 'retry', label: text('retry'), keys: 'R', startsGroup: true }]
      : []),
    ...(kind === 'waiting'
      ? order.map((id, index) => ({ id, label: text(id), startsGroup: index === 0 }))
      : []),
    ...(kind === 'waiting' || kind === 'making' ? [{ id: 'cancel', label: text('cancel') }] : []),
  ];
}
