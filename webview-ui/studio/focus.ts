import type { StudioMethods } from '../../src/protocol/studio';

type Region = StudioMethods['focus']['params']['region'];

/**
 * Tells which region has the focus, and takes it up again where it was. When a pick of VS Code closes, VS Code focuses
 * the page's body, not the control that opened it.
 */
export class FocusKeeper {
  readonly #report: (region: Region) => void;
  #last: HTMLElement | undefined;
  /** Where the focus was in another region. */
  #before: HTMLElement | undefined;
  #lastName = '';
  #region: Region = '';

  constructor(report: (region: Region) => void) {
    this.#report = report;
    document.addEventListener('focusin', (event) => {
      if (event.target instanceof HTMLElement) this.#enter(event.target);
    });
    window.addEventListener('blur', () => this.#tell(''));
    window.addEventListener('focus', () => {
      // The window is told before the element that it gives the focus to.
      queueMicrotask(() => this.restore());
    });
  }

  /** What takes the focus when the page gets it and had it nowhere before. */
  startAt(name: string): void {
    if (this.#lastName === '') this.#lastName = name;
  }

  /** Gives the focus back to where it was, after the element was moved or VS Code focused the body. */
  restore(): void {
    if (!document.hasFocus()) return;
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused !== document.body) {
      this.#enter(focused);
      return;
    }
    const again = this.#last?.isConnected === true ? this.#last : findByName(this.#lastName);
    again?.focus({ preventScroll: true });
  }

  /** Gives the focus back to where it was before something that is closed now took it. */
  goBack(): void {
    const before = this.#before?.isConnected === true ? this.#before : undefined;
    before?.focus();
  }

  #enter(element: HTMLElement): void {
    const isSameRegion =
      this.#last?.closest('[data-region], [role=dialog]') === element.closest('[data-region], [role=dialog]');
    if (!isSameRegion) this.#before = this.#last;
    this.#last = element;
    this.#lastName = element.id === '' ? (element.dataset['focus'] ?? '') : element.id;
    const region = element.closest<HTMLElement>('[data-region]')?.dataset['region'];
    const isRegion = region === 'canvas' || region === 'candidates' || region === 'form' || region === 'ask';
    this.#tell(isRegion ? region : '');
  }

  #tell(region: Region): void {
    if (region === this.#region) return;
    this.#region = region;
    this.#report(region);
  }
}

/** An element that was built anew has the id of the old one, or the same `data-focus`. */
function findByName(name: string): HTMLElement | undefined {
  if (name === '') return undefined;
  const quoted = CSS.escape(name);
  return document.querySelector<HTMLElement>(`#${quoted}, [data-focus="${quoted}"]`) ?? undefined;
}

/** Whether keys that are typed there are text. */
export function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !['radio', 'checkbox', 'range', 'color', 'button'].includes(target.type)
  );
}
