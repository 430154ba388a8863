import { Component, type JSX } from 'preact';
import type { GalleryCell } from '../../src/protocol/gallery';
import { Codicon } from '../shared/codicon';

/** What a drag carries; only the extension understands it. */
export const DRAG_TYPE = 'application/vnd.easel.images';

interface CellProps {
  readonly cell: GalleryCell;
  readonly url: string | undefined;
  readonly hasFailed: boolean;
  readonly isSelected: boolean;
  /** Has the grid's tab stop. */
  readonly isActive: boolean;
  /** From 1. */
  readonly column: number;
  readonly waitingText: string;
}

/** One image. Drawn anew only when something of it has changed: scrolling draws many. */
export class Cell extends Component<CellProps> {
  override shouldComponentUpdate(next: CellProps): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof CellProps)[]).some((key) => next[key] !== now[key]);
  }

  override render(): JSX.Element {
    const { cell, url, hasFailed, isSelected, isActive, column, waitingText } = this.props;
    return (
      <div
        class="cell"
        role="gridcell"
        aria-colindex={column}
        aria-selected={isSelected}
        tabIndex={isActive ? 0 : -1}
        title={cell.tooltip}
        draggable
        data-id={cell.id}
        data-vscode-context={JSON.stringify({
          webviewSection: 'image',
          easelImage: cell.id,
          easelIsWaiting: cell.isWaiting,
          preventDefaultContextMenuItems: true,
        })}
      >
        <div class="thumbnail">
          {url !== undefined && <img src={url} alt={cell.alt} draggable={false} decoding="async" />}
          {hasFailed && <Codicon name="file-media" />}
          {cell.badge !== undefined && (
            <span class="badge" title={cell.badgeLabel}>
              <span aria-hidden="true">{cell.badge}</span>
              <span class="visuallyHidden">{cell.badgeLabel}</span>
            </span>
          )}
          {cell.isWaiting && (
            <span class="badge waiting" title={waitingText}>
              <Codicon name="watch" />
              <span class="visuallyHidden">{waitingText}</span>
            </span>
          )}
        </div>
        <div class="name">{cell.name}</div>
      </div>
    );
  }
}
