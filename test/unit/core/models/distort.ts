const strange: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  Number.NaN,
  '',
  'constructor',
  '__proto__',
  'AAEC',
  'AAE',
  '\u{1F642}',
  [],
  [[]],
  {},
  { length: 3 },
];

/** A copy of a JSON value with a few places exchanged for something else, left out, cut short or doubled. */
export function distort(value: unknown, random: () => number): unknown {
  if (random() < 0.12) return strange[Math.floor(random() * strange.length)];
  if (typeof value === 'string') return random() < 0.2 ? value.slice(0, random() * value.length) : value;
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown) => {
      const dice = random();
      if (dice < 0.1) return [];
      return dice < 0.2 ? [distort(entry, random), entry] : [distort(entry, random)];
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(() => random() > 0.1)
      .map(([key, entry]) => [key, distort(entry, random)]),
  );
}
