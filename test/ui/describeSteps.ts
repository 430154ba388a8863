import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Recipe } from '../../src/core/recipes/recipe';
import { startSimulator, type RunningSimulator } from '../../src/simulator/server';
import { openInstalled, type Installed, type InstalledOptions } from '../host/installed';
import { until } from '../host/until';

/** Opens an image in VS Code's own preview, where the palette offers what is done with images. */
export async function preview({ workbench }: Installed, name: string): Promise<void> {
  const { page } = workbench;
  await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).waitFor();
  const row = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: name }).first();
  // A pick that is just closing takes this one along, and a new file is listed a moment later: as a person would, look again.
  await until(`${name} in the list`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+P');
    return await workbench.input
      .fill(name, { timeout: 3000 })
      .then(() => row.waitFor({ timeout: 2000 }))
      .then(
        () => true,
        () => false,
      );
  });
  await page.keyboard.press('Enter');
  await page.locator('.tabs-container .tab.active').filter({ hasText: name }).waitFor();
}

/** What is kept of how the images of a project were made. */
export async function recipesOf(workspace: string): Promise<readonly Recipe[]> {
  const folder = join(workspace, '.easel', 'recipes');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map(
        async ({ parentPath, name }) => JSON.parse(await readFile(join(parentPath, name), 'utf8')) as Recipe,
      ),
  );
}

/** The Studio's page: the image preview beside it is another one. */
export function studioOf({ workbench }: Installed): FrameLocator {
  return workbench.page
    .frameLocator('iframe.webview.ready[src*="extensionId=easel"]')
    .frameLocator('iframe#active-frame');
}

/** `Easel`, not `Edit in Easel Studio`. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text}\\s*$`);
}

/** Chooses from a submenu of the Explorer's menu. */
export async function chooseInSubmenu(
  { workbench }: Installed,
  names: readonly string[],
  submenu: string,
  item: string,
): Promise<void> {
  const { page } = workbench;
  const rowOf = (name: string) =>
    page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).first();
  const [last = ''] = names.slice(-1);
  const row = page.locator('.monaco-menu .action-label', { hasText: item }).first();
  // Menus know of the extension's commands once it was scanned: as a person would, look again.
  await until(`${item} in the menu`, async () => {
    // A submenu is open on top of its menu.
    for (let press = 0; press < 2; press++) await page.keyboard.press('Escape');
    for (const [index, name] of names.entries()) {
      await rowOf(name).click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
    }
    await rowOf(last).click({ button: 'right' });
    const opener = page
      .locator('.monaco-menu .action-label')
      .filter({ hasText: exactly(submenu) })
      .first();
    await opener.waitFor();
    await opener.hover();
    await opener.click({ timeout: 2000 }).catch(() => undefined);
    return await row.waitFor({ timeout: 3000 }).then(
      () => true,
      async () => {
        await workbench.screenshot('submenu-without-the-item');
        return false;
      },
    );
  });
  await until('the menu to take the choice', async () => {
    // A menu that has just opened ignores the mouse, so that letting go of the button chooses nothing.
    if (await row.isVisible()) await row.click({ timeout: 1000 }).catch(() => undefined);
    return !(await row.isVisible());
  });
}

export interface OnSimulator {
  readonly installed: Installed;
  readonly simulator: RunningSimulator;
  readonly close: () => Promise<void>;
}

/** A VS Code whose Amazon Bedrock is a simulator that can be told to fail. */
export async function openOnSimulator(options: InstalledOptions): Promise<OnSimulator> {
  const simulator = await startSimulator({ lifecycle: 'active' });
  try {
    const installed = await openInstalled({
      ...options,
      settings: {
        'easel.provider': 'bedrock',
        'easel.aws.region': simulator.region,
        'easel.aws.endpoint': simulator.url,
        ...options.settings,
      },
      env: {
        AWS_ACCESS_KEY_ID: simulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: simulator.secretAccessKey,
      },
    });
    return {
      installed,
      simulator,
      close: async () => {
        await installed.close();
        await simulator.close();
      },
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}
