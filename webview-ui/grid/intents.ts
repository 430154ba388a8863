import type { GridEvents, GridMethods } from '../../src/protocol/grid';
import type { HostClient } from '../shared/hostClient';
import type { GridPage, Intents } from './page';
import { cellOf, leadImage, placeName, type GridAction, type GridState } from './state';

export type GridHost = HostClient<{ [K in keyof GridMethods]: GridMethods[K] }, GridEvents>;

/** Carries out what the components ask for: by the reducer, the host, or a sentence that says why not. */
export function createIntents(ports: {
  readonly host: GridHost;
  readonly state: () => GridState;
  readonly dispatch: (action: GridAction) => void;
  readonly text: GridPage['text'];
  readonly say: (sentence: string) => void;
}): Intents {
  const { host, state, dispatch, text, say } = ports;
  const back = (): void => dispatch({ kind: 'back' });
  return {
    run: (action) => void host.ask('run', { action }),
    act: (notice, action) => void host.ask('act', { notice, action }),
    activate: (id) => dispatch({ kind: 'activated', id }),
    showTab: (tab) => {
      const { snapshot } = state();
      const label = snapshot?.tabs?.labels[tab];
      if (label === undefined || snapshot?.ranking) return;
      dispatch({ kind: 'tab', tab });
      say(text('saidTab', label));
    },
    cell: (cell, action, image) => {
      const { chosen } = state();
      const shown = image ?? leadImage(cell)?.id;
      const needsImage =
        action === 'use' || action === 'judge' || action === 'openImage' || action === 'showRecipe';
      const isForBoth = action === 'judge' && chosen.length === 2 && image === undefined;
      if (isForBoth) {
        void host.ask('judge', { ids: [...new Set(chosen.map((each) => each.cell))] });
      } else if (needsImage && shown === undefined) {
        say(text('saidNoImage'));
      } else if (action === 'retry' && !/^(failed|cancelled|inDoubt)$/.test(cell.state.kind)) {
        say(text('saidNothingToRetry'));
      } else {
        void host.ask('cell', { id: cell.id, action, ...(needsImage ? { image: shown } : {}) });
      }
    },
    toggle: (cell, image) => {
      const shown = image ?? leadImage(cell)?.id;
      if (shown === undefined) {
        say(text('saidNoImage'));
        return;
      }
      dispatch({ kind: 'toggled', chosen: { cell: cell.id, image: shown } });
      const { chosen, snapshot } = state();
      const name = snapshot ? placeName(snapshot, cell) : '';
      const isIn = chosen.some((each) => each.image === shown);
      say(
        text(!isIn ? 'saidNotSelected' : chosen.length === 2 ? 'saidSelectedTwo' : 'saidSelectedOne', name),
      );
    },
    unselect: () => dispatch({ kind: 'unselected' }),
    enlarge: (id, options) => dispatch({ kind: 'enlarged', id, ...options }),
    compare: () => {
      const { chosen } = state();
      if (chosen.length === 2) dispatch({ kind: 'compared' });
      else say(text('saidSelectTwo'));
    },
    swap: () => dispatch({ kind: 'swapped' }),
    setMode: (mode) => dispatch({ kind: 'mode', mode }),
    back,
    showKeys: (isOpen) => dispatch({ kind: 'keyList', isOpen }),
    showJudgement: (isOpen) => dispatch({ kind: 'judgement', isOpen }),
    note: (id, note) => void host.ask('note', { id, text: note }),
    details: async (id) => {
      // A cell that is gone meanwhile has none.
      return cellOf(state(), id) ? (await host.ask('details', { id }))?.details : undefined;
    },
    comparison: async (left, right) => (await host.ask('compare', { left, right }))?.comparison,
  };
}
