import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Codicon } from '../shared/codicon';
import { MaskCanvas } from './canvas/maskCanvas';
import type { CanvasCommand, CanvasSettings, OverlayOptions } from './canvas/settings';
import { MaskToolbar } from './canvas/maskToolbar';
import { CompareBar } from './compareBar';
import { EmptyState, Opening } from './emptyState';
import { FrameStage } from './frameStage';
import { usePage } from './page';
import { Shots } from './shots';
import type { MaskSync } from './maskSync';
import { Judgement } from '../shared/judgement';
import { chosenCandidate, draftOr } from './state';

/** What the canvas needs of the page past the reducer. */
export interface CanvasLink {
  readonly mask: MaskSync;
  /** Every text by key, the canvas's own among them. */
  readonly texts: Readonly<Record<string, string>>;
  readonly announce: (text: string) => void;
  readonly onMaskFile: (command: 'loadMask' | 'saveMask') => void;
  /** What the plain wheel does over the canvas. */
  readonly wheel: 'zoom' | 'pan';
}

const context = JSON.stringify({ webviewSection: 'image', preventDefaultContextMenuItems: true });

/** The picture with its mask, or what stands in its place; below it how a candidate is compared, and what is sent. */
export function CanvasRegion(props: {
  readonly link: CanvasLink;
  readonly onCommand: (command: CanvasCommand) => void;
}): JSX.Element {
  const { state, intents, dispatch, text } = usePage();
  const { snapshot, canvasSettings } = state;
  // A result is looked at without the tint; whoever paints on it wants to see what is painted.
  const [paintedOn, setPaintedOn] = useState<string>();
  const onPaint = (): void => setPaintedOn(snapshot?.chosen);
  const candidate = snapshot && chosenCandidate(snapshot);
  const shown = candidate?.state.kind === 'ready' ? candidate.state : undefined;
  const isFilm = snapshot?.storyboard !== undefined || snapshot?.frame !== undefined;
  const canCompare = !isFilm && snapshot?.picture !== undefined && shown !== undefined;
  const isCompared = canCompare && !state.isOriginalShown && state.compare.mode !== 'result';
  const canMask =
    snapshot?.picture !== undefined &&
    snapshot.opening === undefined &&
    snapshot.canvas.isMaskUsed &&
    !isCompared;
  const isTinted = shown === undefined || paintedOn === snapshot?.chosen;
  const overlay = useMemo(
    () => ({ ...canvasSettings.overlay, isVisible: canvasSettings.overlay.isVisible && isTinted }),
    [canvasSettings.overlay, isTinted],
  );
  const onSettings = (settings: Partial<CanvasSettings>): void => {
    const asked = settings.overlay;
    if (asked?.isVisible === true) onPaint();
    // A color that is chosen while the result is without its tint hides no mask for good.
    const isUntouched = asked !== undefined && asked.isVisible === overlay.isVisible;
    const { isVisible } = canvasSettings.overlay;
    dispatch({
      kind: 'canvasArranged',
      settings: isUntouched ? { ...settings, overlay: { ...asked, isVisible } } : settings,
    });
  };
  return (
    <section class="canvasRegion" aria-label={text('canvas')} data-region="canvas">
      {isFilm ? (
        <FilmStage announce={props.link.announce} />
      ) : (
        <>
          <MaskToolbar
            {...canvasSettings}
            overlay={overlay}
            summary={state.maskSummary}
            zoomPercent={state.zoomPercent}
            isEnabled={canMask}
            hasPicture={snapshot?.picture !== undefined}
            maskFileName={snapshot?.maskFileName ?? ''}
            texts={props.link.texts}
            controllerRef={props.link.mask.controllerRef}
            onSettings={onSettings}
            onCommand={props.onCommand}
          />
          <div
            class="stage"
            data-vscode-context={context}
            onPointerDownCapture={onPaint}
            onKeyDownCapture={(event) => {
              if (event.key === ' ' || event.key === 'Enter') onPaint();
            }}
          >
            <Stage {...props} isTinted={isTinted} overlay={overlay} onSettings={onSettings} />
          </div>
          {snapshot?.picture !== undefined && snapshot.candidates.length > 0 && (
            <CompareBar isEnabled={canCompare} />
          )}
        </>
      )}
      {canCompare && shown.isAreaChosenByModel && (
        <p class="areaHint">
          <Codicon name="info" />
          {text('areaChosenByModel')}
        </p>
      )}
      <div class="sendsRow">
        <Sends line={(isFilm ? undefined : shown?.sent) ?? snapshot?.sends ?? ''} />
        <button
          type="button"
          class="iconButton"
          aria-label={text('keys')}
          title={text('keys')}
          aria-expanded={state.isKeyListOpen}
          data-focus="keys"
          onClick={() => dispatch({ kind: 'keyListToggled', isOpen: !state.isKeyListOpen })}
        >
          <Codicon name="question" />
        </button>
      </div>
      {snapshot?.judgement !== undefined && (
        <div class="judgementFrame">
          <button
            type="button"
            class="iconButton"
            title={text('closeJudgement')}
            aria-label={text('closeJudgement')}
            data-focus="closeJudgement"
            onClick={() => intents.act('judgement', 'close')}
          >
            <Codicon name="close" />
          </button>
          <Judgement
            judgement={snapshot.judgement}
            text={text}
            onAct={(action) => intents.act('judgement', action)}
          />
        </div>
      )}
    </section>
  );
}

