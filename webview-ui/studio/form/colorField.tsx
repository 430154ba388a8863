import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Codicon } from '../../shared/codicon';
import { usePage } from '../page';

/** Colors as a well to pick from and a code to type. */
export function ColorList(props: {
  readonly id: string;
  readonly value: readonly string[];
  readonly max: number;
  readonly onChange: (value: readonly string[], isTyping: boolean) => void;
}): JSX.Element {
  const { text } = usePage();
  const { id, value, max, onChange } = props;
  return (
    <div class="colors">
      {value.map((color, index) => (
        <span class="colorRow" key={index}>
          <ColorInput
            id={index === 0 ? id : `${id}-${index}`}
            name={text('colorNumber', index + 1)}
            codeName={text('colorCode', index + 1)}
            value={color}
            onChange={(next) => onChange(value.with(index, next), true)}
          />
          <button
            type="button"
            class="iconButton"
            aria-label={text('removeColor', index + 1)}
            title={text('removeColor', index + 1)}
            onClick={() => onChange(value.toSpliced(index, 1), false)}
          >
            <Codicon name="close" />
          </button>
        </span>
      ))}
      {value.length < max && (
        <button
          type="button"
          class="button secondary"
          onClick={() => onChange([...value, value.at(-1) ?? '#808080'], false)}
        >
          {text('addColor')}
        </button>
      )}
    </div>
  );
}

/** One color; a code counts once it is whole. */
export function ColorInput(props: {
  readonly id: string;
  readonly name: string;
  readonly codeName: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { id, name, codeName, value, onChange } = props;
  const [typed, setTyped] = useState<string>();
  return (
    <span class="color">
      <input
        id={id}
        class="colorWell"
        type="color"
        aria-label={name}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <input
        class={typed !== undefined && !isColor(typed) ? 'input wrong' : 'input'}
        type="text"
        size={8}
        autocomplete="off"
        spellcheck={false}
        aria-label={codeName}
        aria-invalid={typed !== undefined && !isColor(typed)}
        value={typed ?? value}
        onInput={(event) => {
          const code = event.currentTarget.value.trim();
          setTyped(code);
          if (isColor(code)) onChange(code.toLowerCase());
        }}
        onBlur={() => setTyped(undefined)}
      />
    </span>
  );
}

function isColor(code: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(code);
}
