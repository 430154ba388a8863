import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ControlView } from '../../../src/protocol/view';
import { Codicon } from '../../shared/codicon';
import { usePage } from '../page';
import { numberIn } from './stepper';

/** A seed: a number typed or rolled, and a lock that keeps it. Changes: the number, or whether it is locked. */
export function SeedInput(props: {
  readonly control: Extract<ControlView, { kind: 'seed' }>;
  readonly describedBy?: string | undefined;
}): JSX.Element {
  const { text, intents } = usePage();
  const { id, value, isLocked, min, max } = props.control;
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && typed !== '' && wholeNumber(typed, min, max) === undefined;
  return (
    <span class="seed">
      <input
        id={id}
        class={isWrong ? 'input wrong' : 'input'}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        size={11}
        placeholder={text('seedRandom')}
        aria-invalid={isWrong}
        aria-describedby={props.describedBy}
        value={typed ?? value ?? ''}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          const seed = wholeNumber(event.currentTarget.value, min, max);
          if (seed !== undefined) intents.edit(id, seed, true);
          else if (event.currentTarget.value === '' && isLocked) intents.edit(id, false);
        }}
        onBlur={() => setTyped(undefined)}
      />
      <button
        type="button"
        class="iconButton toggle"
        aria-label={text('lockSeed')}
        title={text('lockSeed')}
        aria-pressed={isLocked}
        onClick={() => intents.edit(id, !isLocked)}
      >
        <Codicon name={isLocked ? 'lock' : 'unlock'} />
      </button>
      <button
        type="button"
        class="iconButton"
        aria-label={text('newSeed')}
        title={text('newSeed')}
        onClick={() => {
          setTyped(undefined);
          intents.edit(id, min + Math.floor(Math.random() * (max - min + 1)));
        }}
      >
        <DiceIcon />
      </button>
    </span>
  );
}

function wholeNumber(typed: string, min: number, max: number): number | undefined {
  const number = numberIn(typed, min, max);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The font of icons has no dice. */
function DiceIcon(): JSX.Element {
  return (
    <svg class="ownIcon" viewBox="0 0 16 16" aria-hidden="true">
      <rect x="2.5" y="2.5" width="11" height="11" rx="2" fill="none" stroke="currentColor" />
      <circle cx="5.5" cy="5.5" r="1.1" fill="currentColor" />
      <circle cx="8" cy="8" r="1.1" fill="currentColor" />
      <circle cx="10.5" cy="10.5" r="1.1" fill="currentColor" />
    </svg>
  );
}
