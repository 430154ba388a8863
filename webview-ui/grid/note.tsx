import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MAX_NOTE_LENGTH } from '../../src/protocol/grid';
import { usePage } from './page';

/** What is typed is sent when the hand rests, and at the latest when the field is left. */
const REST_MS = 600;

/** Words of the user about a cell. */
export function Note({
  cell,
  note,
  startsFocused,
}: {
  readonly cell: string;
  readonly note: string;
  readonly startsFocused: boolean;
}): JSX.Element {
  const { intents, text } = usePage();
  const [draft, setDraft] = useState(note);
  const field = useRef<HTMLTextAreaElement>(null);
  const unsent = useRef<string>(undefined);
  const send = (): void => {
    if (unsent.current !== undefined) intents.note(cell, unsent.current);
    unsent.current = undefined;
  };
  useLayoutEffect(() => {
    if (startsFocused) field.current?.focus();
  }, []);
  useEffect(() => {
    // What is being typed here is newer.
    if (document.activeElement !== field.current) setDraft(note);
  }, [note]);
  useEffect(() => {
    const timer = setTimeout(send, REST_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => send, []);
  return (
    <>
      <label class="noteLabel" for="note">
        {text('note')}
      </label>
      <textarea
        ref={field}
        id="note"
        class="note"
        rows={3}
        maxLength={MAX_NOTE_LENGTH}
        placeholder={text('noteHint')}
        value={draft}
        onInput={({ currentTarget }) => {
          unsent.current = currentTarget.value;
          setDraft(currentTarget.value);
        }}
        onBlur={send}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.isComposing) return;
          // The first Esc leaves the field, the next one the view.
          event.preventDefault();
          event.stopPropagation();
          document.querySelector<HTMLElement>('.stage')?.focus();
        }}
      />
    </>
  );
}
