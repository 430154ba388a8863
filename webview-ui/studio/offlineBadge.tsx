import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Codicon } from '../shared/codicon';
import { usePage } from './page';

/** Says that nothing is sent or charged, and offers to connect. */
export function OfflineBadge(): JSX.Element {
  const { text, intents } = usePage();
  const [isOpen, setIsOpen] = useState(false);
  const whole = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const closeOutside = (event: Event): void => {
      if (whole.current?.contains(event.target as Node) !== true) setIsOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setIsOpen(false);
    button.current?.focus();
  };
  return (
    <span class="offline" ref={whole} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="badge"
        title={text('offlineExplanation')}
        aria-expanded={isOpen}
        data-focus="offline"
        onClick={() => setIsOpen(!isOpen)}
      >
        <Codicon name="debug-disconnect" />
        {text('offline')}
      </button>
      {isOpen && (
        <div class="popover" role="group" aria-label={text('offline')}>
          <p>{text('offlineExplanation')}</p>
          <button type="button" class="button secondary" onClick={() => intents.act('offline', 'connect')}>
            {text('connectToAws')}
          </button>
        </div>
      )}
    </span>
  );
}
