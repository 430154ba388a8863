/**
 * Fills `{0}`, `{1}` … of a sentence.
 *
 * @param template a whole sentence in the user's language; what it does not name is left out
 */
export function formatText(template: string, ...values: readonly (string | number)[]): string {
  return template.replaceAll(/\{(\d+)\}/g, (whole, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? whole : String(value);
  });
}
