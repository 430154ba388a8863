import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import type { Installed } from '../host/installed';
import { until } from '../host/until';

/** A picture with something in it to paint over. */
export async function lamp(width: number, height: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 400 300">
    <rect width="400" height="300" fill="#cfd8dc"/><rect y="220" width="400" height="80" fill="#8d6e63"/>
    <path d="M180 90h60l20 60h-100z" fill="#f9a825"/><rect x="205" y="150" width="10" height="70" fill="#5d4037"/></svg>`;
  return await sharp(Buffer.from(svg)).png().toBuffer();
}

/** Opens the image's menu in the Explorer, as a person does, and chooses. */
export async function chooseInExplorer({ workbench }: Installed, file: string, item: string): Promise<void> {
  const { page } = workbench;
  // Menus know of the extension's commands once it was scanned.
  await workbench.statusBarEntry(/Easel offline/);
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).click({ button: 'right' });
  const row = page.locator('.monaco-menu .action-label', { hasText: item }).first();
  await row.waitFor();
  await until('the menu to take the choice', async () => {
    // A menu that has just opened ignores the mouse, so that letting go of the button chooses nothing.
    if (await row.isVisible()) await row.click({ timeout: 1000 }).catch(() => undefined);
    return !(await row.isVisible());
  });
}

/** Opens the Studio from the Explorer's list, by keys alone. */
export async function openByKeys({ workbench }: Installed, file: string): Promise<void> {
  const { keyboard } = workbench.page;
  const menu = workbench.page.locator('.monaco-menu .action-item.focused', {
    hasText: 'Edit in Easel Studio',
  });
  await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).waitFor();
  await keyboard.press('Control+Shift+E');
  await until('the image to be chosen', async () => {
    await keyboard.press('ArrowDown');
    return (
      (await workbench.page
        .locator('.explorer-folders-view .monaco-list-row.focused', { hasText: file })
        .count()) > 0
    );
  });
  await keyboard.press('Shift+F10');
  await until('the row of the menu', async () => {
    if ((await menu.count()) > 0) return true;
    await keyboard.press('ArrowDown');
    return (await menu.count()) > 0;
  });
  await keyboard.press('Enter');
}

/** Draws a stroke with the mouse over the middle of the canvas. */
export async function paint(studio: FrameLocator, { workbench }: Installed): Promise<void> {
  const box = await studio.getByRole('application').boundingBox();
  if (box === null) throw new Error('The canvas is not seen');
  const { mouse } = workbench.page;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await mouse.move(x - 20, y - 30);
  await mouse.down();
  await mouse.move(x + 20, y - 10, { steps: 5 });
  await mouse.move(x, y + 20, { steps: 5 });
  await mouse.up();
}

/** What has the focus in the page: its id, or another name. */
export async function focused(studio: FrameLocator): Promise<string> {
  const element = studio.locator(':focus').first();
  if ((await element.count()) === 0) return '';
  for (const attribute of ['id', 'data-focus', 'role']) {
    const name = await element.getAttribute(attribute);
    if (name !== null && name !== '') return name;
  }
  return '';
}

/** Goes on with Tab, or back, until something has the focus. */
export async function tabTo(
  studio: FrameLocator,
  { workbench }: Installed,
  name: string,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  for (let press = 0; press < 40; press++) {
    if ((await focused(studio)) === name) return;
    await workbench.page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${name}`);
}
