import type { ComponentChildren, JSX, TargetedEvent } from 'preact';
import type { ActionView } from '../../../src/protocol/view';
import { usePage } from '../page';
import { draftOr } from '../state';
import { Counter, Field } from './field';

/** Longer than any model takes; what is over a model's own limit can still be edited. */
const longestText = 100_000;

/** Words for the model. What is being typed stays, whatever the host shows meanwhile. */
export function TextField(props: {
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly value: string;
  readonly placeholder: string;
  readonly maxLength: number;
  readonly rows: number;
  readonly hasCounter: boolean;
  readonly isStacked?: boolean;
  readonly action?: ActionView;
  /** Beside the counter, so that nothing moves when it comes or goes. */
  readonly aside?: ComponentChildren;
}): JSX.Element {
  const { state, intents } = usePage();
  const { id, label, help, placeholder, maxLength, rows } = props;
  const value = draftOr(state, id, props.value);
  const isOver = value.length > maxLength;
  const hasCounter = props.hasCounter || isOver;
  const described = [help === undefined ? '' : `${id}-help`, hasCounter ? `${id}-counter` : ''];
  const shared = {
    id,
    class: isOver ? 'input wrong' : 'input',
    value,
    placeholder,
    maxLength: longestText,
    'aria-invalid': isOver,
    'aria-describedby': described.join(' ').trim(),
  };
  const onInput = (event: TargetedEvent<HTMLInputElement | HTMLTextAreaElement>): void =>
    intents.edit(id, event.currentTarget.value, true);
  return (
    <Field id={id} label={label} help={help} isStacked={props.isStacked ?? false}>
      {rows > 1 ? (
        <textarea
          {...shared}
          rows={rows}
          onInput={onInput}
          onFocus={(event) => (event.currentTarget.dataset['visited'] = 'true')}
        />
      ) : (
        <input {...shared} type="text" autocomplete="off" onInput={onInput} />
      )}
      {props.action !== undefined && (
        <button
          type="button"
          class="button secondary"
          data-focus={`${id}/${props.action.id}`}
          onClick={() => intents.act(id, props.action?.id ?? '')}
        >
          {props.action.label}
        </button>
      )}
      {hasCounter && (
        <div class="belowText">
          <Counter id={`${id}-counter`} length={value.length} max={maxLength} />
          {props.aside}
        </div>
      )}
    </Field>
  );
}
