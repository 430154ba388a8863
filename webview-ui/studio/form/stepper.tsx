import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Codicon } from '../../shared/codicon';
import { usePage } from '../page';

/** A number with a button on each side. What is typed counts once it is a number within the limits. */
export function Stepper(props: {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly onChange: (value: number, isTyping: boolean) => void;
}): JSX.Element {
  const { text } = usePage();
  const { id, label, value, min, max, step } = props;
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && numberIn(typed, min, max) === undefined;

  const stepBy = (steps: number): void => {
    setTyped(undefined);
    const next = round(Math.min(max, Math.max(min, value + steps * step)), step);
    if (next !== value) props.onChange(next, false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    stepBy(event.key === 'ArrowUp' ? 1 : -1);
  };
  return (
    <span class="stepper">
      <button
        type="button"
        class="stepperButton"
        aria-label={text('smaller', label)}
        aria-disabled={value <= min}
        onClick={() => stepBy(-1)}
      >
        <Codicon name="remove" />
      </button>
      <input
        id={id}
        class={isWrong ? 'input wrong' : 'input'}
        type="text"
        inputMode="decimal"
        role="spinbutton"
        autocomplete="off"
        size={Math.max(3, String(max).length)}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-invalid={isWrong}
        aria-describedby={props.describedBy}
        value={typed ?? String(value)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          const number = numberIn(event.currentTarget.value, min, max);
          if (number !== undefined) props.onChange(number, true);
        }}
        onBlur={() => setTyped(undefined)}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        class="stepperButton"
        aria-label={text('larger', label)}
        aria-disabled={value >= max}
        onClick={() => stepBy(1)}
      >
        <Codicon name="add" />
      </button>
      {props.unit !== undefined && <span class="unit">{props.unit}</span>}
    </span>
  );
}

/** @returns undefined for what is no number from `min` to `max`; a comma is a decimal point, too */
export function numberIn(typed: string, min: number, max: number): number | undefined {
  const number = typed.trim() === '' ? NaN : Number(typed.replace(',', '.'));
  return number >= min && number <= max ? number : undefined;
}

/** Steps such as 0.1 add up to 0.30000000000000004. */
function round(value: number, step: number): number {
  const digits = (String(step).split('.')[1] ?? '').length;
  return Number(value.toFixed(Math.max(digits, 6)));
}
