import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/**
 * Says how many images are shown. While an answer is on its way the old count stays unsaid; the same count for another
 * question differs by a space that is not heard, because a region that does not change is not read.
 */
export function CountRegion({
  question,
  text,
  isWaiting,
}: {
  readonly question: string;
  readonly text: string;
  readonly isWaiting: boolean;
}): JSX.Element {
  const said = useRef({ question, text, isOdd: false });
  if (!isWaiting && (said.current.question !== question || said.current.text !== text)) {
    said.current = { question, text, isOdd: !said.current.isOdd };
  }
  return (
    <div class="visuallyHidden" role="status">
      {said.current.isOdd ? `${said.current.text}\u00a0` : said.current.text}
    </div>
  );
}
