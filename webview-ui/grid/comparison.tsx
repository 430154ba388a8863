import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GridComparedSide, GridComparison, GridSnapshot } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { DiffLines } from '../shared/diffLines';
import { SwipeHandle } from '../shared/swipeHandle';
import { GoneImage } from './cellState';
import { commandOf } from './keys';
import { usePage } from './page';
import { cellOf, type CompareMode } from './state';
import './comparison.css';

const modes: readonly CompareMode[] = ['sideBySide', 'swipe'];

/** Two images beside or upon each other, and what their requests have different. Esc leads back to the table. */
export function Comparison({
  snapshot,
  left,
  right,
}: {
  readonly snapshot: GridSnapshot;
  readonly left: string;
  readonly right: string;
}): JSX.Element {
  const { state, intents, text } = usePage();
  const [known, setKnown] = useState<GridComparison>();
  const view = useRef<HTMLElement>(null);
  useEffect(() => {
    let isWanted = true;
    void intents.comparison(left, right).then((comparison) => {
      if (isWanted && comparison) setKnown(comparison);
    });
    return () => {
      isWanted = false;
    };
  }, [left, right, snapshot.cells]);
  useLayoutEffect(() => {
    view.current?.querySelector<HTMLElement>('[role=radio], input:checked')?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = commandOf(event);
    if (command === 'escape') intents.back();
    else if (command === 'mode') intents.setMode(state.mode === 'swipe' ? 'sideBySide' : 'swipe');
    else if (command === 'keys') intents.showKeys(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const comparison = known?.sides[0].image === left && known.sides[1].image === right ? known : undefined;
  return (
    <section ref={view} class="comparison" aria-label={text('comparison')} onKeyDown={onKeyDown}>
      <header class="viewHead">
        <button type="button" class="button secondary" onClick={() => intents.back()}>
          <Codicon name="arrow-left" />
          {text('back')}
        </button>
        <h2>{text('comparison')}</h2>
        <div class="choices" role="radiogroup" aria-label={text('comparison')}>
          {modes.map((mode) => (
            <label key={mode} class="choice">
              <input
                type="radio"
                class="visuallyHidden"
                name="mode"
                checked={mode === state.mode}
                onChange={() => intents.setMode(mode)}
              />
              <span>{text(mode)}</span>
            </label>
          ))}
        </div>
        <button
          type="button"
          class="iconButton"
          aria-label={text('swapSides')}
          title={text('swapSides')}
          onClick={() => intents.swap()}
        >
          <Codicon name="arrow-swap" />
        </button>
      </header>
      {comparison && (
        <div class="comparisonBody" style={{ '--ratio': snapshot.ratio ?? 1 }}>
          {state.mode === 'swipe' ? <Swipe sides={comparison.sides} /> : <Pair sides={comparison.sides} />}
          <Differences comparison={comparison} />
        </div>
      )}
    </section>
  );
}

function Pair({ sides }: Pick<GridComparison, 'sides'>): JSX.Element {
  return (
    <div class="pair">
      {sides.map((side, index) => (
        <figure key={side.image} class="pairSide">
          <div class="pairPicture">
            <SideImage side={side} />
          </div>
          <SideBar side={side} number={index + 1} />
        </figure>
      ))}
    </div>
  );
}

/** One upon the other, with a border that is moved. */
function Swipe({ sides }: Pick<GridComparison, 'sides'>): JSX.Element {
  const { text } = usePage();
  const [position, setPosition] = useState(0.5);
  const [one, other] = sides;
  return (
    <div class="swipe">
      <div class="swipePicture">
        <SideImage side={other} />
        <div class="swipeUpper" style={{ clipPath: `inset(0 ${(1 - position) * 100}% 0 0)` }}>
          <SideImage side={one} />
        </div>
        <div class="swipeLine" style={{ left: `${position * 100}%` }} aria-hidden="true" />
        <SwipeHandle position={position} label={text('swipeHandle')} onChange={setPosition} />
      </div>
      <div class="swipeBars">
        <SideBar side={one} number={1} />
        <SideBar side={other} number={2} />
      </div>
    </div>
  );
}

function SideImage({ side }: { readonly side: GridComparedSide }): JSX.Element {
  const { text } = usePage();
  return side.url === undefined ? (
    <GoneImage text={text} />
  ) : (
    <img src={side.url} alt={side.alt} draggable={false} />
  );
}

/** Which one it is, and what can be done with it. */
function SideBar({
  side,
  number,
}: {
  readonly side: GridComparedSide;
  readonly number: number;
}): JSX.Element {
  const { state, intents, text } = usePage();
  const cell = cellOf(state, side.cell);
  const nameId = `side-${number}`;
  const words = [side.title, ...(side.scoreLabel === undefined ? [] : [side.scoreLabel])].join(' · ');
  return (
    <figcaption class="sideBar">
      <span class="sideName">
        <span class="badge chosen" aria-hidden="true">
          {number}
        </span>
        <span id={nameId}>{words}</span>
      </span>
      {cell && (
        <span class="buttons">
          <button
            type="button"
            class="button secondary"
            aria-pressed={side.isAccepted}
            aria-describedby={nameId}
            onClick={() => intents.cell(cell, 'use', side.image)}
          >
            {side.isAccepted && <Codicon name="check" />}
            {text('use')}
          </button>
          <button
            type="button"
            class="iconButton"
            aria-pressed={side.isStarred}
            aria-label={text('star')}
            aria-describedby={nameId}
            title={text(side.isStarred ? 'unstar' : 'star')}
            onClick={() => intents.cell(cell, 'star')}
          >
            <Codicon name={side.isStarred ? 'star-full' : 'star-empty'} />
          </button>
        </span>
      )}
    </figcaption>
  );
}

/** What the two requests have different: in words, in the prompt, in a table of settings. */
function Differences({ comparison }: { readonly comparison: GridComparison }): JSX.Element {
  const { text } = usePage();
  const { words, prompt, negativePrompt, settings } = comparison;
  const isPromptDifferent = prompt.some(({ kind }) => kind !== 'same');
  const isSame =
    words.length === 0 && !isPromptDifferent && negativePrompt === undefined && settings.length === 0;
  return (
    <div class="differences">
      <h3>{text('differences')}</h3>
      {isSame && <p class="longText">{text('noDifference')}</p>}
      {words.length > 0 && (
        <ul class="differenceWords">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <h4>{text('prompt')}</h4>
      {isPromptDifferent ? (
        <DiffLines parts={prompt} before={text('leftSide')} after={text('rightSide')} />
      ) : (
        <p class="longText">{prompt.map((part) => part.text).join('')}</p>
      )}
      {negativePrompt !== undefined && (
        <>
          <h4>{text('negativePrompt')}</h4>
          <DiffLines parts={negativePrompt} before={text('leftSide')} after={text('rightSide')} />
        </>
      )}
      {settings.length > 0 && (
        <table class="settings">
          <thead>
            <tr>
              <th scope="col">{text('setting')}</th>
              <th scope="col">{text('left')}</th>
              <th scope="col">{text('right')}</th>
            </tr>
          </thead>
          <tbody>
            {settings.map((setting) => (
              <tr key={setting.name}>
                <th scope="row">{setting.name}</th>
                <td>{setting.left}</td>
                <td>{setting.right}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
