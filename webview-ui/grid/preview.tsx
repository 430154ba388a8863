import type { JSX } from 'preact';
import type { GridSnapshot } from '../../src/protocol/grid';

/** What would be sent, before anything is. It can be folded away, and starts open. */
export function Preview({
  preview,
}: {
  readonly preview: NonNullable<GridSnapshot['preview']>;
}): JSX.Element {
  return (
    <details class="preview" open>
      <summary>{preview.summary}</summary>
      {/* Longer than its place it is scrolled with the keys. */}
      <div class="previewPrompts" tabIndex={0} role="group" aria-label={preview.summary}>
        <ol>
          {preview.prompts.map((prompt, index) => (
            <li key={index}>{prompt}</li>
          ))}
        </ol>
        {preview.more !== undefined && <p class="line">{preview.more}</p>}
      </div>
    </details>
  );
}
