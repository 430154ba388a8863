import type { PointerInput } from './pointerTools';

/** @returns the event as plain data, from the corner of the element that listens */
export function pointOf(event: PointerEvent): PointerInput {
  const kind = event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse';
  return {
    id: event.pointerId,
    kind,
    x: event.offsetX,
    y: event.offsetY,
    button: event.button,
    pressure: event.pressure,
    isShift: event.shiftKey,
    isCommand: event.ctrlKey || event.metaKey,
  };
}

/** @returns every place since the last frame, so that a fast stroke stays round */
export function pointerInputs(event: PointerEvent): readonly PointerInput[] {
  const between = event.getCoalescedEvents();
  return between.length === 0 ? [pointOf(event)] : between.map(pointOf);
}
