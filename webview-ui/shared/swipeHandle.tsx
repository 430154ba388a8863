import type { JSX } from 'preact';
import { followDrag } from './followDrag';
import './swipeHandle.css';

interface SwipeHandleProps {
  /** 0 to 1 from the left. */
  readonly position: number;
  readonly label: string;
  readonly onChange: (position: number) => void;
}

/** The handle between two pictures that lie on each other; the arrow keys move it by 1 %. */
export function SwipeHandle({ position, label, onChange }: SwipeHandleProps): JSX.Element {
  const percent = Math.round(position * 100);
  const change = (next: number): void => onChange(Math.min(1, Math.max(0, next)));
  return (
    <div
      class="swipeHandle"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent} %`}
      title={label}
      style={{ left: `${position * 100}%` }}
      onPointerDown={(event) => {
        event.stopPropagation();
        const width = event.currentTarget.parentElement?.clientWidth ?? 1;
        followDrag(event, (x) => change(position + x / width));
      }}
      onKeyDown={(event) => {
        const next = keyValue(event, percent);
        if (next === undefined) return;
        event.preventDefault();
        change(next / 100);
      }}
    />
  );
}

function keyValue(event: KeyboardEvent, percent: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return percent - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return percent + 1;
    case 'PageDown':
      return percent - 10;
    case 'PageUp':
      return percent + 10;
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}
