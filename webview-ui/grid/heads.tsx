import type { JSX } from 'preact';
import type { GridAxisView } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import type { Layout } from './layout';

/** The headings of columns in view, which stay at the top; above those of rows the names of both axes. */
export function ColumnHeads({
  layout,
  across,
  down,
  first,
  last,
}: {
  readonly layout: Layout;
  readonly across: GridAxisView;
  readonly down: GridAxisView | undefined;
  readonly first: number;
  readonly last: number;
}): JSX.Element {
  const labels = across.labels.slice(first, last + 1);
  return (
    <div class="row columnHeads" role="row" aria-rowindex={1}>
      {down && (
        <div class="head corner" role="columnheader" aria-colindex={1}>
          <span class="axis across">
            <span>{across.name}</span>
            <Codicon name="arrow-right" />
          </span>
          <span class="axis down">
            <span>{down.name}</span>
            <Codicon name="arrow-down" />
          </span>
        </div>
      )}
      {labels.map((label, offset) => {
        const column = first + offset;
        return (
          <div
            key={column}
            class="head columnHead"
            role="columnheader"
            aria-colindex={column + 1 + (down ? 1 : 0)}
            style={{
              left: `${layout.headWidth + column * layout.columnWidth}px`,
              width: `${layout.columnWidth}px`,
            }}
            title={label}
          >
            {!down && <span class="axis">{across.name}</span>}
            <span class="label">{label}</span>
          </div>
        );
      })}
    </div>
  );
}

/** The heading of a row, which stays at the side. */
export function RowHead({
  axis,
  index,
  hasCorner,
}: {
  readonly axis: GridAxisView;
  readonly index: number;
  /** Says the axis' name already. */
  readonly hasCorner: boolean;
}): JSX.Element {
  const label = axis.labels[index] ?? '';
  return (
    <div class="head rowHead" role="rowheader" aria-colindex={1} title={label}>
      {!hasCorner && <span class="axis">{axis.name}</span>}
      <span class="label">{label}</span>
    </div>
  );
}
