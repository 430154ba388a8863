/** Three values per cell of a small grid, some of them known. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Three per cell. */
  readonly values: Float32Array;
  /** 0 = unknown, 1 = known for certain; between, as much as the cell may be trusted. */
  readonly trust: Float32Array;
}

/**
 * Fills the unknown cells smoothly from the known ones, in place: averages are pulled up a pyramid of ever coarser
 * grids, then pushed down into the gaps. Takes time proportional to the grid, however large the gaps are. Where nothing
 * is known, nothing changes.
 */
export function fillByPullPush(grid: Grid): void {
  if (grid.columns === 1 && grid.rows === 1) return;
  const coarse = pull(grid);
  fillByPullPush(coarse);
  push(grid, coarse);
}

function pull({ columns, rows, values, trust }: Grid): Grid {
  const half = emptyGrid(Math.ceil(columns / 2), Math.ceil(rows / 2));
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const from = y * columns + x;
      const weight = trust[from] ?? 0;
      if (weight === 0) continue;
      const to = (y >> 1) * half.columns + (x >> 1);
      for (let channel = 0; channel < 3; channel++) {
        half.values[to * 3 + channel] =
          (half.values[to * 3 + channel] ?? 0) + weight * (values[from * 3 + channel] ?? 0);
      }
      half.trust[to] = (half.trust[to] ?? 0) + weight;
    }
  }
  for (let cell = 0; cell < half.trust.length; cell++) {
    const weight = half.trust[cell] ?? 0;
    if (weight === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      half.values[cell * 3 + channel] = (half.values[cell * 3 + channel] ?? 0) / weight;
    }
    half.trust[cell] = Math.min(1, weight);
  }
  return half;
}

function push({ columns, rows, values, trust }: Grid, coarse: Grid): void {
  for (let y = 0; y < rows; y++) {
    // Three quarters of the nearer coarse cell, one quarter of the one beyond.
    const near = y >> 1;
    const far = clamp(near + (y % 2 === 0 ? -1 : 1), coarse.rows);
    for (let x = 0; x < columns; x++) {
      const cell = y * columns + x;
      const known = trust[cell] ?? 0;
      if (known === 1) continue;
      const side = x >> 1;
      const beyond = clamp(side + (x % 2 === 0 ? -1 : 1), coarse.columns);
      for (let channel = 0; channel < 3; channel++) {
        const at = (row: number, column: number): number =>
          coarse.values[(row * coarse.columns + column) * 3 + channel] ?? 0;
        const filled =
          0.75 * (0.75 * at(near, side) + 0.25 * at(near, beyond)) +
          0.25 * (0.75 * at(far, side) + 0.25 * at(far, beyond));
        values[cell * 3 + channel] = known * (values[cell * 3 + channel] ?? 0) + (1 - known) * filled;
      }
    }
  }
}

export function emptyGrid(columns: number, rows: number): Grid {
  return {
    columns,
    rows,
    values: new Float32Array(columns * rows * 3),
    trust: new Float32Array(columns * rows),
  };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
