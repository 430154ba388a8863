import type { JSX } from 'preact';
import { Codicon } from '../../shared/codicon';
import { Notice } from '../notice';
import { OfflineBadge } from '../offlineBadge';
import { usePage } from '../page';
import { TabBar } from '../tabBar';
import { draftOr } from '../state';
import { CameraMenu } from '../cameraMenu';
import { Control } from './control';
import { Field } from './field';
import { Stepper } from './stepper';
import { TextField } from './textField';

/** What is asked for. The four controls for everyone, then the task's own, then the rest. */
export function RequestControls({ hasBadge }: { readonly hasBadge: boolean }): JSX.Element | null {
  const { state, intents, dispatch, text } = usePage();
  const { snapshot } = state;
  if (snapshot === undefined) return null;
  const { task, prompt, model, count, extra, more } = snapshot;
  return (
    <div class="controls">
      {hasBadge && (
        <div class="tabRow">
          {state.tab === 'edit' && <TabBar />}
          {snapshot.isOffline && <OfflineBadge />}
        </div>
      )}
      <Field id="task" label={text('task')}>
        <PickButton id="task" label={text('task')} value={task.label} onClick={() => intents.pickTask()} />
      </Field>
      {prompt !== undefined && (
        <TextField
          id="prompt"
          label={prompt.label}
          value={prompt.text}
          placeholder={prompt.placeholder}
          maxLength={prompt.maxLength}
          rows={4}
          hasCounter
          isStacked
          aside={
            prompt.similar && (
              <button
                type="button"
                class="similar"
                data-focus="similar"
                onClick={() => intents.act('similar', prompt.similar?.id ?? '')}
              >
                {prompt.similar.label}
                <Codicon name="chevron-right" />
              </button>
            )
          }
        />
      )}
      {prompt !== undefined && <CameraMenu id="prompt" name={prompt.label} />}
      <Field id="model" label={text('model')}>
        <PickButton
          id="model"
          label={text('model')}
          value={model.label}
          describedBy={model.notice === undefined ? undefined : 'model-notice'}
          onClick={() => intents.pickModel()}
        />
        {model.notice !== undefined && <Notice notice={model.notice} kind="line" id="model-notice" />}
      </Field>
      {count !== undefined && (
        <Field id="count" label={text('number')}>
          <Stepper
            id="count"
            label={text('number')}
            value={draftOr(state, 'count', count.value)}
            min={1}
            max={count.max}
            step={1}
            onChange={(value) => {
              if (Number.isInteger(value)) intents.edit('count', value);
            }}
          />
        </Field>
      )}
      {extra.map((control) => (
        <Control key={control.id} control={control} />
      ))}
      <details
        class="more"
        open={state.isMoreOpen}
        onToggle={(event) => dispatch({ kind: 'moreToggled', isOpen: event.currentTarget.open })}
      >
        <summary data-focus="more">
          <Codicon name="chevron-right" />
          {text('moreOptions')}
        </summary>
        <div class="moreControls">
          {more.map((control) => (
            <Control key={control.id} control={control} />
          ))}
          <button
            type="button"
            class="button secondary"
            data-focus="reset"
            onClick={() => intents.resetOptions()}
          >
            {text('resetToDefaults')}
          </button>
        </div>
      </details>
    </div>
  );
}

/** The button that spends, what keeps it from doing so, and what was spent. */
export function RequestFooter(): JSX.Element | null {
  const { state, intents, text } = usePage();
  if (state.snapshot === undefined) return null;
  const { generate, spent } = state.snapshot;
  const { notice } = generate;
  const isSending = generate.state === 'sending';
  const isDisabled = generate.state === 'disabled';
  return (
    <div class="footer">
      <button
        id="generate"
        type="button"
        class={isSending ? 'button secondary generate' : 'button primary generate'}
        aria-disabled={isDisabled}
        aria-describedby={notice === undefined ? undefined : 'generate-notice'}
        onClick={() => {
          if (isSending) intents.cancel();
          else if (!isDisabled) intents.generate();
        }}
      >
        {isSending ? text('cancel') : generate.label}
      </button>
      {notice !== undefined && <Notice notice={notice} kind="line" id="generate-notice" />}
      <p class="spent">{spent}</p>
    </div>
  );
}

/** Opens one of VS Code's own picks. */
function PickButton(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly describedBy?: string | undefined;
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <button
      id={props.id}
      type="button"
      class="pick"
      aria-haspopup="dialog"
      aria-labelledby={`${props.id}-label ${props.id}-value`}
      aria-describedby={props.describedBy}
      onClick={props.onClick}
    >
      <span id={`${props.id}-value`} class="pickValue">
        {props.value}
      </span>
      <Codicon name="chevron-down" />
    </button>
  );
}
