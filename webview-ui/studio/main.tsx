import { render } from 'preact';
import { connectToHost } from '../shared/hostClient';
import { LiveRegion, type Announcer } from '../shared/liveRegion';
import { vscodeApi } from '../shared/vscodeApi';
import '../shared/base.css';
import '../shared/button.css';
import type { StudioEvents } from '../../src/protocol/studio';
import { DraftSender } from './drafts';
import { FocusKeeper } from './focus';
import { listenForImages } from './imageInput';
import { createIntents, type StudioHost } from './intents';
import { MaskSync } from './maskSync';
import { wordsOf } from './page';
import {
  candidateToShow,
  initialState,
  keptOf,
  layoutFor,
  readKept,
  reduce,
  type StudioAction,
} from './state';
import { Studio } from './studio';

const api = vscodeApi();
const host: StudioHost = connectToHost(api, window);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';
const focus = new FocusKeeper((region) => void host.ask('focus', { region }));
const wheel = root.dataset['wheel'] === 'pan' ? 'pan' : 'zoom';
let isShowing = false;
let announcer: Announcer | undefined;
const texts = JSON.parse(root.dataset['texts'] ?? '{}') as Readonly<Record<string, string>>;
const words = wordsOf(texts, document.documentElement.lang);
const kept = readKept(api.getState());
let state = initialState(layoutFor(window.innerWidth), {
  ...kept,
  tab: kept.tab ?? (root.dataset['tab'] === 'ask' ? 'ask' : 'edit'),
});
let isAskReady = false;

const drafts = new DraftSender(async (id, value) => {
  await host.ask('change', { id, value });
  dispatch({ kind: 'answered', id, value });
});
const mask = new MaskSync(async (summary, packed) => {
  await host.ask('maskChanged', { summary, packed });
});
const intents = createIntents({
  host,
  drafts,
  dispatch,
  state: () => state,
  flushMask: async () => await mask.flush(),
  readyAsk,
});

function dispatch(action: StudioAction): void {
  const next = reduce(state, action);
  if (next === state) return;
  state = next;
  showSoon();
}

/** Once for all that happens together; the canvas tells things while it is being rendered. */
function showSoon(): void {
  if (isShowing) return;
  isShowing = true;
  queueMicrotask(() => {
    isShowing = false;
    // The session's id lets the next window find it again.
    api.setState({ ...keptOf(state), session: root.dataset['session'] });
    show();
  });
}

function show(): void {
  render(
    <>
      <Studio
        page={{ ...words, state, intents, dispatch }}
        focus={focus}
        link={{ mask, texts, announce, onMaskFile, wheel }}
      />
      <LiveRegion onReady={(ready) => (announcer = ready)} />
    </>,
    root,
  );
}

/** Nobody who only edits pays for what the tab needs. */
async function readyAsk(): Promise<void> {
  if (isAskReady) return;
  isAskReady = true;
  const { conversation } = kept;
  const ready = await host.ask('ask.ready', conversation === undefined ? {} : { conversation });
  if (ready === undefined) {
    isAskReady = false;
    return;
  }
  dispatch({ kind: 'askSnapshot', snapshot: ready.snapshot });
  // Who went here by the keys of the tabs stays on them.
  const isOnTab = document.activeElement?.getAttribute('role') === 'tab';
  if (state.ask.wish === undefined && !isOnTab) dispatch({ kind: 'askWished', wish: ready.focus });
}

function announce(text: string): void {
  announcer?.say(text);
}

function onMaskFile(command: 'loadMask' | 'saveMask'): void {
  const packed = mask.controllerRef.current?.packed();
  if (command === 'loadMask') void host.ask('loadMask', {});
  else if (packed !== undefined) void host.ask('saveMask', { packed });
}

function carryOut(command: StudioEvents['command']['name']): void {
  const controller = mask.controllerRef.current;
  switch (command) {
    case 'undo':
      controller?.undo();
      break;
    case 'redo':
      controller?.redo();
      break;
    case 'focusPrompt':
      document.getElementById('prompt')?.focus();
      break;
    case 'focusCanvas':
      document.querySelector<HTMLElement>('[data-easel-canvas]')?.focus();
      break;
  }
}

host.on('snapshot', (snapshot) => dispatch({ kind: 'snapshot', snapshot }));
host.on('ask.snapshot', (snapshot) => dispatch({ kind: 'askSnapshot', snapshot }));
host.on('ask.message', (message) => dispatch({ kind: 'askMessage', message }));
host.on('ask.submit', () => intents.ask.send());
host.on('ask.show', ({ focus: wish }) => {
  dispatch({ kind: 'askWished', wish });
  intents.chooseTab('ask');
});
host.on('announce', ({ text, isUrgent }) => announcer?.say(text, isUrgent));
host.on('command', ({ name }) => carryOut(name));
host.on('mask', ({ packed }) => mask.load(packed));
listenForImages((bytes) => intents.takeImage(bytes));
window.addEventListener('resize', () => dispatch({ kind: 'layout', layout: layoutFor(window.innerWidth) }));
// A keybinding of VS Code may follow, such as the one that generates: the host must know by then what was typed.
document.addEventListener(
  'keydown',
  (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    void drafts.flush();
    void mask.flush();
  },
  true,
);

show();
if (state.tab === 'ask') void readyAsk();
void host.ask('ready', {}).then((ready) => {
  if (ready === undefined) return;
  mask.load(ready.mask);
  dispatch({ kind: 'snapshot', snapshot: ready.snapshot });
  // What was typed last before the page was built anew had no time to be sent.
  for (const [id, { value }] of Object.entries(state.drafts)) drafts.now(id, value);
  const again = candidateToShow(ready.snapshot, state.active);
  if (again !== undefined) intents.choose(again.id);
  focus.startAt(state.tab === 'ask' ? 'question' : 'prompt');
  // After the page is shown, which is as soon as this is done.
  queueMicrotask(() => focus.restore());
});
