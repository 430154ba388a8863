import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const pauseMs = 1000;

/** What is said to a screen reader: at most one polite sentence a second, errors at once. */
export class Announcer {
  private readonly show: (text: string) => void;
  private readonly showUrgent: (text: string) => void;
  private next: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(show: (text: string) => void, showUrgent: (text: string) => void) {
    this.show = show;
    this.showUrgent = showUrgent;
  }

  /** Says a sentence. Of several within a second the first and the last are heard. */
  say(text: string, isUrgent = false): void {
    if (isUrgent) {
      this.showUrgent(text);
    } else if (this.timer === undefined) {
      this.show(text);
      this.pause();
    } else {
      this.next = text;
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private pause(): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.next !== undefined) {
        this.show(this.next);
        this.next = undefined;
        this.pause();
      }
    }, pauseMs);
  }
}

/** The two live regions of a page; `onReady` hands out what speaks through them. */
export function LiveRegion({ onReady }: { readonly onReady: (announcer: Announcer) => void }): JSX.Element {
  const [polite, setPolite] = useState<Sentence>({ text: '', turn: 0 });
  const [urgent, setUrgent] = useState<Sentence>({ text: '', turn: 0 });
  useEffect(() => {
    const announcer = new Announcer(
      (text) => setPolite(({ turn }) => ({ text, turn: turn + 1 })),
      (text) => setUrgent(({ turn }) => ({ text, turn: turn + 1 })),
    );
    onReady(announcer);
    return () => announcer.dispose();
  }, []);
  return (
    <div class="visuallyHidden">
      <div role="status" aria-live="polite">
        {spoken(polite)}
      </div>
      <div role="alert" aria-live="assertive">
        {spoken(urgent)}
      </div>
    </div>
  );
}

interface Sentence {
  readonly text: string;
  readonly turn: number;
}

/** A region that does not change is not read: the same sentence twice differs by a space that is not heard. */
function spoken({ text, turn }: Sentence): string {
  return turn % 2 === 0 ? text : `${text}\u00a0`;
}
