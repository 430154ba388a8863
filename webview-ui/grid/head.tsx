import type { JSX } from 'preact';
import { gridActions, type GridSnapshot } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { MenuButton } from '../shared/menuButton';
import { usePage } from './page';

/** Which file, how much of it is made, and the button that goes on with it at its price. */
export function Head({ snapshot }: { readonly snapshot: GridSnapshot }): JSX.Element {
  const { state, intents, text } = usePage();
  const { title, made, toGo, progress, main, menu, isOffline } = snapshot;
  const isIdle = snapshot.empty !== undefined || snapshot.cells.length === 0;
  return (
    <header class="headBlock">
      <h1>{title}</h1>
      {isOffline && (
        <span class="offline" title={text('offlineHint')}>
          <Codicon name="debug-disconnect" />
          {text('offline')}
        </span>
      )}
      {!isIdle && (
        <span class="summary">
          <span>{made}</span>
          {toGo !== undefined && <span>{toGo}</span>}
        </span>
      )}
      <span class="mainButtons">
        {main && (
          <button
            type="button"
            class={`button ${isSpending(main.action) ? 'primary' : 'secondary'}`}
            data-focus="main"
            onClick={() => intents.run(main.action)}
          >
            {main.label}
          </button>
        )}
        {menu.length > 0 && (
          <MenuButton
            label={text('moreForGrid')}
            class="toolButton more"
            items={menu.flatMap((group, place) =>
              group.map(({ action, label }, index) => ({
                id: action,
                label,
                startsGroup: place > 0 && index === 0,
              })),
            )}
            onChoose={(id) => {
              const action = gridActions.find((each) => each === id);
              if (action) intents.run(action);
            }}
          >
            <Codicon name="ellipsis" />
          </MenuButton>
        )}
        <button
          type="button"
          class="iconButton"
          aria-label={text('keys')}
          title={text('keys')}
          aria-expanded={state.isKeyListOpen}
          onClick={() => intents.showKeys(!state.isKeyListOpen)}
        >
          <Codicon name="question" />
        </button>
      </span>
      {!isIdle && (
        <div
          class="progress"
          role="progressbar"
          aria-label={text('progress')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
        >
          <div style={{ width: `${(progress * 100).toFixed(1)}%` }} />
        </div>
      )}
    </header>
  );
}

/** What stops something is not what the view is there for. */
function isSpending(action: string): boolean {
  return action !== 'pause' && action !== 'cancel';
}
