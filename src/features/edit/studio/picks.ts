import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { chooseDefault } from '../../../core/models/availability';
import { ableModels } from '../../../core/models/choosing';
import { priceOf } from '../../../core/models/price';
import { filmTasks, type FilmTask } from '../../../core/studio/film';
import { wishOf } from '../../../core/studio/plan';
import { taskKinds, type TaskKind } from '../../../core/tasks/task';
import { pickModel } from '../../../platform/picks/modelPick';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import { taskLabel } from '../../../platform/taskLabels';
import type { EditDependencies } from '../ports';
import { fieldWord, filmFieldWord, filmLabel } from '../taskWords';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** In the order of the interface. */
export const editTasks: readonly TaskKind[] = taskKinds.filter((task) => task !== 'textToImage');

/** The task pick: what each does in the field's words, and what it costs with the model that would do it. */
export async function pickTask(studio: Studio, deps: EditDependencies): Promise<void> {
  const { words, format, settings } = deps;
  const { session, models, isOffline } = studio;
  const { prices } = settings.window();
  const priceFor = (task: TaskKind): string => {
    const entry = chooseDefault(ableModels(models, wishOf(session, task)), task, session.models[task]);
    if (!entry) return t('no model for it here');
    const price = isOffline ? 0 : priceOf(entry.model, prices);
    return price === undefined ? t('price not known') : format.price(price);
  };
  const rowOf = (task: TaskKind): Row<'automatic' | TaskKind | FilmTask> => ({
    label: taskLabel(task, words),
    description: `${fieldWord(task)} · ${priceFor(task)}`,
    value: task,
  });
  const rows: (Row<'automatic' | TaskKind | FilmTask> | Separator)[] = [
    {
      label: t('Automatic'),
      description: t('from image, mask and prompt'),
      value: 'automatic',
    },
    rowOf('textToImage'),
    separator(t('edit')),
    ...editTasks.map(rowOf),
    separator(t('video')),
    ...filmTasks.map((task) => ({
      label: filmLabel(task),
      description: filmFieldWord(task),
      value: task,
    })),
  ];
  const picked = await pick({
    title: t('Task'),
    rows,
    active: (task) => task === (session.film.task ?? session.taskChoice),
    matchOnDetail: true,
  });
  if (picked.kind !== 'picked') return;
  const { value } = picked;
  if (isFilm(value)) studio.chooseFilm(value, randomUUID());
  else studio.chooseTask(value);
}

function isFilm(task: string): task is FilmTask {
  return (filmTasks as readonly string[]).includes(task);
}

export async function pickModelFor(studio: Studio, { format, settings }: EditDependencies): Promise<void> {
  const { wish, task, entry } = studio.plan();
  const picked = await pickModel(format, ableModels(studio.models, wish), task, entry?.model.id ?? '', {
    provider: studio.isOffline ? 'offline' : 'bedrock',
    own: settings.window().prices,
  });
  if (picked !== undefined && picked !== 'back') studio.chooseModel(picked.modelId);
}
