import { globSource, isRegex } from './globs';

interface Rule {
  readonly source: string;
  readonly regex: RegExp;
  readonly isNegated: boolean;
  readonly foldersOnly: boolean;
}

/** The rules of one `.gitignore`, for paths below its folder. */
export interface IgnoreRules {
  /** Folder of the file, relative to the workspace folder. */
  readonly base: string;
  /** @returns undefined where no rule says anything */
  decide(path: string, isFolder: boolean): 'ignored' | 'kept' | undefined;
}

/** @see https://git-scm.com/docs/gitignore */
export function parseGitignore(text: string, base: string): IgnoreRules | undefined {
  const rules = text.split(/\r?\n/).flatMap((line) => ruleOf(line) ?? []);
  if (rules.length === 0) return undefined;
  // Most paths meet no rule: one question tells it.
  const anyRule = new RegExp(rules.map(({ source }) => `(?:${source})`).join('|'));
  const cut = base === '' ? 0 : base.length + 1;
  return {
    base,
    decide(path, isFolder) {
      const below = path.slice(cut);
      if (!anyRule.test(below)) return undefined;
      const last = rules.findLast(
        ({ regex, foldersOnly }) => (isFolder || !foldersOnly) && regex.test(below),
      );
      return last && (last.isNegated ? 'kept' : 'ignored');
    },
  };
}

function ruleOf(line: string): Rule | undefined {
  // Spaces at the end do not count, unless the last one is protected.
  let pattern = line.replace(/(?<!\\)\s+$/, '');
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  const isNegated = pattern.startsWith('!');
  if (isNegated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const isAnchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return undefined;
  const source = `${isAnchored ? '^' : '(?:^|/)'}${globSource(pattern, false)}$`;
  return isRegex(source) ? { source, regex: new RegExp(source), isNegated, foldersOnly } : undefined;
}

/** The nearest file that says something decides. */
export function isIgnored(rules: readonly IgnoreRules[], path: string, isFolder: boolean): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const decision = rules[index]?.decide(path, isFolder);
    if (decision) return decision === 'ignored';
  }
  return false;
}
