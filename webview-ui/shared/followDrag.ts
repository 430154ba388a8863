/** Follows a pointer from its press on a handle to its release; `moved` gets the way since the press, in CSS pixels. */
export function followDrag(event: PointerEvent, moved: (x: number, y: number) => void): void {
  const handle = event.currentTarget;
  if (event.button !== 0 || !(handle instanceof HTMLElement)) return;
  handle.setPointerCapture(event.pointerId);
  const { clientX, clientY } = event;
  const onMove = (next: PointerEvent): void => moved(next.clientX - clientX, next.clientY - clientY);
  const onEnd = (): void => {
    handle.removeEventListener('pointermove', onMove);
    handle.removeEventListener('pointerup', onEnd);
    handle.removeEventListener('pointercancel', onEnd);
  };
  handle.addEventListener('pointermove', onMove);
  handle.addEventListener('pointerup', onEnd);
  handle.addEventListener('pointercancel', onEnd);
}
