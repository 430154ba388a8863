import { bytes as byteRows } from './byteRows.wat';
import { bytes as signRows } from './signRows.wat';

/** What `byteRows.wat` exports: arguments are addresses in its memory and counts. */
export interface ByteKernel {
  dotProducts(query: number, rows: number, count: number, lanes: number, out: number): void;
  pickedDotProducts(
    query: number,
    rows: number,
    picked: number,
    count: number,
    lanes: number,
    out: number,
  ): void;
}

/** What `signRows.wat` exports: arguments are addresses in its memory, counts, and numbers as the text says. */
export interface SignKernel {
  takeSigns(
    rows: number,
    rowBytes: number,
    count: number,
    dimensions: number,
    steps: number,
    center: number,
    signs: number,
    scales: number,
    alongs: number,
    spreads: number,
  ): void;
  estimate(
    signs: number,
    groups: number,
    quads: number,
    tables: number,
    scales: number,
    alongs: number,
    alive: number,
    allowed: number,
    step: number,
    offset: number,
    tilt: number,
    base: number,
    out: number,
    greatest: number,
  ): void;
  pickAbove(
    estimates: number,
    spreads: number,
    alive: number,
    allowed: number,
    count: number,
    times: number,
    limit: number,
    out: number,
  ): number;
}

export const PAGE_BYTES = 65_536;
/** All that 32-bit addresses reach. */
const MAX_PAGES = 65_536;

/** The two modules, each for a memory of its own. */
export interface Kernels {
  readonly bytes: WebAssembly.Module;
  readonly signs: WebAssembly.Module;
}

/** @throws where the engine has no 128-bit SIMD; every Node that VS Code brings has it */
export function compileKernels(): Kernels {
  return { bytes: new WebAssembly.Module(byteRows), signs: new WebAssembly.Module(signRows) };
}

/**
 * @param bytes of memory at first, all of them zero; what is never touched takes no room in the machine
 * @returns what the module exports: its text says what `Kernel` is
 */
export function startKernel<Kernel>(
  module: WebAssembly.Module,
  bytes: number,
): { readonly kernel: Kernel; readonly memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES), maximum: MAX_PAGES });
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return { kernel: exports as Kernel, memory };
}
