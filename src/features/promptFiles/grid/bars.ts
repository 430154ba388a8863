import type { Emitter } from '../../../core/emitter';
import type { NoticeView } from '../../../protocol/view';

/** A bar above the table with what its buttons do. */
export interface Bar {
  readonly severity: NoticeView['severity'];
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly run: () => unknown }[];
}

export type BarId = 'load' | 'stopped' | 'interrupted' | 'changed' | 'work' | 'judge' | 'export';

/** What is said above the table, each thing once. */
export class Bars {
  readonly #bars = new Map<BarId, Bar>();
  readonly #changed: Pick<Emitter<void>, 'fire'>;

  constructor(changed: Pick<Emitter<void>, 'fire'>) {
    this.#changed = changed;
  }

  get views(): readonly NoticeView[] {
    return [...this.#bars].map(([id, bar]) => barView(id, bar));
  }

  /** @param bar undefined takes it away */
  set(id: BarId, bar: Bar | undefined): void {
    if (!bar && !this.#bars.has(id)) return;
    if (bar) this.#bars.set(id, bar);
    else this.#bars.delete(id);
    this.#changed.fire();
  }

  /** @returns false where there is no such button any more */
  async run(id: string, action: string): Promise<boolean> {
    const button = this.#bars.get(id as BarId)?.buttons[Number(action)];
    if (!button) return false;
    await button.run();
    return true;
  }
}

export function barView(id: string, { severity, text, buttons }: Bar): NoticeView {
  return {
    id,
    severity,
    text,
    actions: buttons.map(({ label }, index) => ({ id: String(index), label })),
  };
}
