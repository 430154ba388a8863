import type { JSX } from 'preact';
import type { ControlView, MarginsView } from '../../../src/protocol/view';
import { Codicon } from '../../shared/codicon';
import { usePage } from '../page';
import { draftOr } from '../state';
import { ColorInput, ColorList } from './colorField';
import { Field } from './field';
import { SeedInput } from './seedField';
import { Stepper } from './stepper';
import { TextField } from './textField';

/** One control of a model or task, as its data says. */
export function Control({ control }: { readonly control: ControlView }): JSX.Element {
  const { state, intents, text } = usePage();
  const { id, label, help } = control;
  const describedBy = help === undefined ? undefined : `${id}-help`;
  switch (control.kind) {
    case 'choice':
      return (
        <Field id={id} label={label} help={help}>
          <Select
            id={id}
            value={draftOr(state, id, control.value)}
            choices={control.choices}
            describedBy={describedBy}
            onChange={(value) => intents.edit(id, value)}
          />
        </Field>
      );
    case 'number':
      return (
        <Field id={id} label={label} help={help}>
          <Stepper
            {...control}
            value={draftOr(state, id, control.value)}
            describedBy={describedBy}
            onChange={(value, isTyping) => intents.edit(id, value, isTyping)}
          />
        </Field>
      );
    case 'text':
      return <TextField {...control} rows={control.isMultiline ? 3 : 1} hasCounter={false} isStacked />;
    case 'seed':
      return (
        <Field id={id} label={label} help={help}>
          <SeedInput control={control} describedBy={describedBy} />
        </Field>
      );
    case 'colors':
      return (
        <Field id={id} label={label} help={help} isGroup>
          <ColorList
            id={id}
            value={draftOr(state, id, control.value)}
            max={control.max}
            onChange={(value, isTyping) => intents.edit(id, value, isTyping)}
          />
        </Field>
      );
    case 'color':
      return (
        <Field id={id} label={label} help={help} isGroup>
          <ColorInput
            id={id}
            name={label}
            codeName={text('colorCode', label)}
            value={draftOr(state, id, control.value)}
            onChange={(value) => intents.edit(id, value, true)}
          />
        </Field>
      );
    case 'image':
      return (
        <Field id={id} label={label} help={help} isGroup isStacked>
          <span class="imageControl">
            {control.url !== undefined && <img class="imageControlPreview" src={control.url} alt="" />}
            <span class="imageControlName">{control.name ?? text('noImageChosen')}</span>
            <button
              id={id}
              type="button"
              class="button secondary"
              aria-describedby={describedBy}
              onClick={() => intents.chooseImage(id)}
            >
              {text('chooseImage')}
            </button>
            {control.canRemove === true && control.name !== undefined && (
              <button
                type="button"
                class="iconButton"
                data-focus={`${id}-remove`}
                aria-label={text('removeImage', label)}
                title={text('removeImage', label)}
                onClick={() => intents.removeImage(id)}
              >
                <Codicon name="close" />
              </button>
            )}
          </span>
        </Field>
      );
    case 'margins':
      return (
        <Field id={id} label={label} help={help} isGroup isStacked>
          <Margins control={control} />
        </Field>
      );
  }
}

function Select(props: {
  readonly id: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
  readonly describedBy?: string | undefined;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  return (
    <span class="select">
      <select
        id={props.id}
        value={props.value}
        aria-describedby={props.describedBy}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.choices.map(({ value, label, detail }) => (
          <option key={value} value={value} selected={value === props.value}>
            {detail === undefined ? label : `${label} · ${detail}`}
          </option>
        ))}
      </select>
      <span class="codicon codicon-chevron-down" aria-hidden="true" />
    </span>
  );
}

const sides = ['left', 'right', 'up', 'down'] as const;

/** Four sides in pixels; a ratio is sent as it is, and the host fills them in. */
function Margins({ control }: { readonly control: Extract<ControlView, { kind: 'margins' }> }): JSX.Element {
  const { state, intents, text } = usePage();
  const { id, ratios, max } = control;
  const value: MarginsView = draftOr(state, id, control.value);
  return (
    <div class="margins">
      {ratios.length > 0 && (
        <label class="side">
          <span>{text('ratio')}</span>
          <Select
            id={`${id}-ratio`}
            value=""
            choices={[{ value: '', label: text('ratioNone') }, ...ratios]}
            onChange={(ratio) => {
              if (ratio !== '') intents.chooseRatio(id, ratio);
            }}
          />
        </label>
      )}
      {sides.map((side) => (
        <div class="side" key={side}>
          <label for={`${id}-${side}`}>{text(side)}</label>
          <Stepper
            id={`${id}-${side}`}
            label={text(side)}
            value={value[side]}
            min={0}
            max={max}
            step={64}
            unit="px"
            onChange={(pixels, isTyping) =>
              intents.edit(id, { ...value, [side]: Math.round(pixels) }, isTyping)
            }
          />
        </div>
      ))}
    </div>
  );
}
