import type { JSX } from 'preact';
import { MenuButton } from '../shared/menuButton';
import { withWords } from './filmWords';
import { usePage } from './page';

/** Movements of the camera, put into a text where its cursor stands. */
export function CameraMenu(props: {
  /** Of the text field, and of its control. */
  readonly id: string;
  /** Of the text, for whoever hears several of these. */
  readonly name: string;
}): JSX.Element | null {
  const { state, intents, text } = usePage();
  const { camera = [] } = state.snapshot ?? {};
  if (camera.length === 0) return null;
  return (
    <MenuButton
      label={text('cameraFor', props.name)}
      class="button secondary cameraButton"
      items={camera.map(({ value, label }) => ({ id: value, label }))}
      onChoose={(words) => {
        const field = document.getElementById(props.id);
        if (!(field instanceof HTMLTextAreaElement)) return;
        // A text field that never had the cursor says 0; words belong to the end of a prompt then.
        const at = field.dataset['visited'] === 'true' ? field.selectionEnd : field.value.length;
        const next = withWords(field.value, at, words);
        intents.edit(props.id, next.text, true);
        // After the menu has given the focus back and the text is shown.
        requestAnimationFrame(() => {
          field.focus();
          field.setSelectionRange(next.cursor, next.cursor);
        });
      }}
    >
      {text('camera')}
    </MenuButton>
  );
}
