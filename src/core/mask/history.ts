import { clip, union, type Mask, type Rectangle } from './mask';
import { packRuns, unpackRuns } from './runs';

const TILE_PX = 128;

/** A map and its entries take about this much besides the packed pixels. */
const TILE_OVERHEAD_BYTES = 100;

/** One change: its tiles hold the pixels of the other side, from before to undo it, from after to redo it. */
interface Step {
  readonly label: string;
  readonly tiles: ReadonlyMap<number, Uint8Array>;
  readonly bytes: number;
}

/** What was undone or redone, and where pixels may have changed. */
export interface Restored {
  readonly label: string;
  readonly rectangle: Rectangle;
}

/**
 * Undo and redo over one mask. A change is `begin`, then `touch` before each write, then `commit` or `cancel`. Undoing,
 * redoing or beginning while a change is open commits it first.
 */
export class MaskHistory {
  private readonly mask: Mask;
  private readonly maxSteps: number;
  private readonly maxBytes: number;
  private readonly columns: number;
  private readonly scratch = new Uint8Array(TILE_PX * TILE_PX);
  private open: { readonly label: string; readonly tiles: Map<number, Uint8Array> } | undefined;
  /** Newest last, in both. */
  private undoable: Step[] = [];
  private redoable: Step[] = [];
  private bytes = 0;

  constructor(mask: Mask, { maxSteps = 100, maxBytes = 64 * 2 ** 20 } = {}) {
    this.mask = mask;
    this.maxSteps = maxSteps;
    this.maxBytes = maxBytes;
    this.columns = Math.ceil(mask.width / TILE_PX);
  }

  get canUndo(): boolean {
    return this.undoable.length > 0 || (this.open?.tiles.size ?? 0) > 0;
  }

  get canRedo(): boolean {
    return this.redoable.length > 0;
  }

  /** What the kept steps take, without the open one. */
  get usedBytes(): number {
    return this.bytes;
  }

  begin(label: string): void {
    this.commit();
    this.open = { label, tiles: new Map() };
  }

  /** Keeps the pixels of `rect`, which may be larger than the mask. To be called before they change. */
  touch(rect: Rectangle | undefined): void {
    if (this.open === undefined) throw new Error('A mask changes outside of a step.');
    const area = rect && clip(rect, this.mask.width, this.mask.height);
    if (area === undefined) return;
    const lastRow = Math.floor((area.top + area.height - 1) / TILE_PX);
    const lastColumn = Math.floor((area.left + area.width - 1) / TILE_PX);
    for (let row = Math.floor(area.top / TILE_PX); row <= lastRow; row++) {
      for (let column = Math.floor(area.left / TILE_PX); column <= lastColumn; column++) {
        const index = row * this.columns + column;
        if (!this.open.tiles.has(index)) this.open.tiles.set(index, this.packTile(index));
      }
    }
  }

  /** @returns whether there is something new to undo; a change that changed nothing leaves no step */
  commit(): boolean {
    const open = this.open;
    this.open = undefined;
    if (open === undefined) return false;
    for (const [index, before] of open.tiles) {
      if (isEqual(before, this.packTile(index))) open.tiles.delete(index);
    }
    if (open.tiles.size === 0) return false;
    this.bytes -= bytesOf(this.redoable);
    this.redoable = [];
    this.undoable.push(this.stepOf(open.label, open.tiles));
    this.trim();
    return this.undoable.length > 0;
  }

  /** Puts back what the open change has changed so far, and forgets it. */
  cancel(): Rectangle | undefined {
    const open = this.open;
    this.open = undefined;
    let changed: Rectangle | undefined;
    for (const [index, before] of open?.tiles ?? []) {
      this.unpackTile(index, before);
      changed = union(changed, this.tile(index));
    }
    return changed;
  }

  undo(): Restored | undefined {
    this.commit();
    return this.swap(this.undoable, this.redoable);
  }

  redo(): Restored | undefined {
    this.commit();
    return this.swap(this.redoable, this.undoable);
  }

  private swap(from: Step[], to: Step[]): Restored | undefined {
    const step = from.pop();
    if (step === undefined) return undefined;
    this.bytes -= step.bytes;
    const tiles = new Map<number, Uint8Array>();
    let rectangle: Rectangle | undefined;
    for (const [index, other] of step.tiles) {
      tiles.set(index, this.packTile(index));
      this.unpackTile(index, other);
      rectangle = union(rectangle, this.tile(index));
    }
    to.push(this.stepOf(step.label, tiles));
    this.trim();
    return rectangle && { label: step.label, rectangle };
  }

  private stepOf(label: string, tiles: ReadonlyMap<number, Uint8Array>): Step {
    let bytes = label.length * 2;
    for (const tile of tiles.values()) bytes += tile.length + TILE_OVERHEAD_BYTES;
    this.bytes += bytes;
    return { label, tiles, bytes };
  }

  /** Forgets what is furthest away: first the oldest steps to undo, then the last ones to redo. */
  private trim(): void {
    while (
      this.undoable.length + this.redoable.length > 0 &&
      (this.bytes > this.maxBytes || this.undoable.length + this.redoable.length > this.maxSteps)
    ) {
      const step = this.undoable.shift() ?? this.redoable.shift();
      this.bytes -= step?.bytes ?? 0;
    }
  }

  private tile(index: number): Rectangle {
    const left = (index % this.columns) * TILE_PX;
    const top = Math.floor(index / this.columns) * TILE_PX;
    return {
      left,
      top,
      width: Math.min(TILE_PX, this.mask.width - left),
      height: Math.min(TILE_PX, this.mask.height - top),
    };
  }

  private packTile(index: number): Uint8Array {
    const { left, top, width, height } = this.tile(index);
    for (let row = 0; row < height; row++) {
      const from = (top + row) * this.mask.width + left;
      this.scratch.set(this.mask.data.subarray(from, from + width), row * width);
    }
    return packRuns(this.scratch.subarray(0, width * height));
  }

  private unpackTile(index: number, packed: Uint8Array): void {
    const { left, top, width, height } = this.tile(index);
    unpackRuns(packed, this.scratch);
    for (let row = 0; row < height; row++) {
      const at = (top + row) * this.mask.width + left;
      this.mask.data.set(this.scratch.subarray(row * width, (row + 1) * width), at);
    }
  }
}

function bytesOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + step.bytes, 0);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
