import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { GridAxisView } from '../../src/protocol/grid';
import { usePage } from './page';

/** The third axis. @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs({ axis, shown }: { readonly axis: GridAxisView; readonly shown: number }): JSX.Element {
  const { intents } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const focusNext = useRef(false);
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (focusNext.current) tab?.focus();
    focusNext.current = false;
  }, [shown]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const last = axis.labels.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: shown === 0 ? last : shown - 1,
      ArrowRight: shown === last ? 0 : shown + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    focusNext.current = true;
    intents.showTab(target);
  };
  return (
    <div class="tabRow">
      <span class="axisName" id="tabs-name">
        {axis.name}
      </span>
      <div ref={list} class="tabs" role="tablist" aria-labelledby="tabs-name" onKeyDown={onKeyDown}>
        {axis.labels.map((label, index) => (
          <button
            key={index}
            id={`tab-${index}`}
            type="button"
            class="tab"
            role="tab"
            aria-selected={index === shown}
            aria-controls="variants"
            tabIndex={index === shown ? 0 : -1}
            title={label}
            onClick={() => intents.showTab(index)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
