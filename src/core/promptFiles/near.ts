/** Longer names are no typing errors of a field or a model. */
const MAX_LENGTH = 60;

/** The name that was probably meant: at most a third of its letters are different. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = fold(name);
  if (wanted.length === 0 || wanted.length > MAX_LENGTH) return undefined;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const each of names) {
    if (each.length > MAX_LENGTH) continue;
    const known = fold(each);
    const most = Math.max(1, Math.floor(Math.max(wanted.length, known.length) / 3));
    if (Math.abs(wanted.length - known.length) > most) continue;
    const distance = editDistance(wanted, known);
    if (distance <= most && (best === undefined || distance < best.distance)) best = { name: each, distance };
  }
  return best?.name;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Counts two letters that changed places as one slip. */
function editDistance(one: string, other: string): number {
  let beforeThat: readonly number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      const isSwapped = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + changed,
          isSwapped ? (beforeThat[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    beforeThat = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}
