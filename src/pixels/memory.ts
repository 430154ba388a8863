import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// What sharp returns lies in the memory of its WebAssembly build. It is freed after the garbage collector has found the
// very Buffer that sharp returned: whoever needs the pixels beyond an `await` keeps that Buffer, not a view of it. And
// the collector does not know how much memory hangs on that small object, so it sees no reason to come.

let collect: (() => void) | undefined;

/** Gives pictures that nobody holds back to sharp. Takes a few milliseconds: the heap beside them is small. */
export async function freeUnusedPictures(): Promise<void> {
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
