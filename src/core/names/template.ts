import type { TemplateValues } from '../files/store';
import { err, ok, type Result } from '../result';

/** Most file systems take 255 bytes; the rest is for a number, an extension and a temporary name. */
const MAX_SEGMENT_BYTES = 200;

/** Device names of Windows, with or without an extension; reserved in any folder. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

const unsafe = /[<>:"|?*\\/]|\p{Cc}|\p{Cf}/gu;

/**
 * The folders and the name that a path template asks for, safe on every system and inside the folder whatever the
 * values are.
 *
 * @param template for example `generated-images/${slug}`
 * @returns at least one segment, the last one the name without an extension; `badRequest` for an unknown variable, an
 *   absolute path or one that climbs out
 */
export function fillTemplate(template: string, values: TemplateValues): Result<readonly string[]> {
  const parts = template.split(/[/\\]/);
  if (/^[/\\]|^[A-Za-z]:|^~/.test(template) || parts.some((part) => part.trim() === '..')) {
    return err(refused('it must stay inside the workspace folder'));
  }
  const segments: string[] = [];
  for (const part of parts) {
    let unknown: string | undefined;
    const filled = part.replace(/\$\{(\w*)\}/g, (_whole, name: string) => {
      if (Object.hasOwn(values, name)) return values[name as keyof TemplateValues];
      unknown = name;
      return '';
    });
    if (unknown !== undefined) return err(refused(`\${${unknown}} is not known`));
    const isLeftOut = part.trim() === '' || part.trim() === '.';
    if (!isLeftOut) segments.push(safeSegment(filled));
  }
  return segments.length === 0 ? err(refused('it names no file')) : ok(segments);
}

/** One name that every system takes; a value can never add a folder. */
export function safeSegment(text: string): string {
  const clean = cutToBytes(text.normalize('NFC').replace(unsafe, '-'), MAX_SEGMENT_BYTES)
    .replace(/^\s+/, '')
    .replace(/[\s.]+$/, '');
  // A value that is only dots would be the folder itself or the one above.
  const named = /^\.*$/.test(clean) ? 'image' : clean;
  return reserved.test(named) ? `_${named}` : named;
}

function cutToBytes(text: string, maxBytes: number): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}

function refused(reason: string): { kind: 'badRequest'; field: string; reason: string } {
  return { kind: 'badRequest', field: 'easel.output.images', reason };
}
