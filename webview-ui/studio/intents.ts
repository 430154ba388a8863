import type { ControlValue, StudioEvents, StudioMethods } from '../../src/protocol/studio';
import type { AskEvents, AskMethods } from '../../src/protocol/ask';
import { askIntents } from './ask/askIntents';
import type { HostClient } from '../shared/hostClient';
import type { DraftSender } from './drafts';
import type { Intents } from './page';
import type { StudioAction, StudioState } from './state';

export type StudioHost = HostClient<
  { [K in keyof StudioMethods | keyof AskMethods]: (StudioMethods & AskMethods)[K] },
  StudioEvents & AskEvents
>;

/** Turns what the user wants into requests, and into what the page itself must know. */
export function createIntents(options: {
  readonly host: StudioHost;
  readonly drafts: DraftSender;
  readonly dispatch: (action: StudioAction) => void;
  /** The state as it is now. */
  readonly state: () => StudioState;
  /** Sends the mask, when it was changed a moment ago. */
  readonly flushMask: () => Promise<void>;
  /** Asks the host for the tab *Ask*, once. */
  readonly readyAsk: () => Promise<void>;
}): Intents {
  const { host, drafts, dispatch, state, flushMask, readyAsk } = options;
  const choose = (id: string): void => {
    dispatch({ kind: 'activated', id });
    const { snapshot } = state();
    const isReady = snapshot?.candidates.find((each) => each.id === id)?.state.kind === 'ready';
    if (isReady && snapshot.chosen !== id) void host.ask('candidate', { id, action: 'choose' });
  };
  const discard = async (ids: readonly string[], ask: () => Promise<unknown>): Promise<void> => {
    if (ids.length === 0) return;
    dispatch({ kind: 'discarded', ids });
    const asking = ask();
    const { active } = state();
    if (active !== undefined) choose(active);
    await asking;
  };
  return {
    edit: (id: string, value: ControlValue, isTyping = false) => {
      dispatch({ kind: 'edited', id, value });
      if (isTyping) drafts.later(id, value);
      else drafts.now(id, value);
    },
    chooseRatio: (id, ratio) => void host.ask('change', { id, value: ratio }),
    pickTask: () => void drafts.flush().then(() => host.ask('pickTask', {})),
    pickModel: () => void drafts.flush().then(() => host.ask('pickModel', {})),
    chooseImage: (control) => void host.ask('chooseImage', control === undefined ? {} : { control }),
    removeImage: (control) => void host.ask('removeImage', { control }),
    shot: (id, action) => void drafts.flush().then(() => host.ask('shot', { id, action })),
    storyboard: (action) => void drafts.flush().then(() => host.ask('storyboard', { action })),
    resetOptions: () => void drafts.flush().then(() => host.ask('resetOptions', {})),
    generate: () => void Promise.all([drafts.flush(), flushMask()]).then(() => host.ask('generate', {})),
    cancel: () => void host.ask('cancel', {}),
    act: (notice, action) => void drafts.flush().then(() => host.ask('act', { notice, action })),
    choose,
    candidate: (id, action) => {
      if (action === 'discard') void discard([id], () => host.ask('candidate', { id, action }));
      else void host.ask('candidate', { id, action });
    },
    acceptAll: () => void host.ask('allCandidates', { action: 'accept' }),
    judgeAll: () => void host.ask('allCandidates', { action: 'judge' }),
    discardAll: () => {
      const ids = (state().snapshot?.candidates ?? [])
        .filter((candidate) => candidate.state.kind !== 'waiting')
        .map(({ id }) => id);
      void discard(ids, () => host.ask('allCandidates', { action: 'discard' }));
    },
    undoDiscard: () => {
      for (const id of state().discarded?.ids ?? []) {
        void host.ask('candidate', { id, action: 'undoDiscard' });
      }
      dispatch({ kind: 'undoEnded' });
    },
    takeImage: (bytes) => {
      const hasPicture = state().snapshot?.picture !== undefined;
      if (hasPicture) dispatch({ kind: 'pasted', bytes });
      else void host.ask('pasteImage', { bytes, as: 'picture' });
    },
    answerPasted: (as) => {
      const { pasted } = state();
      dispatch({ kind: 'pasted', bytes: undefined });
      if (pasted !== undefined && as !== undefined) void host.ask('pasteImage', { bytes: pasted, as });
    },
    chooseTab: (tab) => {
      dispatch({ kind: 'tabChosen', tab });
      if (tab === 'ask') void readyAsk();
    },
    ask: askIntents(host, dispatch, state),
  };
}
