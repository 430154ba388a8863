/**
 * Tells whether the page has the keyboard. When a pick of VS Code closes, VS Code focuses the body: then what had the
 * focus last takes it again.
 *
 * @param last is kept up to date
 * @param fallback what takes the focus when that is gone
 * @returns ends it
 */
export function keepFocus(
  last: { current: HTMLElement | undefined },
  fallback: () => Element | null,
  tell: (hasFocus: boolean) => void = () => undefined,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof HTMLElement) last.current = target;
    },
    { signal },
  );
  window.addEventListener('blur', () => tell(false), { signal });
  window.addEventListener(
    'focus',
    () => {
      tell(true);
      // The window is told before the element that the focus goes to.
      queueMicrotask(() => {
        if (document.activeElement !== document.body) return;
        const again = last.current?.isConnected === true ? last.current : fallback();
        if (again instanceof HTMLElement) again.focus({ preventScroll: true });
      });
    },
    { signal },
  );
  if (document.hasFocus()) tell(true);
  return () => ending.abort();
}
