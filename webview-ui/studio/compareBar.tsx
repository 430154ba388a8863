import type { JSX } from 'preact';
import type { Compare, CompareMode } from './canvas/settings';
import { usePage } from './page';
import { compareModes } from './state';
import type { StudioTextKey } from './texts';

/** The names of the ways to compare. */
export const compareLabels: Readonly<Record<CompareMode, StudioTextKey>> = {
  result: 'compareResult',
  swipe: 'compareSwipe',
  sideBySide: 'compareSideBySide',
  onionSkin: 'compareOnionSkin',
  difference: 'compareDifference',
};

const gains: readonly Compare['gain'][] = [1, 4, 16];

/** How the candidate is shown. It keeps its place while there is none to show. */
export function CompareBar({ isEnabled }: { readonly isEnabled: boolean }): JSX.Element {
  const { state, dispatch, text, number } = usePage();
  const { compare } = state;
  const change = (part: Partial<Compare>): void =>
    dispatch({ kind: 'compared', compare: { ...compare, ...part } });
  return (
    <div class={isEnabled ? 'compareBar' : 'compareBar unused'}>
      <Choices
        name="compare"
        label={text('compare')}
        choices={compareModes.map((mode) => ({ value: mode, label: text(compareLabels[mode]) }))}
        value={compare.mode}
        onChange={(mode) => change({ mode })}
      />
      {compare.mode === 'difference' && (
        <Choices
          name="gain"
          label={text('differenceStrength')}
          choices={gains.map((gain) => ({ value: gain, label: text('times', number(gain)) }))}
          value={compare.gain}
          onChange={(gain) => change({ gain })}
        />
      )}
      {compare.mode === 'onionSkin' && (
        <input
          class="range"
          type="range"
          min={0}
          max={100}
          aria-label={text('compareOnionSkin')}
          value={Math.round(compare.opacity * 100)}
          onInput={(event) => change({ opacity: Number(event.currentTarget.value) / 100 })}
        />
      )}
    </div>
  );
}

/** One of a few, all of them seen: radio buttons that look like the tabs of VS Code's own views. */
function Choices<T extends string | number>(props: {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}): JSX.Element {
  return (
    <div class="choices" role="radiogroup" aria-label={props.label}>
      {props.choices.map(({ value, label }) => (
        <label key={value} class="choice">
          <input
            type="radio"
            class="visuallyHidden"
            name={props.name}
            checked={value === props.value}
            data-focus={`${props.name}-${value}`}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}
