/** A value that the model would not take, said before anything is sent. */
export function refused(
  field: string,
  reason: string,
): { readonly kind: 'badRequest'; readonly field: string; readonly reason: string } {
  return { kind: 'badRequest', field, reason };
}
