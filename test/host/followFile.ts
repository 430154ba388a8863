import { existsSync, readFileSync } from 'node:fs';

/** Prints what is appended to a file until `end` is called. */
export function followFile(path: string): { end(): void } {
  let shown = 0;
  const show = (): void => {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    process.stdout.write(text.slice(shown));
    shown = text.length;
  };
  const timer = setInterval(show, 250);
  return {
    end: () => {
      clearInterval(timer);
      show();
    },
  };
}
