import { encodePath } from './encode';
import type { LinkedImage } from './link';

/** `url("…")`; CSS has no place for a text or a size. Quotes and backslashes are percent-encoded. */
export function cssLink({ path }: LinkedImage): string {
  return `url("${encodePath(path)}")`;
}
