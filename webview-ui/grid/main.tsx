import { render } from 'preact';
import { connectToHost } from '../shared/hostClient';
import { keepFocus } from '../shared/keepFocus';
import { LiveRegion, type Announcer } from '../shared/liveRegion';
import { ThumbnailQueue } from '../shared/thumbnails';
import { vscodeApi } from '../shared/vscodeApi';
import '../shared/base.css';
import '../shared/button.css';
import { createIntents, type GridHost } from './intents';
import { readKept } from './kept';
import { wordsOf } from './page';
import { PromptGrid } from './promptGrid';
import { initialState, keptOf, reduce, type GridAction } from './state';
import './grid.css';
import './table.css';

const api = vscodeApi();
const host: GridHost = connectToHost(api, window);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';

let state = initialState(readKept(api.getState()));
let words = wordsOf({}, document.documentElement.lang);
let isShowing = false;
let announcer: Announcer | undefined;
const lastFocus: { current: HTMLElement | undefined } = { current: undefined };
/** What had the focus before the list of keys took it. */
let beforeKeys: Element | null = null;

const thumbnails = new ThumbnailQueue(
  async (ids) => (await host.ask('thumbnails', { ids }))?.urls,
  () => showSoon(),
);
const intents = createIntents({
  host,
  state: () => state,
  dispatch,
  text: (key, ...values) => words.text(key, ...values),
  say: (sentence) => announcer?.say(sentence),
});

function dispatch(action: GridAction): void {
  const before = state;
  state = reduce(state, action);
  if (state === before) return;
  if (!before.isKeyListOpen && state.isKeyListOpen) beforeKeys = document.activeElement;
  if (before.isKeyListOpen && !state.isKeyListOpen && beforeKeys instanceof HTMLElement) beforeKeys.focus();
  showSoon();
}

/** Once for all that happens together. */
function showSoon(): void {
  if (isShowing) return;
  isShowing = true;
  queueMicrotask(() => {
    isShowing = false;
    // The next window finds the grid again by its file.
    api.setState({ ...keptOf(state), file: root.dataset['file'] });
    show();
    requestAnimationFrame(takeUpFocus);
  });
}

/** A button that did its work is gone, and the keyboard with it: the table or the image takes it. */
function takeUpFocus(): void {
  const isLost = document.activeElement === document.body && lastFocus.current?.isConnected === false;
  const stop = tableStop();
  if (isLost && document.hasFocus() && stop instanceof HTMLElement) stop.focus({ preventScroll: true });
}

function show(): void {
  render(
    <>
      <PromptGrid page={{ ...words, state, intents, thumbnails }} />
      <LiveRegion onReady={(ready) => (announcer = ready)} />
    </>,
    root,
  );
}

/** Where the keyboard is at home in what is shown; what lies below an enlarged image cannot be reached. */
function tableStop(): Element | null {
  return (
    document.querySelector('.stage, .comparison input:checked') ??
    document.querySelector('[role=gridcell][tabindex="0"]')
  );
}

keepFocus(lastFocus, tableStop);
host.on('snapshot', (snapshot) => dispatch({ kind: 'snapshot', snapshot }));
host.on('announce', ({ text, isUrgent }) => announcer?.say(text, isUrgent));

show();
void host.ask('ready', {}).then((ready) => {
  if (!ready) return;
  words = wordsOf(ready.texts, document.documentElement.lang);
  dispatch({ kind: 'snapshot', snapshot: ready.snapshot });
  // After the page is shown, which is as soon as this is done; the table measures itself first.
  requestAnimationFrame(() => {
    const stop = tableStop();
    if (document.hasFocus() && document.activeElement === document.body && stop instanceof HTMLElement) {
      stop.focus({ preventScroll: true });
    }
  });
});
