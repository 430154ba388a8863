import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { ok, type Result } from '../../core/result';
import type { TaskKind } from '../../core/tasks/task';
import { registerCommand } from '../../platform/commands';
import type { CommandId } from '../../platform/ids';
import { pick } from '../../platform/quickPick';
import { chosenImages } from './explorer';
import type { QuickEdit } from './quick/quickEdit';
import type { StudioPanels } from './studio/studioPanels';
import { fieldWord, taskVerb } from './taskWords';

/** What the commands need; built when the first of them runs. */
export interface Editing {
  readonly panels: StudioPanels;
  readonly quick: QuickEdit;
}

/** Also the view type of the panels. */
const STUDIO_VIEW_TYPE = 'easel.studio';

const taskCommands = {
  'easel.task.vary': 'imageVariation',
  'easel.task.inpaint': 'inpaint',
  'easel.task.removeObject': 'removeObject',
  'easel.task.replaceBackground': 'replaceBackground',
  'easel.task.outpaint': 'outpaint',
  'easel.task.removeBackground': 'removeBackground',
  'easel.task.recolor': 'recolor',
  'easel.task.structure': 'followStructure',
  'easel.task.palette': 'followPalette',
  'easel.task.style': 'followStyle',
  'easel.task.tryOn': 'tryOn',
  'easel.task.upscale': 'upscale',
} as const satisfies Partial<Record<CommandId, TaskKind>>;

/** The Studio, and every edit as a command. */
export function registerEdit(
  editing: () => Promise<Editing>,
  report: (error: ImageError) => void,
): Disposable {
  const store = new DisposableStore();
  store.add(
    registerCommand('easel.openStudio', report, async () => {
      await (await editing()).panels.open({});
      return ok();
    }),
  );
  store.add(
    registerCommand('easel.editInStudio', report, async (image, images) => {
      const chosen = await chosenImages(image, images);
      const [first, ...more] = chosen.images;
      await (
        await editing()
      ).panels.open({
        ...(first ? { image: first } : {}),
        ...(more.length > 0 ? { moreImages: more, task: 'imageVariation' } : {}),
        ...(chosen.mask ? { mask: chosen.mask } : {}),
      });
      return ok();
    }),
  );
  store.add(
    registerCommand('easel.editImage', report, async (image, images) => {
      const task = await pickEdit();
      return task ? start(editing, task, image, images) : ok();
    }),
  );
  for (const [command, task] of Object.entries(taskCommands)) {
    store.add(
      registerCommand(command as keyof typeof taskCommands, report, (...[image, images]: unknown[]) =>
        start(editing, task, image, images),
      ),
    );
  }
  const active = (run: (panel: NonNullable<StudioPanels['active']>) => unknown) => async () => {
    const panel = (await editing()).panels.active;
    if (panel) await run(panel);
    return ok();
  };
  store.add(
    registerCommand(
      'easel.studio.generate',
      report,
      // While it sends, the key does nothing: a second press must not pay twice.
      active((panel) => panel.start()),
    ),
  );
  store.add(
    registerCommand(
      'easel.studio.undo',
      report,
      active((panel) => panel.command('undo')),
    ),
  );
  store.add(
    registerCommand(
      'easel.studio.redo',
      report,
      active((panel) => panel.command('redo')),
    ),
  );
  store.add(
    registerCommand(
      'easel.studio.accept',
      report,
      active(({ studio, actions }) => studio.chosen && actions.accept(studio.chosen.id)),
    ),
  );
  store.add(
    registerCommand('easel.studio.showWaiting', report, async (inboxId) => {
      if (typeof inboxId === 'string') await (await editing()).panels.showWaiting(inboxId);
      return ok();
    }),
  );
  store.add(
    vscode.window.registerWebviewPanelSerializer(STUDIO_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        await (await editing()).panels.restore(panel, state);
      },
    }),
  );
  return store;
}

/** In the Studio when it has the image already, else with a Quick Pick. */
async function start(
  editing: () => Promise<Editing>,
  task: TaskKind,
  image: unknown,
  images: unknown,
): Promise<Result<void>> {
  const { panels, quick } = await editing();
  if (image === undefined && panels.active) {
    panels.active.studio.chooseTask(task);
    return ok();
  }
  return quick.run(task, await chosenImages(image, images));
}

async function pickEdit(): Promise<TaskKind | undefined> {
  const picked = await pick<TaskKind>({
    title: vscode.l10n.t('Edit Image'),
    rows: Object.values(taskCommands).map((task) => ({
      label: taskVerb(task),
      description: fieldWord(task),
      value: task,
    })),
  });
  return picked.kind === 'picked' ? picked.value : undefined;
}
