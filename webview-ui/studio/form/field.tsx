import type { ComponentChildren, JSX } from 'preact';
import { Codicon } from '../../shared/codicon';
import { usePage } from '../page';

/** A label, its control, and one line of help; every control of the form stands in one. */
export function Field(props: {
  /** Of the control, which the label names. */
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  /** Several controls under one name. */
  readonly isGroup?: boolean;
  readonly isStacked?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { id, label, help, isGroup, isStacked, children } = props;
  const labelId = `${id}-label`;
  return (
    <div
      class={isStacked === true ? 'field stacked' : 'field'}
      {...(isGroup === true ? { role: 'group', 'aria-labelledby': labelId } : {})}
    >
      {isGroup === true ? (
        <span class="fieldLabel" id={labelId}>
          {label}
        </span>
      ) : (
        <label class="fieldLabel" id={labelId} for={id}>
          {label}
        </label>
      )}
      <div class="fieldControl">{children}</div>
      {help !== undefined && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** How much of what a text may hold is used; over it, an icon and words say so. */
export function Counter(props: {
  readonly id: string;
  readonly length: number;
  readonly max: number;
}): JSX.Element {
  const { text, number } = usePage();
  const { id, length, max } = props;
  const isOver = length > max;
  return (
    <p class={isOver ? 'counter over' : 'counter'} id={id}>
      {isOver && <Codicon name="error" />}
      {isOver
        ? text('tooManyCharacters', number(length), number(max), number(length - max))
        : text('characters', number(length), number(max))}
    </p>
  );
}
