import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ShotView, StoryboardView } from '../../src/protocol/studio';
import { Codicon } from '../shared/codicon';
import { CameraMenu } from './cameraMenu';
import { isTextField } from './focus';
import { Counter } from './form/field';
import { usePage } from './page';
import { draftOr } from './state';
import './shots.css';

/** Longer than any model takes; what is over a model's own limit can still be edited. */
const longestText = 100_000;

/** The shots of a storyboard, in place of the picture. */
export function Shots(props: {
  readonly storyboard: StoryboardView;
  readonly announce: (text: string) => void;
}): JSX.Element {
  const { storyboard, announce } = props;
  const { shots, maxShots, total } = storyboard;
  const { intents, text } = usePage();
  // An element that moves in the document loses the focus.
  const focused = useRef<string | undefined>(undefined);
  const isFocusOnNew = useRef(false);
  const order = shots.map(({ id }) => id).join(' ');
  useLayoutEffect(() => {
    const last = shots.at(-1);
    if (isFocusOnNew.current && last) {
      isFocusOnNew.current = false;
      document.getElementById(`shot:${last.id}`)?.focus();
    } else if (document.activeElement === document.body && focused.current !== undefined) {
      document.getElementById(focused.current)?.focus();
    }
  }, [order]);

  const move = (index: number, by: -1 | 1): void => {
    const shot = shots[index];
    if (!shot || !shots[index + by]) return;
    intents.shot(shot.id, by < 0 ? 'up' : 'down');
    announce(text('shotMoved', index + 1, index + 1 + by));
  };
  const remove = (index: number): void => {
    const shot = shots[index];
    if (!shot) return;
    const neighbor = shots[index + 1] ?? shots[index - 1];
    focused.current = neighbor ? `shot:${neighbor.id}` : 'addShot';
    intents.shot(shot.id, 'remove');
    announce(text('shotRemoved', index + 1));
  };
  return (
    <div
      class="shots"
      onFocusCapture={(event) => {
        if (event.target instanceof HTMLElement && event.target.id !== '') focused.current = event.target.id;
      }}
    >
      <div class="shotsHead">
        <h2>{text('shots')}</h2>
        <span class="shotsTotal">{total}</span>
        <button
          type="button"
          class="button secondary"
          id="openShots"
          onClick={() => intents.storyboard('open')}
        >
          {text('openStoryboard')}
        </button>
        <button
          type="button"
          class="button secondary"
          id="saveShots"
          aria-disabled={shots.length === 0}
          onClick={() => {
            if (shots.length > 0) intents.storyboard('save');
          }}
        >
          {text('saveStoryboard')}
        </button>
      </div>
      <ol class="shotList" aria-label={text('shots')}>
        {shots.map((shot, index) => (
          <Shot
            key={shot.id}
            shot={shot}
            number={index + 1}
            isLast={index === shots.length - 1}
            storyboard={storyboard}
            onMove={(by) => move(index, by)}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      <div class="shotsFoot">
        <button
          type="button"
          class="button secondary"
          id="addShot"
          aria-disabled={shots.length >= maxShots}
          onClick={() => {
            if (shots.length >= maxShots) return;
            isFocusOnNew.current = true;
            intents.storyboard('add');
          }}
        >
          <Codicon name="add" />
          {text('addShot')}
        </button>
        <span class="quiet">{text('shotKeys')}</span>
      </div>
    </div>
  );
}

function Shot(props: {
  readonly shot: ShotView;
  readonly number: number;
  readonly isLast: boolean;
  readonly storyboard: StoryboardView;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}): JSX.Element {
  const { shot, number, isLast, storyboard, onMove, onRemove } = props;
  const { state, intents, text } = usePage();
  const id = `shot:${shot.id}`;
  const value = draftOr(state, id, shot.text);
  const isOver = value.length > storyboard.maxLength;
  const button = (
    name: string,
    icon: string,
    label: string,
    isOff: boolean,
    run: () => void,
  ): JSX.Element => (
    <button
      type="button"
      class="iconButton"
      id={`${id}:${name}`}
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) run();
      }}
    >
      <Codicon name={icon} />
    </button>
  );
  return (
    <li
      class="shot"
      onKeyDown={(event) => {
        // In the text, Shift and an arrow select lines.
        if (!event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || isTextField(event.target))
          return;
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onMove(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <div class="shotHead">
        <label for={id}>{text('shot', number)}</label>
        <span class="shotSeconds">{storyboard.seconds}</span>
        <span class="shotButtons">
          <CameraMenu id={id} name={text('shot', number)} />
          {button('up', 'arrow-up', text('moveShotUp', number), number === 1, () => onMove(-1))}
          {button('down', 'arrow-down', text('moveShotDown', number), isLast, () => onMove(1))}
          {button('remove', 'trash', text('removeShot', number), false, onRemove)}
        </span>
      </div>
      <div class="shotBody">
        <div class="shotImage">
          {shot.image === undefined ? (
            <button
              type="button"
              class="shotImageButton"
              id={`${id}:image`}
              aria-label={text('chooseShotImage', number)}
              title={text('chooseShotImage', number)}
              onClick={() => intents.shot(shot.id, 'chooseImage')}
            >
              <Codicon name="file-media" />
            </button>
          ) : (
            <>
              <button
                type="button"
                class="shotImageButton"
                id={`${id}:image`}
                aria-label={text('changeShotImage', number, shot.image.name)}
                title={text('changeShotImage', number, shot.image.name)}
                onClick={() => intents.shot(shot.id, 'chooseImage')}
              >
                <img src={shot.image.url} alt="" />
              </button>
              {button('removeImage', 'close', text('removeShotImage', number), false, () =>
                intents.shot(shot.id, 'removeImage'),
              )}
            </>
          )}
        </div>
        <div class="shotText">
          <textarea
            id={id}
            class={isOver ? 'input wrong' : 'input'}
            rows={3}
            value={value}
            placeholder={storyboard.placeholder}
            maxLength={longestText}
            aria-invalid={isOver}
            aria-describedby={`${id}-counter`}
            onFocus={(event) => (event.currentTarget.dataset['visited'] = 'true')}
            onInput={(event) => intents.edit(id, event.currentTarget.value, true)}
          />
          <Counter id={`${id}-counter`} length={value.length} max={storyboard.maxLength} />
        </div>
      </div>
    </li>
  );
}
