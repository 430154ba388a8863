import type { JSX } from 'preact';
import { usePage } from './page';
import type { Tab } from './ask/askState';

const tabs: readonly { readonly id: Tab; readonly text: 'tabEdit' | 'tabAsk' }[] = [
  { id: 'edit', text: 'tabEdit' },
  { id: 'ask', text: 'tabAsk' },
];

/** The two faces of the Studio. @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function TabBar(): JSX.Element {
  const { state, intents, text } = usePage();
  const choose = (tab: Tab): void => {
    intents.chooseTab(tab);
    // The bar of the other tab is another element.
    queueMicrotask(() => document.getElementById(`tab-${tab}`)?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={text('title')}>
      {tabs.map(({ id, text: key }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          class="tab"
          role="tab"
          aria-selected={state.tab === id}
          tabIndex={state.tab === id ? 0 : -1}
          onClick={() => choose(id)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
            event.preventDefault();
            choose(id === 'edit' ? 'ask' : 'edit');
          }}
        >
          {text(key)}
        </button>
      ))}
    </div>
  );
}
