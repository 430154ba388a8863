import type { JSX } from 'preact';
import type { JudgementView } from '../../src/protocol/ask';
import { Codicon } from './codicon';
import { DiffLines } from './diffLines';
import './judgement.css';

/** What the table and the prompt are headed with. */
export type JudgementTextKey =
  'scores' | 'scoreImage' | 'scoreOverall' | 'scoreBest' | 'improvedPrompt' | 'promptBefore' | 'promptAfter';

/** What a judge said: scores with words, why, and a better prompt that is one click from being run. */
export function Judgement(props: {
  readonly judgement: JudgementView;
  readonly text: (key: JudgementTextKey) => string;
  readonly onAct: (action: string) => void;
}): JSX.Element {
  const { judgement, text, onAct } = props;
  const { title, summary, images, prompt, sent } = judgement;
  const [first] = images;
  return (
    <section class="judgement" tabIndex={0} aria-label={title} data-focus="judgement">
      <h2 class="judgementTitle">{title}</h2>
      <p class="judgementText">{summary}</p>
      <div class="scoresFrame" tabIndex={0} role="group" aria-label={text('scores')}>
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">{text('scoreImage')}</th>
              <th scope="col">{text('scoreOverall')}</th>
              {first?.scores.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {images.map(({ name, isBest, overall, scores }, index) => (
              <tr key={index}>
                <th scope="row">
                  {name}
                  {isBest && (
                    <span class="best">
                      <Codicon name="star-full" />
                      {text('scoreBest')}
                    </span>
                  )}
                </th>
                <td>{overall}</td>
                {scores.map((score) => (
                  <td key={score.name}>{score.value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {images.map(({ name, explanation, suggestions }, index) => (
        <div key={index} class="verdict">
          {images.length > 1 && <h3>{name}</h3>}
          <p class="judgementText">{explanation}</p>
          {suggestions.length > 0 && (
            <ul>
              {suggestions.map((suggestion) => (
                <li key={suggestion}>{suggestion}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
      {prompt !== undefined && (
        <>
          <h3>{text('improvedPrompt')}</h3>
          <DiffLines parts={prompt.parts} before={text('promptBefore')} after={text('promptAfter')} />
          <div class="judgementActions">
            {prompt.actions.map(({ id, label }, index) => (
              <button
                key={id}
                type="button"
                class={`button ${index === 0 ? 'primary' : 'secondary'}`}
                data-focus={`judgement/${id}`}
                onClick={() => onAct(id)}
              >
                {label}
              </button>
            ))}
          </div>
        </>
      )}
      <p class="judgementSent">{sent}</p>
    </section>
  );
}
