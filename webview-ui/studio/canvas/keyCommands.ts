import type { CanvasController } from './controller';
import type { KeyAction } from './keys';
import { brushLimits, brushSizes, type CanvasCommand, type CanvasSettings } from './settings';
import type { Speaker } from './speaker';

/** What keys change beside the mask. */
export interface KeyHost {
  settings(): CanvasSettings;
  arrange(change: Partial<CanvasSettings>): void;
  command(command: CanvasCommand): void;
  drawMarks(): void;
}

/** Does what keys ask for, and says it: a key, unlike a button, shows nothing by itself. */
export class KeyCommands {
  private readonly controller: CanvasController;
  private readonly speaker: Speaker;
  private readonly host: KeyHost;

  constructor(controller: CanvasController, speaker: Speaker, host: KeyHost) {
    this.controller = controller;
    this.speaker = speaker;
    this.host = host;
  }

  run(action: KeyAction): void {
    const { controller } = this;
    const { toolOptions, overlay } = this.host.settings();
    switch (action.kind) {
      case 'tool':
        this.host.arrange({ tool: action.tool });
        if (action.tool === 'brush' || action.tool === 'eraser') {
          this.speaker.say(`say.${action.tool}`, toolOptions.sizePx);
        } else if (action.tool === 'wand') this.speaker.say('say.wand', toolOptions.tolerance);
        else this.speaker.say('say.tool', this.speaker.text(`tool.${action.tool}`));
        break;
      case 'move':
        if (controller.canPaint()) controller.cursor.move(action.x, action.y, action.isBig);
        else controller.pan(-action.x * 40, -action.y * 40);
        break;
      case 'size':
        this.setSize(brushSizes[action.index] ?? toolOptions.sizePx);
        break;
      case 'resize':
        this.setSize(resized(toolOptions.sizePx, action.factor));
        break;
      case 'zoom':
        controller.zoomBy(action.factor);
        this.speaker.say('say.zoom', controller.zoomPercent);
        break;
      case 'actualSize':
        controller.actualSize();
        break;
      case 'fit':
        controller.fit();
        this.speaker.say('say.zoom', controller.zoomPercent);
        break;
      case 'swap':
        this.host.arrange({ toolOptions: { ...toolOptions, isSwapped: !toolOptions.isSwapped } });
        this.speaker.say(controller.tools.value() === 255 ? 'say.adds' : 'say.erases');
        break;
      case 'toggleOverlay':
        this.host.arrange({ overlay: { ...overlay, isVisible: !overlay.isVisible } });
        this.speaker.say(overlay.isVisible ? 'say.maskHidden' : 'say.maskShown');
        break;
      case 'undo':
        controller.undo();
        break;
      case 'redo':
        controller.redo();
        break;
      case 'invert':
      case 'clear':
        controller.change(action.kind);
        break;
      case 'byNumbers':
        if (controller.canPaint()) controller.requestForm('shape');
        break;
      case 'escape':
        this.escape();
        break;
      case 'space':
        if (controller.cursor.point !== undefined && controller.canPaint()) controller.cursor.press();
        else controller.pointer.isPanHeld = true;
        this.host.drawMarks();
        break;
      case 'enter':
        if (controller.cursor.point !== undefined && controller.canPaint()) controller.cursor.set();
        else if (controller.tools.draft?.kind === 'points') controller.tools.finishShape();
        break;
      default:
        this.host.command(action.kind);
    }
  }

  /** Ends the shape; then hides the cursor; then leaves the canvas. */
  private escape(): void {
    const { controller } = this;
    if (controller.tools.isPainting) controller.tools.cancelStroke();
    else if (controller.tools.endShape()) this.speaker.say('say.shapeEnded');
    else if (controller.cursor.hide()) this.speaker.say('say.cursorHidden');
    else this.host.command('leave');
  }

  private setSize(sizePx: number): void {
    this.host.arrange({ toolOptions: { ...this.host.settings().toolOptions, sizePx } });
    this.speaker.say(this.host.settings().tool === 'eraser' ? 'say.eraser' : 'say.brush', sizePx);
  }
}

/** @returns the next whole size, at least one pixel away, inside the limits */
function resized(sizePx: number, factor: number): number {
  const next =
    factor > 1
      ? Math.max(sizePx + 1, Math.round(sizePx * factor))
      : Math.min(sizePx - 1, Math.round(sizePx * factor));
  return Math.min(brushLimits.maxPx, Math.max(brushLimits.minPx, next));
}
