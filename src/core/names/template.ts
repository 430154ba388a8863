import type { TemplateValues } from '../files/store';
import { err, ok, type Result } from '../result';
import { safeSegment } from './segment';

/**
 * The folders and the name that a path template asks for, safe on every system and inside the folder whatever the
 * values are.
 *
 * @param template for example `generated-images/${slug}`
 * @returns at least one segment, the last one the name without an extension; `badRequest` for an unknown variable, an
 *   absolute path or one that climbs out
 */
export function fillTemplate(template: string, values: TemplateValues): Result<readonly string[]> {
  const parts = template.split(/[/\\]/).map((part) => part.trim());
  if (/^\s*(?:[/\\]|[A-Za-z]:|~)/.test(template) || parts.includes('..')) {
    return refused('it must stay inside the workspace folder');
  }
  const segments: string[] = [];
  for (const part of parts.filter((each) => each !== '' && each !== '.')) {
    let unknown: string | undefined;
    const filled = part.replace(/\$\{([^}]*)\}?/g, (whole, name: string) => {
      if (whole.endsWith('}') && Object.hasOwn(values, name)) return values[name as keyof TemplateValues];
      unknown ??= whole;
      return '';
    });
    if (unknown !== undefined) return refused(`${unknown} is not known`);
    segments.push(safeSegment(filled));
  }
  // `images/` names a folder only.
  if (segments.length > 0 && parts.at(-1) === '') segments.push(safeSegment(values.slug));
  return segments.length === 0 ? refused('it names no file') : ok(segments);
}

function refused(reason: string): Result<never> {
  return err({ kind: 'badRequest', field: 'easel.output.images', reason });
}
