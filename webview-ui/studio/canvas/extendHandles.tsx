import type { JSX } from 'preact';
import type { MarginsView } from '../../../src/protocol/view';
import { followDrag } from '../../shared/followDrag';
import type { CanvasPicture } from './settings';
import type { Speaker } from './speaker';
import { toScreen, type View } from './view';

interface ExtendHandlesProps {
  readonly picture: CanvasPicture;
  readonly view: View;
  readonly margins: MarginsView;
  readonly maxPx: number;
  readonly speaker: Speaker;
  readonly onChange: (margins: MarginsView) => void;
}

const edges = ['left', 'right', 'up', 'down'] as const;
type Edge = (typeof edges)[number];

/** Steps of the arrow keys, in pixels of the picture; models take sizes in such steps. */
const stepPx = 8;
const bigStepPx = 64;

/** A handle in the middle of each edge, to be dragged outward or moved by the arrow keys. */
export function ExtendHandles(props: ExtendHandlesProps): JSX.Element {
  return (
    <>
      {edges.map((edge) => (
        <ExtendHandle key={edge} edge={edge} {...props} />
      ))}
    </>
  );
}

function ExtendHandle({ edge, ...props }: ExtendHandlesProps & { readonly edge: Edge }): JSX.Element {
  const { picture, view, margins, maxPx, speaker } = props;
  const value = margins[edge];
  const outward = edge === 'left' || edge === 'up' ? -1 : 1;
  const isSideways = edge === 'left' || edge === 'right';
  const change = (next: number): void => {
    props.onChange({ ...margins, [edge]: Math.min(maxPx, Math.max(0, Math.round(next))) });
  };
  const at = placeOf(edge, picture, view, margins);
  return (
    <div
      class={isSideways ? 'extendHandle sideways' : 'extendHandle'}
      role="slider"
      tabIndex={0}
      aria-label={speaker.text(`extend.${edge}`)}
      aria-valuemin={0}
      aria-valuemax={maxPx}
      aria-valuenow={value}
      aria-valuetext={speaker.text('extend.value', value)}
      aria-orientation={isSideways ? 'horizontal' : 'vertical'}
      title={speaker.text(`extend.${edge}`)}
      style={{ left: `${at.x}px`, top: `${at.y}px` }}
      onPointerDown={(event) => {
        event.stopPropagation();
        const perPixel = (view.scale * picture.proxyWidth) / picture.width;
        followDrag(event, (x, y) => change(value + ((isSideways ? x : y) * outward) / perPixel));
      }}
      onKeyDown={(event) => {
        const next = keyValue(event, value, outward, maxPx);
        if (next === undefined) return;
        event.preventDefault();
        change(next);
      }}
    />
  );
}

/** Arrows move the edge the way they point; Page Up and Page Down, Home and End as every slider has them. */
function keyValue(event: KeyboardEvent, value: number, outward: 1 | -1, maxPx: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const step = event.shiftKey ? bigStepPx : stepPx;
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return value + step * outward;
    case 'ArrowLeft':
    case 'ArrowUp':
      return value - step * outward;
    case 'PageUp':
      return value + bigStepPx;
    case 'PageDown':
      return value - bigStepPx;
    case 'Home':
      return 0;
    case 'End':
      return maxPx;
    default:
      return undefined;
  }
}

function placeOf(
  edge: Edge,
  picture: CanvasPicture,
  view: View,
  margins: MarginsView,
): { readonly x: number; readonly y: number } {
  const scale = picture.proxyWidth / picture.width;
  const from = toScreen(view, { x: -margins.left * scale, y: -margins.up * scale });
  const to = toScreen(view, {
    x: (picture.width + margins.right) * scale,
    y: (picture.height + margins.down) * scale,
  });
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  switch (edge) {
    case 'left':
      return { x: from.x, y: middle.y };
    case 'right':
      return { x: to.x, y: middle.y };
    case 'up':
      return { x: middle.x, y: from.y };
    case 'down':
      return { x: middle.x, y: to.y };
  }
}
