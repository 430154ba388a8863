import { type JSX, render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Rectangle } from '../../../src/core/mask/mask';
import type { MarginsView } from '../../../src/protocol/view';
import '../../../webview-ui/shared/base.css';
import { type Announcer, LiveRegion } from '../../../webview-ui/shared/liveRegion';
import type { CanvasController } from '../../../webview-ui/studio/canvas/controller';
import { MaskCanvas } from '../../../webview-ui/studio/canvas/maskCanvas';
import type { CanvasMaskSummary } from '../../../webview-ui/studio/canvas/maskEditor';
import { MaskToolbar } from '../../../webview-ui/studio/canvas/maskToolbar';
import {
  type CanvasPicture,
  type Compare,
  defaultCanvasSettings,
  defaultCompare,
} from '../../../webview-ui/studio/canvas/settings';
import { canvasTexts } from '../../../webview-ui/studio/canvas/texts';
import './canvas.css';

/** What a test gives the page as `data`. */
export interface CanvasPageData {
  readonly picture: CanvasPicture;
  readonly candidate?: { readonly url: string; readonly margins?: MarginsView };
  readonly compare?: Compare;
  readonly context?: Rectangle;
  readonly extend?: MarginsView;
  readonly texts?: Readonly<Record<string, string>>;
}

/** What a test finds in `window.canvasPage`. */
export interface CanvasPage {
  controller: { current: CanvasController | undefined };
  summary: CanvasMaskSummary | undefined;
  extend: MarginsView | undefined;
  compare: Compare;
  readonly announced: string[];
  readonly commands: string[];
  readonly failed: string[];
  /** Shows the page with other data. */
  change: (change: Partial<CanvasPageData>) => void;
}

declare global {
  interface Window {
    easelTest: CanvasPageData;
    canvasPage: CanvasPage;
  }
}

const page: CanvasPage = {
  controller: { current: undefined },
  summary: undefined,
  extend: undefined,
  compare: defaultCompare,
  announced: [],
  commands: [],
  failed: [],
  change: () => undefined,
};
window.canvasPage = page;

function App(): JSX.Element {
  const [data, setData] = useState(window.easelTest);
  const [settings, setSettings] = useState(defaultCanvasSettings);
  const [summary, setSummary] = useState<CanvasMaskSummary>();
  const [zoom, setZoom] = useState(100);
  const announcer = useRef<Announcer | undefined>(undefined);
  useEffect(() => {
    page.change = (change) => setData((before) => ({ ...before, ...change }));
  }, []);
  page.extend = data.extend;
  page.compare = data.compare ?? defaultCompare;
  page.summary = summary;
  const texts = data.texts ?? canvasTexts;
  const onSettings = (change: Partial<typeof settings>): void =>
    setSettings((before) => ({ ...before, ...change }));
  const onCommand = (command: string): void => void page.commands.push(command);
  return (
    <main class="canvasPage">
      <h1 class="visuallyHidden">Canvas</h1>
      <MaskToolbar
        {...settings}
        summary={summary}
        zoomPercent={zoom}
        isEnabled
        hasPicture
        maskFileName="lamp.mask.png"
        texts={texts}
        controllerRef={page.controller}
        onSettings={onSettings}
        onCommand={onCommand}
      />
      <div class="canvasPlace">
        <MaskCanvas
          {...data}
          {...settings}
          compare={data.compare ?? defaultCompare}
          onExtend={(extend) => setData({ ...data, extend })}
          onCompare={(compare) => setData({ ...data, compare })}
          onMaskChanged={setSummary}
          onSettings={onSettings}
          onCommand={onCommand}
          onZoom={setZoom}
          onPictureFailed={(url) => page.failed.push(url)}
          announce={(text) => {
            page.announced.push(text);
            announcer.current?.say(text);
          }}
          texts={texts}
          controllerRef={page.controller}
        />
      </div>
      <LiveRegion onReady={(ready) => (announcer.current = ready)} />
    </main>
  );
}

render(<App />, document.body);
