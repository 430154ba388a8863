import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// What sharp returns lies in the memory of its WebAssembly build. It is freed after the garbage collector has found the
// very Buffer that sharp returned: whoever needs the pixels beyond an `await` keeps that Buffer, not a view of it. And
// the collector does not know how much memory hangs on that small object, so it sees no reason to come.

let collect: (() => void) | undefined;

/** So much may wait to be freed: a whole collection takes longer than making a small picture. */
const MOST_WAITING_BYTES = 32_000_000;
let waitingBytes = 0;

/**
 * Gives pictures that nobody holds back to sharp, once there are enough of them. Takes a few milliseconds: the heap beside
 * them is small.
 *
 * @param bytes at most so many have gone into sharp and come out of it since the last call
 */
export async function freeUnusedPictures(bytes: number): Promise<void> {
  waitingBytes += bytes;
  if (waitingBytes < MOST_WAITING_BYTES) return;
  waitingBytes = 0;
  collect ??= findCollector();
  collect();
  // The memory is freed by a task that the collector has queued.
  await new Promise((resolve) => setImmediate(resolve));
}

/** Node offers the collector only on its command line, which a worker has none of. */
function findCollector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    if (typeof found === 'function') return () => void Reflect.apply(found, undefined, []);
  } catch {
    // Then memory is freed later.
  }
  return () => undefined;
}
