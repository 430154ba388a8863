import { Component, type JSX } from 'preact';
import type { GridCellView } from '../../src/protocol/grid';
import { Codicon } from '../shared/codicon';
import { CellState, GoneImage } from './cellState';
import { Marks } from './marks';
import type { GridPage } from './page';
import { leadImage } from './state';

interface CellProps extends Pick<GridPage, 'text' | 'number'> {
  readonly cell: GridCellView;
  /** Of the image that stands for the cell; undefined until it is there. */
  readonly url: string | undefined;
  readonly hasNoThumbnail: boolean;
  /** 1 or 2 where it is chosen for Compare. */
  readonly chosenAs: number | undefined;
  /** Has the table's tab stop. */
  readonly isActive: boolean;
  /** From 1, headings counted. */
  readonly columnIndex: number;
  readonly left: number;
  readonly width: number;
  /** Where it stands, for a list that has no headings. */
  readonly caption: string | undefined;
  readonly onAct: (notice: string, action: string) => void;
}

/** One place of the table. Drawn anew only when something of it has changed: scrolling draws many. */
export class Cell extends Component<CellProps> {
  override shouldComponentUpdate(next: CellProps): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof CellProps)[]).some((key) => next[key] !== now[key]);
  }

  override render(): JSX.Element {
    const { cell, chosenAs, isActive, columnIndex, left, width, caption, text, onAct } = this.props;
    const { id, state, images } = cell;
    const lead = leadImage(cell);
    return (
      <div
        class={`cell ${state.kind} ${lead?.isAccepted === true ? 'accepted' : ''}`}
        role="gridcell"
        aria-colindex={columnIndex}
        aria-selected={chosenAs !== undefined}
        tabIndex={isActive ? 0 : -1}
        style={{ left: `${left}px`, width: `${width}px` }}
        data-id={id}
        data-vscode-context={JSON.stringify({
          webviewSection: 'cell',
          easelCell: id,
          easelCellState: state.kind,
          easelHasImage: images.length > 0,
          preventDefaultContextMenuItems: true,
        })}
      >
        <span class="visuallyHidden">{cell.label}</span>
        <div class="picture" aria-hidden="true" title={cell.label}>
          {lead ? this.renderImage(lead.name) : this.renderState()}
          {lead && state.kind !== 'made' && <div class="over">{this.renderState()}</div>}
          {chosenAs !== undefined && (
            <span class="badge chosen" title={text('selectedAs', chosenAs)}>
              {chosenAs}
            </span>
          )}
          {lead?.isAccepted === true && (
            <span class="badge inUse">
              <Codicon name="check" />
              <span>{text('inUse')}</span>
            </span>
          )}
          {images.length > 1 && (
            <span class="badge several" title={text('severalImages', images.length)}>
              {`×${images.length}`}
            </span>
          )}
        </div>
        {caption !== undefined && (
          <div class="caption" title={caption} aria-hidden="true">
            {caption}
          </div>
        )}
        {state.kind === 'failed' && state.actions.length > 0 ? (
          <div class="marks">
            {state.actions.slice(0, 1).map((action) => (
              // By the keyboard it is R, and the enlarged view has them all: the table has one tab stop.
              <button
                key={action.id}
                type="button"
                class="button secondary"
                tabIndex={-1}
                onClick={() => onAct(id, action.id)}
              >
                {action.label}
              </button>
            ))}
          </div>
        ) : (
          <Marks cell={cell} image={lead} text={text} />
        )}
      </div>
    );
  }

  private renderImage(name: string): JSX.Element | null {
    const { url, hasNoThumbnail, text } = this.props;
    if (hasNoThumbnail) return <GoneImage text={text} name={name} />;
    return url === undefined ? null : <img src={url} alt="" draggable={false} decoding="async" />;
  }

  private renderState(): JSX.Element {
    const { cell, text, number } = this.props;
    return <CellState state={cell.state} saysWaiting={false} text={text} number={number} />;
  }
}