/** What stands there while a film is arranged. */
function FilmStage({ announce }: Pick<CanvasLink, 'announce'>): JSX.Element | null {
  const { snapshot } = usePage().state;
  if (snapshot?.storyboard) return <Shots storyboard={snapshot.storyboard} announce={announce} />;
  if (!snapshot?.picture || !snapshot.frame) return null;
  return (
    <div class="stage">
      {snapshot.opening === undefined ? (
        <FrameStage picture={snapshot.picture} frame={snapshot.frame} />
      ) : (
        <Opening words={snapshot.opening} />
      )}
    </div>
  );
}

/** Wraps between its parts, not within them. */
function Sends({ line }: { readonly line: string }): JSX.Element {
  const parts = line.split(' · ');
  return (
    <p class="sends">
      {parts.map((part, index) => (
        <span key={part}>{index < parts.length - 1 ? `${part} · ` : part}</span>
      ))}
    </p>
  );
}

function Stage(props: {
  readonly isTinted: boolean;
  readonly overlay: OverlayOptions;
  readonly onSettings: (settings: Partial<CanvasSettings>) => void;
  readonly link: CanvasLink;
  readonly onCommand: (command: CanvasCommand) => void;
}): JSX.Element | null {
  const { state, intents, dispatch } = usePage();
  const { snapshot, canvasSettings, compare } = state;
  const { link, isTinted, overlay } = props;
  if (snapshot === undefined) return null;
  const { picture, canvas } = snapshot;
  const candidate = chosenCandidate(snapshot);
  const shown = candidate?.state.kind === 'ready' ? candidate.state : undefined;
  if (snapshot.opening !== undefined) return <Opening words={snapshot.opening} />;
  if (picture === undefined) {
    return shown === undefined ? <EmptyState /> : <img class="picture" src={shown.url} alt={shown.alt} />;
  }
  return (
    <MaskCanvas
      picture={picture}
      candidate={
        shown === undefined
          ? undefined
          : { url: shown.url, ...(shown.margins ? { margins: shown.margins } : {}) }
      }
      // The original alone, without letting go of the decoded candidate.
      compare={state.isOriginalShown ? { ...compare, mode: 'onionSkin', opacity: 0 } : compare}
      {...canvasSettings}
      overlay={overlay}
      wheel={link.wheel}
      isMaskUsed={canvas.isMaskUsed}
      context={snapshot.context}
      areGuidesShown={isTinted}
      extend={canvas.isExtendUsed ? draftOr(state, 'margins', snapshot.margins) : undefined}
      onExtend={(margins) => intents.edit('margins', margins, true)}
      onMaskChanged={(summary) => {
        link.mask.changed(summary);
        dispatch({ kind: 'maskChanged', summary });
      }}
      place={state.place}
      onZoom={(percent, place) => dispatch({ kind: 'zoomed', percent, place })}
      onSettings={props.onSettings}
      onCompare={(changed) => dispatch({ kind: 'compared', compare: changed })}
      onCommand={props.onCommand}
      announce={link.announce}
      texts={link.texts}
      controllerRef={link.mask.controllerRef}
    />
  );
}
