import type { JSX } from 'preact';
import { Codicon } from '../shared/codicon';
import { formatText } from '../shared/formatText';
import type { Texts } from './film';

interface ControlsProps {
  readonly isUsable: boolean;
  readonly isPlaying: boolean;
  readonly isLooping: boolean;
  readonly seconds: number;
  /** 0 until it is known. */
  readonly duration: number;
  /** Of the slider, in seconds. */
  readonly step: number;
  readonly text: Texts;
  readonly toggle: () => void;
  readonly seek: (seconds: number) => void;
  readonly stepFrame: (direction: 1 | -1) => void;
  readonly loop: () => void;
}

/** Play, single frames, the place in the film, and the loop. */
export function Controls(props: ControlsProps): JSX.Element {
  const { isUsable, isPlaying, isLooping, seconds, duration, step, text } = props;
  const [at, of] = [seconds.toFixed(1), duration.toFixed(1)];
  return (
    <div class="controls" role="group" aria-label={text('controls')}>
      <IconButton
        icon="chevron-left"
        label={text('previousFrame')}
        isDisabled={!isUsable}
        run={() => props.stepFrame(-1)}
      />
      <IconButton
        icon={isPlaying ? 'debug-pause' : 'play'}
        label={text(isPlaying ? 'pause' : 'play')}
        isDisabled={!isUsable}
        run={props.toggle}
      />
      <IconButton
        icon="chevron-right"
        label={text('nextFrame')}
        isDisabled={!isUsable}
        run={() => props.stepFrame(1)}
      />
      <input
        type="range"
        class="position"
        min={0}
        max={duration}
        step={step}
        value={seconds}
        disabled={!isUsable}
        aria-label={text('position')}
        aria-valuetext={formatText(text('positionOf'), at, of)}
        onInput={(event) => props.seek(Number(event.currentTarget.value))}
      />
      <span class="time">{formatText(text('time'), at, of)}</span>
      <button
        type="button"
        class="toolButton"
        aria-pressed={isLooping}
        aria-disabled={!isUsable}
        onClick={() => {
          if (isUsable) props.loop();
        }}
      >
        <Codicon name="sync" /> {text('loop')}
      </button>
    </div>
  );
}

function IconButton({
  icon,
  label,
  isDisabled,
  run,
}: {
  readonly icon: string;
  readonly label: string;
  readonly isDisabled: boolean;
  readonly run: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="toolButton"
      aria-label={label}
      title={label}
      aria-disabled={isDisabled}
      onClick={() => {
        if (!isDisabled) run();
      }}
    >
      <Codicon name={icon} />
    </button>
  );
}
