import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Rectangle } from '../../../src/core/mask/mask';
import type { Pixels } from '../../../src/core/mask/wand';
import type { MarginsView } from '../../../src/protocol/view';
import { type CanvasForm, CanvasController, type CanvasHost } from './controller';
import { ExtendHandles } from './extendHandles';
import type { CanvasMaskSummary } from './maskEditor';
import { NumberForm } from './numberForm';
import { readPixels } from './pictures';
import { pointerInputs, pointOf } from './pointerEvents';
import type {
  CanvasCommand,
  CanvasPicture,
  CanvasPlace,
  CanvasSettings,
  Compare,
  OverlayOptions,
  ToolName,
  ToolOptions,
} from './settings';
import { Speaker, type Texts } from './speaker';
import { CanvasSurface } from './surface';
import { SwipeHandle } from '../../shared/swipeHandle';
import { usePicture } from './usePicture';
import type { View } from './view';
import './canvas.css';

/** What the canvas shows, and what it tells. */
export interface MaskCanvasProps {
  readonly picture: CanvasPicture | undefined;
  /** Shown in place of the picture, or beside it as `compare` says. `margins` were added to the picture's edges in it. */
  readonly candidate?: { readonly url: string; readonly margins?: MarginsView } | undefined;
  readonly compare: Compare;
  readonly tool: ToolName;
  readonly toolOptions: ToolOptions;
  readonly overlay: OverlayOptions;
  /** Whether the task takes a painted mask; without one the canvas only shows. */
  readonly isMaskUsed?: boolean;
  /** What of the picture is sent, in its pixels. */
  readonly context?: Rectangle | undefined;
  /** What is added at the edges, in pixels of the picture; undefined where the task adds nothing. */
  readonly extend?: MarginsView | undefined;
  /** Whether `context` and `extend` are drawn; a result is looked at without. */
  readonly areGuidesShown?: boolean;
  /** The most that one edge can take, in pixels of the picture. */
  readonly maxExtendPx?: number;
  /** What the plain wheel does: the setting `easel.studio.wheel`. */
  readonly wheel?: 'zoom' | 'pan';
  readonly onExtend?: (extend: MarginsView) => void;
  readonly onMaskChanged: (summary: CanvasMaskSummary) => void;
  /** A key has changed tool, options or overlay. */
  readonly onSettings: (change: Partial<CanvasSettings>) => void;
  readonly onCompare?: (compare: Compare) => void;
  /** A key asks for what is not the canvas's to do. */
  readonly onCommand: (command: CanvasCommand) => void;
  /** What was seen before the page was built anew. */
  readonly place?: CanvasPlace | undefined;
  readonly onZoom?: (percent: number, place: CanvasPlace | undefined) => void;
  /** The picture or candidate could not be loaded. */
  readonly onPictureFailed?: (url: string) => void;
  readonly announce: (text: string) => void;
  readonly texts: Texts;
  /** Holds the controller of the picture that is shown; a new picture gets a new one, with an empty mask. */
  readonly controllerRef: { current: CanvasController | undefined };
}

/** The picture with the mask that is painted over it. */
export function MaskCanvas(props: MaskCanvasProps): JSX.Element {
  const { picture } = props;
  // Another picture is another canvas: mask, undo steps and view begin anew.
  const key = picture === undefined ? '' : `${picture.url} ${picture.proxyWidth} ${picture.proxyHeight}`;
  return (
    <div class="maskCanvas">
      {picture !== undefined && <OpenCanvas key={key} {...props} picture={picture} />}
    </div>
  );
}

