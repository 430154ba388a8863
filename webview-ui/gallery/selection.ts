/** Which cells are chosen, by their ids: they stay chosen when others come and go. */
export interface Selection {
  /** Has the one tab stop. */
  readonly active: string | undefined;
  /** Where a range began. */
  readonly anchor: string | undefined;
  readonly selected: ReadonlySet<string>;
}

export const noSelection: Selection = { active: undefined, anchor: undefined, selected: new Set() };

/** The host takes no more at once. */
const MOST_SELECTED = 1000;

export function selectOne(id: string): Selection {
  return { active: id, anchor: id, selected: new Set([id]) };
}

/** With Ctrl or Cmd: this one as well, or no longer. */
export function toggle(selection: Selection, id: string): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(id) && selected.size < MOST_SELECTED) selected.add(id);
  return { active: id, anchor: id, selected };
}

/** With Shift: all from where the range began. @param ids of all cells, as they are read */
export function extend(selection: Selection, ids: readonly string[], id: string): Selection {
  const from = ids.indexOf(selection.anchor ?? id);
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return selectOne(id);
  const range = from <= to ? ids.slice(from, to + 1) : ids.slice(to, from + 1).reverse();
  return { active: id, anchor: ids[from], selected: new Set(range.slice(0, MOST_SELECTED)) };
}

/** Without what is no longer there. */
export function keepExisting(selection: Selection, ids: ReadonlySet<string>): Selection {
  const { active, anchor, selected } = selection;
  const isWhole =
    (active === undefined || ids.has(active)) &&
    (anchor === undefined || ids.has(anchor)) &&
    [...selected].every((id) => ids.has(id));
  if (isWhole) return selection;
  return {
    active: active !== undefined && ids.has(active) ? active : undefined,
    anchor: anchor !== undefined && ids.has(anchor) ? anchor : undefined,
    selected: new Set([...selected].filter((id) => ids.has(id))),
  };
}
