import { type ComponentChildren, Fragment, type JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Codicon } from './codicon';
import './menuButton.css';

/** One row of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** A key that does the same, shown at the end of the row. */
  readonly keys?: string;
  readonly icon?: ComponentChildren;
  readonly isDisabled?: boolean;
  /** Of a row that can be on: one of a group, or on its own. */
  readonly check?: { readonly kind: 'radio' | 'checkbox'; readonly isOn: boolean };
  /** A line above this row. */
  readonly startsGroup?: boolean;
}

/** A button that opens a menu below itself, by the keyboard pattern of WAI-ARIA for menu buttons. */
export interface MenuButtonProps {
  /** Name for screen readers, and tooltip. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onChoose: (id: string) => void;
  /** What stands on the button. */
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly tabIndex?: number;
  /** For the roving focus of a toolbar. */
  readonly toolbarItem?: string;
}

/** @see https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/ */
export function MenuButton(props: MenuButtonProps): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (takesFocus: boolean): void => {
    setIsOpen(false);
    if (takesFocus) button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    event.stopPropagation();
    if (props.isDisabled !== true) setIsOpen(true);
  };
  return (
    <span class="menuButton">
      <button
        ref={button}
        type="button"
        class={props.class ?? 'toolButton'}
        aria-label={props.label}
        title={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-disabled={props.isDisabled === true}
        data-pressed={props.isPressed === true}
        data-toolbar-item={props.toolbarItem}
        tabIndex={props.tabIndex ?? 0}
        onClick={() => {
          if (props.isDisabled !== true) setIsOpen(!isOpen);
        }}
        onKeyDown={onKeyDown}
      >
        {props.children}
        <Codicon name="chevron-down" />
      </button>
      {isOpen && <Menu {...props} opener={button.current} close={close} />}
    </span>
  );
}

function Menu(
  props: MenuButtonProps & {
    readonly opener: HTMLElement | null;
    readonly close: (takesFocus: boolean) => void;
  },
): JSX.Element {
  const menu = useRef<HTMLDivElement>(null);
  const rows = (): HTMLElement[] => [
    ...(menu.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? []),
  ];

  useLayoutEffect(() => {
    if (menu.current !== null && props.opener !== null) placeBelow(menu.current, props.opener);
    const start = rows().find((row) => row.getAttribute('aria-checked') === 'true') ?? rows()[0];
    start?.focus();
  }, []);

  useEffect(() => {
    const onPointerDown = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (menu.current?.contains(target) !== true && props.opener?.contains(target) !== true)
        props.close(false);
    };
    const onBlur = (): void => props.close(false);
    document.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('blur', onBlur);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('blur', onBlur);
    };
  }, []);

  const choose = (item: MenuItem): void => {
    if (item.isDisabled === true) return;
    props.close(true);
    props.onChoose(item.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      props.close(true);
    } else if (event.key === 'Tab') {
      props.close(false);
    } else {
      const all = rows();
      const target = targetOf(event.key, all, all.indexOf(document.activeElement as HTMLElement));
      if (target !== undefined) {
        event.preventDefault();
        target.focus();
      }
    }
  };
  return (
    <div ref={menu} class="menu" role="menu" aria-label={props.label} onKeyDown={onKeyDown}>
      {props.items.map((item) => (
        <Fragment key={item.id}>
          {item.startsGroup === true && <div role="separator" class="menuLine" />}
          <button
            type="button"
            role={item.check === undefined ? 'menuitem' : `menuitem${item.check.kind}`}
            aria-checked={item.check?.isOn}
            aria-disabled={item.isDisabled === true}
            tabIndex={-1}
            class="menuRow"
            onClick={() => choose(item)}
          >
            <span class="menuMark">{item.check?.isOn === true ? <Codicon name="check" /> : item.icon}</span>
            <span class="menuLabel">{item.label}</span>
            {item.keys !== undefined && (
              <span class="menuKeys" aria-hidden="true">
                {item.keys}
              </span>
            )}
          </button>
        </Fragment>
      ))}
    </div>
  );
}

function targetOf(key: string, all: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return all[(at + 1) % all.length];
    case 'ArrowUp':
      return all.at(at - 1);
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const letter = key.toLocaleLowerCase();
      const fromNext = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      return fromNext.find((row) =>
        row.querySelector('.menuLabel')?.textContent.toLocaleLowerCase().startsWith(letter),
      );
    }
  }
}

/** Fixed to the window, so that no scrolling region cuts it; above the button where there is more room. */
function placeBelow(menu: HTMLElement, opener: HTMLElement): void {
  const anchor = opener.getBoundingClientRect();
  const { innerWidth, innerHeight } = window;
  const { width, height } = menu.getBoundingClientRect();
  const opensUp = anchor.bottom + height > innerHeight && anchor.top > innerHeight - anchor.bottom;
  menu.style.left = `${Math.max(4, Math.min(anchor.left, innerWidth - width - 4))}px`;
  menu.style.top = `${opensUp ? Math.max(4, anchor.top - height - 2) : anchor.bottom + 2}px`;
  menu.style.maxHeight = `${Math.max(80, opensUp ? anchor.top - 8 : innerHeight - anchor.bottom - 8)}px`;
}
