/** Characters that mean something in a regular expression. */
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;

/**
 * The source of a regular expression for a pattern with `*`, `?`, `[…]`, `**` and, in VS Code's way, `{a,b}`.
 *
 * @param hasBraces false for `.gitignore`, where braces are letters and a backslash protects the next sign
 * @see https://code.visualstudio.com/docs/editor/glob-patterns
 * @see https://git-scm.com/docs/gitignore
 */
export function globSource(pattern: string, hasBraces: boolean): string {
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at);
    if (sign === '*') {
      let end = at;
      while (pattern.charAt(end) === '*') end++;
      const isWhole =
        end - at >= 2 && /^[/{,]?$/.test(pattern.charAt(at - 1)) && /^[/},]?$/.test(pattern.charAt(end));
      if (!isWhole) source += '[^/]*';
      else if (pattern.charAt(end) === '/') {
        source += '(?:.*/)?';
        end++;
      } else source += '.*';
      at = end - 1;
    } else if (sign === '?') source += '[^/]';
    else if (sign === '[') {
      const close = pattern.indexOf(']', at + 2);
      if (close === -1) source += String.raw`\[`;
      else {
        source += classSource(pattern.slice(at + 1, close));
        at = close;
      }
    } else if (sign === '\\' && !hasBraces && at + 1 < pattern.length) {
      source += escaped(pattern.charAt(++at));
    } else if (sign === '{' && hasBraces && pattern.includes('}', at)) {
      depth++;
      source += '(?:';
    } else if (sign === '}' && depth > 0) {
      depth--;
      source += ')';
    } else if (sign === ',' && depth > 0) source += '|';
    else source += escaped(sign);
  }
  return source + ')'.repeat(depth);
}

function classSource(signs: string): string {
  const isNegated = /^[!^]/.test(signs);
  const listed = (isNegated ? signs.slice(1) : signs).replace(/[\\\]^[]/g, String.raw`\$&`);
  return isNegated ? `(?!/)[^${listed}]` : `[${listed}]`;
}

function escaped(text: string): string {
  return text.replace(SPECIAL, String.raw`\$&`);
}

/**
 * Whether a path below a folder is left out by any of VS Code's patterns. A pattern without a wildcard at its end also
 * leaves out what lies below.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const sources = patterns.flatMap((pattern) => {
    const trimmed = pattern
      .trim()
      .replace(/^\.?\//, '')
      .replace(/\/+$/, '');
    if (trimmed === '') return [];
    // `dist/**` leaves out the folder itself too, so that it is not even listed.
    const source = globSource(trimmed.endsWith('/**') ? trimmed.slice(0, -3) : trimmed, true);
    return isRegex(source) ? [source] : [];
  });
  if (sources.length === 0) return () => false;
  const anyOf = new RegExp(`^(?:${sources.join('|')})(?:/|$)`);
  return (path) => anyOf.test(path);
}

/** A pattern that somebody mistyped leaves nothing out. */
export function isRegex(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
