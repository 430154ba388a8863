import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Codicon } from '../shared/codicon';
import type { GridPage } from './page';

const QUIET_MS = 400;

/** How long something is being made; a spinner comes only when it takes longer than a moment. */
export function Seconds({
  since,
  text,
  number,
}: Pick<GridPage, 'text' | 'number'> & { readonly since: number }): JSX.Element {
  const [passedMs, setPassedMs] = useState(() => Math.max(0, Date.now() - since));
  useEffect(() => {
    // Steps with the whole seconds since the start, so that several cells change together.
    const pause = passedMs < QUIET_MS ? QUIET_MS - passedMs : 1000 - (passedMs % 1000);
    const timer = setTimeout(() => setPassedMs(Math.max(0, Date.now() - since)), pause + 5);
    return () => clearTimeout(timer);
  }, [passedMs, since]);
  const seconds = Math.floor(passedMs / 1000);
  return (
    <>
      {passedMs < QUIET_MS ? (
        <span class="codicon" aria-hidden="true" />
      ) : (
        <Codicon name="loading codicon-modifier-spin" />
      )}
      <span class="words tabular">
        {seconds < 1 ? text('making') : text('makingSeconds', number(seconds))}
      </span>
    </>
  );
}