function OpenCanvas(props: MaskCanvasProps & { readonly picture: CanvasPicture }): JSX.Element {
  const { picture, candidate, compare, texts } = props;
  const latest = useRef(props);
  latest.current = props;
  const layers = {
    pictures: useRef<HTMLCanvasElement>(null),
    mask: useRef<HTMLCanvasElement>(null),
    marks: useRef<HTMLCanvasElement>(null),
  };
  const frame = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const [canvas, setCanvas] = useState<Canvas>();
  const [view, setView] = useState<View>();
  const [form, setForm] = useState<CanvasForm>();
  const loaded = usePicture(picture.url, props.onPictureFailed);
  const loadedCandidate = usePicture(candidate?.url, props.onPictureFailed);
  const pixels = useRef<() => Pixels | undefined>(() => undefined);
  const { tool, toolOptions, overlay } = props;

  useLayoutEffect(() => {
    const speaker = new Speaker(texts, document.documentElement.lang, (text) =>
      latest.current.announce(text),
    );
    const host: CanvasHost = {
      settingsChanged: (change) => latest.current.onSettings(change),
      maskChanged: (summary) => latest.current.onMaskChanged(summary),
      command: (command) => latest.current.onCommand(command),
      formRequested: setForm,
      viewChanged: (changed) => {
        surface.drawAll();
        setView(changed);
        latest.current.onZoom?.(controller.zoomPercent, controller.place);
      },
      swiped: (position) => latest.current.onCompare?.({ ...latest.current.compare, position }),
      pixels: () => pixels.current(),
      drawMask: (changed) => surface.drawMask(changed),
      drawMarks: () => surface.drawMarks(),
    };
    const controller = new CanvasController({
      picture,
      settings: { tool, toolOptions, overlay },
      speaker,
      host,
      isCursorKept: document.body.classList.contains('vscode-using-screen-reader'),
      place: props.place,
    });
    const surface = new CanvasSurface(
      { pictures: held(layers.pictures), mask: held(layers.mask), marks: held(layers.marks) },
      controller,
    );
    setCanvas({ controller, surface, speaker });
    props.controllerRef.current = controller;
    props.onMaskChanged(controller.editor.summary());
    const stop = followSize(held(frame), controller, surface);
    return () => {
      stop();
      surface.dispose();
      if (latest.current.controllerRef.current === controller) {
        latest.current.controllerRef.current = undefined;
      }
    };
  }, []);

  const controller = canvas?.controller;
  const surface = canvas?.surface;
  useLayoutEffect(() => {
    controller?.setSettings({ tool, toolOptions, overlay });
  }, [controller, tool, toolOptions, overlay]);
  useLayoutEffect(() => surface?.setOverlay(overlay), [surface, overlay]);
  useLayoutEffect(() => controller?.setContext(props.context), [controller, props.context]);
  useLayoutEffect(() => controller?.setMargins(props.extend), [controller, props.extend]);
  const areGuidesShown = props.areGuidesShown ?? true;
  useLayoutEffect(() => controller?.showGuides(areGuidesShown), [controller, areGuidesShown]);
  useLayoutEffect(() => {
    controller?.setCanMask(props.isMaskUsed ?? true);
    surface?.drawAll();
  }, [controller, props.isMaskUsed]);
  useLayoutEffect(() => {
    const isCompared = candidate !== undefined && loadedCandidate !== undefined;
    controller?.setCompare(isCompared ? compare : undefined);
    surface?.setPictures(
      loaded,
      isCompared ? { picture: loadedCandidate, margins: candidate.margins } : undefined,
      compare,
    );
  }, [controller, loaded, loadedCandidate, compare, candidate?.margins]);
  useLayoutEffect(() => {
    // Read at the first use of the wand: it takes four bytes for each pixel.
    let found: Pixels | undefined;
    const size = { width: picture.proxyWidth, height: picture.proxyHeight };
    pixels.current = () => (found ??= loaded === undefined ? undefined : readPixels(loaded, size));
  }, [loaded]);
  useEffect(() => {
    if (controller === undefined || area.current === null) return undefined;
    return listenToWheel(area.current, controller, () => latest.current.wheel ?? 'zoom');
  }, [controller]);

  const speaker = canvas?.speaker;
  const name = speaker?.text('canvas.name', picture.name, picture.width, picture.height) ?? picture.name;
  const isComparing = candidate !== undefined && compare.mode !== 'result';
  return (
    <div class="canvasFrame" ref={frame}>
      <canvas class="canvasLayer" ref={layers.pictures} aria-hidden="true" />
      <canvas class="canvasLayer" ref={layers.mask} aria-hidden="true" />
      <canvas class="canvasLayer" ref={layers.marks} aria-hidden="true" />
      <div
        ref={area}
        class="canvasArea"
        role="application"
        aria-label={name}
        aria-description={speaker?.text('canvas.help')}
        tabIndex={0}
        data-easel-canvas
        data-vscode-context={JSON.stringify({
          webviewSection: 'canvas',
          preventDefaultContextMenuItems: true,
        })}
        onPointerDown={(event) => {
          // The menu of the right button is VS Code's.
          if (event.button === 2) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          controller?.pointerDown(pointOf(event));
        }}
        onPointerMove={(event) => controller?.pointerMove(pointerInputs(event))}
        onPointerUp={(event) => controller?.pointerUp(pointOf(event))}
        onPointerCancel={(event) => controller?.pointer.cancel(pointOf(event))}
        onPointerLeave={() => controller?.pointer.leave()}
        onDblClick={() => controller?.pointer.doubleClick()}
        onKeyDown={(event) => {
          if (controller?.keyDown(keyInput(event)) === true) event.preventDefault();
        }}
        onKeyUp={(event) => controller?.keyUp(event.key)}
        onBlur={() => controller?.blur()}
      />
      {props.extend !== undefined &&
        areGuidesShown &&
        !isComparing &&
        view !== undefined &&
        speaker !== undefined && (
          <ExtendHandles
            picture={picture}
            view={view}
            margins={props.extend}
            maxPx={props.maxExtendPx ?? 2000}
            speaker={speaker}
            onChange={(margins) => props.onExtend?.(margins)}
          />
        )}
      {isComparing && compare.mode === 'swipe' && speaker !== undefined && (
        <SwipeHandle
          position={compare.position}
          label={speaker.text('swipe.handle')}
          onChange={(position) => props.onCompare?.({ ...compare, position })}
        />
      )}
      {form !== undefined && controller !== undefined && speaker !== undefined && (
        <NumberForm
          form={form}
          tool={tool}
          picture={picture}
          controller={controller}
          speaker={speaker}
          onClose={() => {
            setForm(undefined);
            area.current?.focus();
          }}
        />
      )}
    </div>
  );
}

