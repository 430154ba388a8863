import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Codicon } from '../../shared/codicon';
import { MenuButton } from '../../shared/menuButton';
import type { CanvasController } from './controller';
import { ToolIcon } from './icons';
import type { CanvasMaskSummary } from './maskEditor';
import { chooseFromMaskMenu, maskMenu, overlayMenu, sizeMenu, toleranceMenu } from './maskMenus';
import {
  type CanvasCommand,
  type CanvasSettings,
  type OverlayColor,
  type OverlayOptions,
  shapeTools,
  type ToolName,
  type ToolOptions,
} from './settings';
import { Speaker, type Texts } from './speaker';
import type { CanvasText } from './texts';
import './toolbar.css';

/** What the toolbar shows; it acts through the controller. */
export interface MaskToolbarProps {
  readonly tool: ToolName;
  readonly toolOptions: ToolOptions;
  readonly overlay: OverlayOptions;
  /** Undefined before the canvas has told. */
  readonly summary: CanvasMaskSummary | undefined;
  readonly zoomPercent: number;
  /** Whether there is a picture whose mask can be painted now. */
  readonly isEnabled: boolean;
  readonly hasPicture: boolean;
  /** The file name under which *Save Mask* saves. */
  readonly maskFileName: string;
  readonly texts: Texts;
  readonly controllerRef: { readonly current: CanvasController | undefined };
  readonly onSettings: (change: Partial<CanvasSettings>) => void;
  readonly onCommand: (command: CanvasCommand) => void;
}

/** The tools above the canvas: one tab stop, arrows move within. */
export function MaskToolbar(props: MaskToolbarProps): JSX.Element {
  const { tool, toolOptions, overlay, summary, isEnabled, hasPicture, onSettings } = props;
  const bar = useRef<HTMLDivElement>(null);
  const [lastFocused, setFocused] = useState('brush');
  const focused = isShown(lastFocused, tool) ? lastFocused : 'brush';
  const speaker = new Speaker(props.texts, document.documentElement.lang, () => undefined);
  const controller = (): CanvasController | undefined => props.controllerRef.current;
  const shape = shapeTools.find((each) => each === tool);
  const shown = shape ?? 'rectangle';
  const item = (id: string): ItemProps => ({
    toolbarItem: id,
    tabIndex: focused === id ? 0 : -1,
  });
  const toolButton = (name: ToolName, keys: string): JSX.Element => (
    <ToolbarButton
      {...item(name)}
      label={speaker.text(`tool.${name}`)}
      keys={keys}
      isPressed={tool === name}
      isDisabled={!isEnabled}
      onClick={() => onSettings({ tool: name })}
    >
      <ToolIcon tool={name} />
    </ToolbarButton>
  );
  const button = (
    id: string,
    text: CanvasText,
    look: { readonly icon: string; readonly keys: string; readonly isDisabled: boolean },
    onClick: () => void,
  ): JSX.Element => (
    <ToolbarButton
      {...item(id)}
      label={speaker.text(text)}
      keys={look.keys}
      isDisabled={look.isDisabled}
      onClick={onClick}
    >
      <Codicon name={look.icon} />
    </ToolbarButton>
  );

  return (
    <div class="maskToolbarFrame">
      <div
        ref={bar}
        class="maskToolbar"
        role="toolbar"
        aria-label={speaker.text('toolbar.name')}
        onKeyDown={(event) => moveFocus(event, bar.current)}
        onFocusIn={(event) => {
          const id = (event.target as HTMLElement).dataset['toolbarItem'];
          if (id !== undefined) setFocused(id);
        }}
      >
        <div class="toolGroup">
          {toolButton('brush', 'B')}
          {toolButton('eraser', 'E')}
          <MenuButton
            {...item('shape')}
            label={shape === undefined ? speaker.text('toolbar.shape') : speaker.text(`tool.${shape}`)}
            isPressed={shape !== undefined}
            isDisabled={!isEnabled}
            items={shapeTools.map((each) => ({
              id: each,
              label: speaker.text(`tool.${each}`),
              keys: shapeKeys[each],
              icon: <ToolIcon tool={each} />,
              check: { kind: 'radio', isOn: each === tool },
            }))}
            onChoose={(id) => onSettings({ tool: id as ToolName })}
          >
            <ToolIcon tool={shown} />
          </MenuButton>
          {toolButton('wand', 'W')}
        </div>
        <div class="toolGroup">
          {button(
            'undo',
            'toolbar.undo',
            { icon: 'discard', keys: 'Z', isDisabled: !isEnabled || summary?.canUndo !== true },
            () => controller()?.undo(),
          )}
          {button(
            'redo',
            'toolbar.redo',
            { icon: 'redo', keys: 'Shift+Z', isDisabled: !isEnabled || summary?.canRedo !== true },
            () => controller()?.redo(),
          )}
        </div>
        <div class="toolGroup">
          <MenuButton
            {...item('mask')}
            label={speaker.text('toolbar.mask')}
            isDisabled={!isEnabled}
            items={maskMenu(speaker, summary?.isEmpty ?? true, props.maskFileName)}
            onChoose={(id) => chooseFromMaskMenu(id, controller(), props.onCommand)}
          >
            <span>{speaker.text('toolbar.mask')}</span>
          </MenuButton>
          <ToolbarButton
            {...item('overlay')}
            label={speaker.text('toolbar.overlay')}
            keys="M"
            isPressed={overlay.isVisible}
            isDisabled={!hasPicture}
            onClick={() => onSettings({ overlay: { ...overlay, isVisible: !overlay.isVisible } })}
          >
            <Codicon name={overlay.isVisible ? 'eye' : 'eye-closed'} />
          </ToolbarButton>
          <MenuButton
            {...item('overlayLook')}
            label={speaker.text('toolbar.overlayLook')}
            isDisabled={!hasPicture}
            items={overlayMenu(speaker, overlay)}
            onChoose={(id) => onSettings({ overlay: overlayWith(overlay, id) })}
          >
            <span class={`swatch ${overlay.color}`} />
          </MenuButton>
        </div>
        <div class="toolBreak" aria-hidden="true" />
        <div class="toolGroup">
          {button(
            'zoomOut',
            'toolbar.zoomOut',
            { icon: 'zoom-out', keys: '-', isDisabled: !hasPicture },
            () => controller()?.zoomBy(1 / 1.25),
          )}
          <ToolbarButton
            {...item('actualSize')}
            class="toolButton zoomPercent"
            label={speaker.text('toolbar.actualSize', props.zoomPercent)}
            keys="0"
            isDisabled={!hasPicture}
            onClick={() => controller()?.actualSize()}
          >
            {props.zoomPercent}%
          </ToolbarButton>
          {button('zoomIn', 'toolbar.zoomIn', { icon: 'zoom-in', keys: '=', isDisabled: !hasPicture }, () =>
            controller()?.zoomBy(1.25),
          )}
          {button('fit', 'toolbar.fit', { icon: 'screen-full', keys: 'F', isDisabled: !hasPicture }, () =>
            controller()?.fit(),
          )}
        </div>
        <div class="toolGroup toolOptions">
          {(tool === 'brush' || tool === 'eraser') && (
            <MenuButton
              {...item('size')}
              label={speaker.text('toolbar.size', toolOptions.sizePx)}
              isDisabled={!isEnabled}
              items={sizeMenu(speaker, toolOptions.sizePx)}
              onChoose={(id) => onSettings({ toolOptions: { ...toolOptions, sizePx: Number(id) } })}
            >
              <span>{speaker.text('toolbar.sizeValue', toolOptions.sizePx)}</span>
            </MenuButton>
          )}
          {tool === 'wand' && (
            <>
              <MenuButton
                {...item('tolerance')}
                label={speaker.text('toolbar.tolerance', toolOptions.tolerance)}
                isDisabled={!isEnabled}
                items={toleranceMenu(toolOptions.tolerance)}
                onChoose={(id) => onSettings({ toolOptions: { ...toolOptions, tolerance: Number(id) } })}
              >
                <span>{speaker.text('toolbar.tolerance', toolOptions.tolerance)}</span>
              </MenuButton>
              <ToolbarButton
                {...item('touching')}
                label={speaker.text('toolbar.touching')}
                title={speaker.text('toolbar.touchingHelp')}
                isPressed={toolOptions.isTouching}
                isDisabled={!isEnabled}
                onClick={() =>
                  onSettings({ toolOptions: { ...toolOptions, isTouching: !toolOptions.isTouching } })
                }
              >
                {speaker.text('toolbar.touching')}
              </ToolbarButton>
            </>
          )}
          <ToolbarButton
            {...item('swap')}
            label={speaker.text('toolbar.swap')}
            keys="X"
            isPressed={toolOptions.isSwapped}
            isDisabled={!isEnabled}
            onClick={() => onSettings({ toolOptions: { ...toolOptions, isSwapped: !toolOptions.isSwapped } })}
          >
            <Codicon name="arrow-swap" />
          </ToolbarButton>
        </div>
      </div>
    </div>
  );
}

