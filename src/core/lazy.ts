/**
 * Builds something at its first use, and once. A failure is not kept: the next use tries again.
 */
export function lazy<T>(build: () => Promise<T>): () => Promise<T> {
  let built: Promise<T> | undefined;
  return () =>
    (built ??= build().catch((cause: unknown) => {
      built = undefined;
      throw cause;
    }));
}
