import type { AskMessageView, AskSnapshot } from '../../../src/protocol/ask';

/** Which of the two faces of the Studio is seen. */
export type Tab = 'edit' | 'ask';

/** What the tab *Ask* shows, beside what the host has told. */
export interface AskState {
  /** Absent until the host has answered. */
  readonly snapshot?: AskSnapshot;
  /** The question that is being written. */
  readonly draft: string;
  /** The message that is written anew with it. */
  readonly replaces?: string;
  /** Takes the focus as soon as it is there. */
  readonly wish?: 'answer' | 'question';
}

export type AskAction =
  | { readonly kind: 'askSnapshot'; readonly snapshot: AskSnapshot }
  | { readonly kind: 'askMessage'; readonly message: AskMessageView }
  | { readonly kind: 'askTyped'; readonly draft: string }
  | { readonly kind: 'askEditing'; readonly message: AskMessageView | undefined }
  | { readonly kind: 'askSent' }
  | { readonly kind: 'askWished'; readonly wish: 'answer' | 'question' | undefined };

export function reduceAsk(state: AskState, action: AskAction): AskState {
  switch (action.kind) {
    case 'askSnapshot':
      return state.snapshot && action.snapshot.revision < state.snapshot.revision
        ? state
        : { ...state, snapshot: action.snapshot };
    case 'askMessage':
      return withMessage(state, action.message);
    case 'askTyped':
      return { ...state, draft: action.draft };
    case 'askEditing': {
      const { replaces: _, ...rest } = state;
      return action.message === undefined
        ? { ...rest, draft: '' }
        : { ...rest, draft: action.message.text, replaces: action.message.id };
    }
    case 'askSent': {
      const { replaces: _, ...rest } = state;
      return { ...rest, draft: '' };
    }
    case 'askWished': {
      const { wish: _, ...rest } = state;
      return action.wish === undefined ? rest : { ...rest, wish: action.wish };
    }
  }
}

/** A message that no snapshot has named yet, or that has ended meanwhile, is late. */
function withMessage(state: AskState, message: AskMessageView): AskState {
  const { snapshot } = state;
  const known = snapshot?.messages.find(({ id }) => id === message.id);
  if (!snapshot || known?.isWriting !== true) return state;
  const messages = snapshot.messages.map((each) => (each.id === message.id ? message : each));
  return { ...state, snapshot: { ...snapshot, messages } };
}
