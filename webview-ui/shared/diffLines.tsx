import type { JSX } from 'preact';
import type { DiffPart } from '../../src/core/vision/judge/promptDiff';
import './diffLines.css';

/** Two texts, one above the other, with what differs marked by more than color. */
export function DiffLines(props: {
  readonly parts: readonly DiffPart[];
  /** What the two are called, for whoever does not see the signs before them. */
  readonly before: string;
  readonly after: string;
}): JSX.Element {
  return (
    <>
      <p class="diffLine old">
        <span aria-hidden="true">- </span>
        <span class="visuallyHidden">{props.before}</span>
        <Parts parts={props.parts} without="added" />
      </p>
      <p class="diffLine new">
        <span aria-hidden="true">+ </span>
        <span class="visuallyHidden">{props.after}</span>
        <Parts parts={props.parts} without="removed" />
      </p>
    </>
  );
}

function Parts(props: {
  readonly parts: readonly DiffPart[];
  readonly without: DiffPart['kind'];
}): JSX.Element {
  return (
    <>
      {props.parts
        .filter(({ kind }) => kind !== props.without)
        .map(({ kind, text }, index) =>
          kind === 'removed' ? (
            <del key={index}>{text}</del>
          ) : kind === 'added' ? (
            <ins key={index}>{text}</ins>
          ) : (
            <span key={index}>{text}</span>
          ),
        )}
    </>
  );
}
