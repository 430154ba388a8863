import type { Dimension } from './dimensions';

/** A dimension as the front matter names it: `product`, `style`, `seed`, `guidanceScale`, `alternative 2`. */
export function findAxis<T extends Dimension>(dimensions: readonly T[], name: string): T | undefined {
  const wanted = name.trim().toLowerCase();
  const option = wanted === 'style' ? 'stylepreset' : wanted;
  return (
    dimensions.find((dimension) => dimension.id.toLowerCase() === wanted) ??
    // A variable comes before an option of the same name: it is the file's own word.
    dimensions.find(
      (dimension) => dimension.kind === 'variable' && dimension.name.toLowerCase() === wanted,
    ) ??
    dimensions.find((dimension) => dimension.kind !== 'replace' && dimension.name.toLowerCase() === option)
  );
}

/** What can go along an axis of this file: all that has more than one value. */
export function axisNames(dimensions: readonly Dimension[]): readonly string[] {
  return dimensions
    .filter(({ size }) => size > 1)
    .map(({ name }) => (name === 'stylePreset' ? 'style' : name));
}
