import type { StudioHost } from '../intents';
import type { AskIntents } from '../page';
import type { StudioAction, StudioState } from '../state';

/** Turns what the user wants of the tab *Ask* into requests. */
export function askIntents(
  host: StudioHost,
  dispatch: (action: StudioAction) => void,
  state: () => StudioState,
): AskIntents {
  return {
    addImages: () => void host.ask('ask.addImages', {}),
    removeImage: (image) => void host.ask('ask.removeImage', { image }),
    purpose: (purpose) => void host.ask('ask.purpose', { purpose }),
    send: () => {
      const { draft, replaces, snapshot } = state().ask;
      if (draft.trim() === '' || snapshot === undefined || snapshot.isBusy) return;
      dispatch({ kind: 'askSent' });
      void host.ask('ask.send', { text: draft, ...(replaces === undefined ? {} : { replaces }) });
    },
    stop: () => void host.ask('ask.stop', {}),
    answer: (message, action) => void host.ask('ask.answer', { message, action }),
    menu: (action) => void host.ask('ask.menu', { action }),
    act: (notice, action) => void host.ask('ask.act', { notice, action }),
  };
}
