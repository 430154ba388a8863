import type { JSX } from 'preact';
import type { FilmFrameView, StudioPicture } from '../../src/protocol/studio';
import { followDrag } from '../shared/followDrag';
import { usePage } from './page';
import { draftOr } from './state';
import './frameStage.css';

/** Steps of the arrow keys, as a share of the way that the frame can go. */
const step = 0.02;
const bigStep = 0.1;

/** The picture with the film's frame on it, which is moved by pointer and keys. */
export function FrameStage(props: {
  readonly picture: StudioPicture;
  readonly frame: FilmFrameView;
}): JSX.Element {
  const { picture, frame } = props;
  const { state, intents, text, number } = usePage();
  const { room } = frame;
  const isAcross = room.across > 0;
  const max = Math.max(room.across, room.down);
  const shown = isAcross ? frame.left : frame.top;
  const at = max > 0 ? draftOr(state, 'frame', shown) : shown;
  const area = isAcross ? { ...frame, left: at } : { ...frame, top: max > 0 ? at : frame.top };
  // Padded, the frame is larger than the picture: all of both is shown.
  const left = Math.min(0, area.left);
  const top = Math.min(0, area.top);
  const width = Math.max(picture.width, area.left + area.width) - left;
  const height = Math.max(picture.height, area.top + area.height) - top;
  const percent = (value: number, of: number): string => `${(100 * value) / of}%`;
  const place = (box: {
    left: number;
    top: number;
    width: number;
    height: number;
  }): Record<string, string> => ({
    left: percent(box.left - left, width),
    top: percent(box.top - top, height),
    width: percent(box.width, width),
    height: percent(box.height, height),
  });
  const move = (next: number): void => {
    intents.edit('frame', Math.max(0, Math.min(max, Math.round(next))), true);
  };
  const label = text('frame');
  const box = max > 0 && (
    <div
      class={isAcross ? 'frameBox across' : 'frameBox down'}
      style={place(area)}
      role="slider"
      tabIndex={0}
      data-focus="frame"
      aria-label={label}
      aria-orientation={isAcross ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={at}
      aria-valuetext={text(isAcross ? 'frameFromLeft' : 'frameFromTop', number(at), number(max))}
      title={label}
      onPointerDown={(event) => {
        const { width: boxWidth } = event.currentTarget.getBoundingClientRect();
        const perPixel = boxWidth / area.width;
        event.currentTarget.focus();
        followDrag(event, (x, y) => move(at + (isAcross ? x : y) / perPixel));
      }}
      onKeyDown={(event) => {
        const next = keyValue(event, at, max);
        if (next === undefined) return;
        event.preventDefault();
        move(next);
      }}
    />
  );
  return (
    <div class="frameStage">
      <div
        class="frameSpace"
        style={{ '--easel-ratio': String(width / height), aspectRatio: `${width} / ${height}` }}
      >
        {max === 0 && <div class="frameBars" style={{ ...place(area), '--easel-bars': area.background }} />}
        <img
          class="framePicture"
          style={place({ left: 0, top: 0, width: picture.width, height: picture.height })}
          src={picture.url}
          alt={picture.name}
          draggable={false}
        />
        {box}
      </div>
    </div>
  );
}

/** As every slider has them; an arrow moves the frame the way it points. */
function keyValue(event: KeyboardEvent, at: number, max: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const way = Math.max(1, max * (event.shiftKey ? bigStep : step));
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return at + way;
    case 'ArrowLeft':
    case 'ArrowUp':
      return at - way;
    case 'PageUp':
      return at - max * bigStep;
    case 'PageDown':
      return at + max * bigStep;
    case 'Home':
      return 0;
    case 'End':
      return max;
    default:
      return undefined;
  }
}
