import { baseName, type GalleryImage } from '../../core/gallery/image';
import { taskKinds, type TaskKind } from '../../core/tasks/task';
import { taskLabel } from '../../platform/taskLabels';
import type { Words } from '../../platform/words';

/** A tooltip is for a look; the recipe has the whole prompt. */
const MOST_LETTERS = 300;

/** Path, size, prompt, model, seed, price, used in: a line each, where it is known. */
export function cellTooltip(
  image: GalleryImage,
  usedIn: readonly string[],
  words: Words,
  folded: readonly GalleryImage[] = [],
): string {
  const { t, format } = words;
  const { files, making } = image;
  const [first] = files;
  const kilobytes = format.number(Math.max(1, Math.round(first.bytes / 1000)));
  const lines = [
    ...files.slice(0, 5).map(({ path }) => path),
    ...(files.length > 5 ? [t('and {0} more with the same bytes', format.number(files.length - 5))] : []),
    ...folded.slice(0, 5).map((each) => t('Nearly equal: {0}', each.files[0].path)),
    ...(folded.length > 5 ? [t('and {0} more that are nearly equal', format.number(folded.length - 5))] : []),
    making
      ? t('{0} x {1}, {2} KB', format.number(making.width), format.number(making.height), kilobytes)
      : t('{0} KB', kilobytes),
  ];
  if (making) {
    if (making.prompt !== '') lines.push(shortened(making.prompt));
    lines.push(making.modelName);
    if (making.seed !== undefined) lines.push(t('Seed {0}', making.seed));
    lines.push(format.about(making.priceUsd));
  }
  const [document] = usedIn;
  if (document !== undefined) {
    lines.push(
      usedIn.length === 1
        ? t('Used in {0}', document)
        : t('Used in {0} and {1} more', document, format.number(usedIn.length - 1)),
    );
  }
  return lines.join('\n');
}

/** The prompt until somebody has described the image; the name where there is none. */
export function cellAlt({ files, making }: GalleryImage): string {
  return making && making.prompt.trim() !== '' ? shortened(making.prompt) : baseName(files[0].path);
}

/** @returns the label of a task, or the recipe's own word for one that this version does not know */
export function taskWords(task: string, words: Words): string {
  return isTask(task) ? taskLabel(task, words) : task;
}

function isTask(task: string): task is TaskKind {
  return taskKinds.some((kind) => kind === task);
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= MOST_LETTERS) return line;
  // A letter has two units at most; one more than fits tells that there are more.
  const letters = [...line.slice(0, 2 * MOST_LETTERS + 2)];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : line;
}