interface Canvas {
  readonly controller: CanvasController;
  readonly surface: CanvasSurface;
  readonly speaker: Speaker;
}

function held<Held>(reference: { readonly current: Held | null }): Held {
  if (reference.current === null) throw new Error('An element of the canvas is missing');
  return reference.current;
}

function keyInput(event: KeyboardEvent): Parameters<CanvasController['keyDown']>[0] {
  return {
    key: event.key,
    code: event.code,
    isShift: event.shiftKey,
    isCommand: event.ctrlKey || event.metaKey || event.altKey,
    isRepeat: event.repeat,
    timeMs: event.timeStamp,
  };
}

function followSize(frame: HTMLElement, controller: CanvasController, surface: CanvasSurface): () => void {
  const resize = (): void => {
    const size = { width: frame.clientWidth, height: frame.clientHeight };
    if (size.width === 0 || size.height === 0) return;
    surface.resize(size);
    controller.resize(size);
  };
  const sizes = new ResizeObserver(resize);
  sizes.observe(frame);
  // VS Code changes theme by the class of the body and the variables of the document.
  const themes = new MutationObserver(() => surface.readTheme());
  themes.observe(document.body, { attributeFilter: ['class'] });
  themes.observe(document.documentElement, { attributeFilter: ['style'] });
  resize();
  return () => {
    sizes.disconnect();
    themes.disconnect();
  };
}

/** By hand, because a listener that keeps the page from scrolling must not be passive. */
function listenToWheel(
  area: HTMLElement,
  controller: CanvasController,
  wheel: () => 'zoom' | 'pan',
): () => void {
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const perStep = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    controller.wheel(
      { x: event.offsetX, y: event.offsetY },
      {
        x: event.deltaX * perStep,
        y: event.deltaY * perStep,
        isPinch: event.ctrlKey,
        isShift: event.shiftKey,
      },
      wheel(),
    );
  };
  area.addEventListener('wheel', onWheel, { passive: false });
  return () => area.removeEventListener('wheel', onWheel);
}
