import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Codicon } from '../../shared/codicon';
import { MenuButton } from '../../shared/menuButton';
import { askMenuActions, type AskMenuAction } from '../../../src/protocol/ask';
import { usePage } from '../page';

/** Where the next question is written; while an answer comes, its button stops it. */
export function Composer(): JSX.Element | null {
  const { state, intents, text, dispatch } = usePage();
  const { snapshot, draft, replaces, wish } = state.ask;
  const field = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    if (wish !== 'question' || snapshot === undefined || !document.hasFocus()) return;
    field.current?.focus();
    dispatch({ kind: 'askWished', wish: undefined });
  }, [wish, snapshot === undefined]);

  if (snapshot === undefined) return null;
  const { images, isBusy, model, price } = snapshot;
  const canSend = !isBusy && draft.trim() !== '';
  const placeholder = text(images.length === 1 ? 'askAboutOne' : 'askAboutSeveral');
  return (
    <form
      class="composer"
      aria-label={text('askQuestion')}
      onSubmit={(event) => {
        event.preventDefault();
        intents.ask.send();
      }}
    >
      {replaces !== undefined && (
        <p class="askState">
          <Codicon name="edit" />
          {text('editingMessage')}
          <button
            type="button"
            class="button secondary"
            data-focus="cancelEdit"
            onClick={() => {
              dispatch({ kind: 'askEditing', message: undefined });
              field.current?.focus();
            }}
          >
            {text('cancel')}
          </button>
        </p>
      )}
      <div class="composerRow">
        <textarea
          ref={field}
          id="question"
          class="input composerField"
          rows={2}
          aria-label={placeholder}
          placeholder={placeholder}
          value={draft}
          onInput={(event) => dispatch({ kind: 'askTyped', draft: event.currentTarget.value })}
          onKeyDown={(event) => {
            // An input method takes Enter for itself.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            // With Ctrl or Cmd it is a keybinding of the workbench, which comes back as a message.
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            intents.ask.send();
          }}
        />
        <button
          type="button"
          class="button primary composerSend"
          data-focus="send"
          aria-disabled={!isBusy && !canSend}
          onClick={() => {
            if (isBusy) intents.ask.stop();
            else intents.ask.send();
          }}
        >
          <Codicon name={isBusy ? 'debug-stop' : 'send'} />
          {text(isBusy ? 'askStop' : 'askSend')}
        </button>
      </div>
      <div class="composerFoot">
        <span class="askPrice">{price}</span>
        <button
          type="button"
          class="button secondary"
          data-focus="askModel"
          title={text('askModel', model)}
          aria-label={text('askModel', model)}
          onClick={() => intents.ask.menu('model')}
        >
          {model}
        </button>
        <MenuButton
          label={text('conversationMenu')}
          items={[
            { id: 'new', label: text('newConversation') },
            { id: 'history', label: text('earlierConversations') },
            { id: 'markdown', label: text('saveMarkdown'), isDisabled: snapshot.messages.length === 0 },
          ]}
          onChoose={(id) => {
            const action = askMenuActions.find((each): each is AskMenuAction => each === id);
            if (action !== undefined) intents.ask.menu(action);
          }}
        >
          <Codicon name="ellipsis" />
        </MenuButton>
      </div>
    </form>
  );
}
