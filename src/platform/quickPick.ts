import * as vscode from 'vscode';

/** A row that stands for a value. */
export interface Row<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export type Separator = vscode.QuickPickItem & { kind: vscode.QuickPickItemKind.Separator };

export function separator(label = ''): Separator {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder?: string;
  readonly rows: readonly (Row<T> | Separator)[];
  /** The row that Enter takes without moving; the first one else. */
  readonly active?: (value: T) => boolean;
  readonly withBack?: boolean;
  readonly buttons?: readonly { readonly button: vscode.QuickInputButton; run(): void }[];
  readonly matchOnDetail?: boolean;
  /** Called once it is shown, for rows that are known only later; the signal ends with the box. */
  readonly whileOpen?: (show: (rows: readonly (Row<T> | Separator)[]) => void, signal: AbortSignal) => void;
}

export type Picked<T> =
  { readonly kind: 'picked'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'left' };

/** One Quick Pick: a value, the Back button, or left by Esc or a loss of focus. */
export function pick<T>(options: PickOptions<T>): Promise<Picked<T>> {
  return new Promise((resolve) => {
    const box = vscode.window.createQuickPick<Row<T> | Separator>();
    let picked: Picked<T> = { kind: 'left' };
    const isRow = (item: Row<T> | Separator | undefined): item is Row<T> =>
      item !== undefined && item.kind !== vscode.QuickPickItemKind.Separator;
    box.title = options.title;
    box.placeholder = options.placeholder;
    box.matchOnDescription = true;
    box.matchOnDetail = options.matchOnDetail ?? false;
    box.items = options.rows;
    box.buttons = [
      ...(options.withBack ? [vscode.QuickInputButtons.Back] : []),
      ...(options.buttons ?? []).map(({ button }) => button),
    ];
    const { active } = options;
    const activeRow =
      active && options.rows.find((item) => isRow(item as Row<T>) && active((item as Row<T>).value));
    if (activeRow) box.activeItems = [activeRow];
    box.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) {
        picked = { kind: 'back' };
        box.hide();
      } else options.buttons?.find((entry) => entry.button === button)?.run();
    });
    box.onDidAccept(() => {
      const chosen = box.selectedItems[0];
      if (!isRow(chosen)) return;
      picked = { kind: 'picked', value: chosen.value };
      box.hide();
    });
    const open = new AbortController();
    // Settles in one place: whatever ends the box, it hides.
    box.onDidHide(() => {
      open.abort();
      box.dispose();
      resolve(picked);
    });
    box.show();
    options.whileOpen?.((rows) => {
      if (open.signal.aborted) return;
      const [before] = box.activeItems;
      box.items = rows;
      // The row that the user is on stays that row, or Enter would do something else than a moment ago.
      const same = isRow(before) && rows.find((row) => isRow(row) && row.value === before.value);
      if (same) box.activeItems = [same];
    }, open.signal);
  });
}