const shapeKeys: Readonly<Record<(typeof shapeTools)[number], string>> = {
  rectangle: 'R',
  ellipse: 'O',
  lasso: 'L',
  polygon: 'P',
};

interface ItemProps {
  readonly toolbarItem: string;
  readonly tabIndex: number;
}

interface ToolbarButtonProps extends ItemProps {
  readonly label: string;
  /** Instead of the label. */
  readonly title?: string;
  readonly keys?: string;
  readonly class?: string;
  readonly isPressed?: boolean;
  readonly isDisabled: boolean;
  readonly onClick: () => void;
  readonly children: JSX.Element | readonly (JSX.Element | string | number)[] | string;
}

function ToolbarButton(props: ToolbarButtonProps): JSX.Element {
  const title = props.title ?? props.label;
  return (
    <button
      type="button"
      class={props.class ?? 'toolButton'}
      aria-label={props.label}
      title={props.keys === undefined ? title : `${title} (${props.keys})`}
      aria-pressed={props.isPressed}
      aria-disabled={props.isDisabled}
      data-toolbar-item={props.toolbarItem}
      tabIndex={props.tabIndex}
      onClick={() => {
        if (!props.isDisabled) props.onClick();
      }}
    >
      {props.children}
    </button>
  );
}

/** The one tab stop must not go with the options of a tool. */
function isShown(id: string, tool: ToolName): boolean {
  if (id === 'size') return tool === 'brush' || tool === 'eraser';
  return (id !== 'tolerance' && id !== 'touching') || tool === 'wand';
}

function overlayWith(overlay: OverlayOptions, id: string): OverlayOptions {
  const strength = Number(id);
  return Number.isNaN(strength)
    ? { ...overlay, color: id as OverlayColor }
    : { ...overlay, strength: strength / 100 };
}

/** Left and Right go round; the buttons that are there change with the tool. */
function moveFocus(event: KeyboardEvent, bar: HTMLElement | null): void {
  if (bar === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...bar.querySelectorAll<HTMLElement>('[data-toolbar-item]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const target = {
    ArrowRight: items[(at + 1) % items.length],
    ArrowLeft: items.at(at - 1),
    Home: items[0],
    End: items.at(-1),
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
