import { isVideoTask, type PromptTask } from '../../../core/promptFiles/fields';
import { taskLabel } from '../../../platform/taskLabels';
import type { Words } from '../../../platform/words';

/** A task as the interface calls it, videos included. */
export function promptTaskLabel(task: PromptTask, words: Words): string {
  if (!isVideoTask(task)) return taskLabel(task, words);
  const { t } = words;
  switch (task) {
    case 'textToVideo':
      return t('Video from words');
    case 'imageToVideo':
      return t('Video from an image');
    case 'multiShotAutomated':
      return t('Video of several shots');
    case 'multiShotManual':
      return t('Storyboard');
  }
}
