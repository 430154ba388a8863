import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { outFolder } from './paths';

/** VS Code's own themes, by the names that the setting `workbench.colorTheme` takes. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

/** Pictures of the workbench, for people to look at. */
export const screenshotFolder = join(outFolder, 'screenshots');

/** A notification as a user reads it. */
export interface ShownNotification {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** The workbench in a browser page, used by keyboard and mouse as a person would. Waits are bounded by the page's own limit. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the address and waits until the workbench has drawn its parts. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Waits until the Explorer shows the folders of a `.code-workspace` file. In a browser VS Code sometimes asks for the
   * file before the connection that reads it is there, and opens an empty workspace: then the page is loaded again.
   */
  async waitForFolders(): Promise<void> {
    const folders = this.page.locator('.explorer-folders-view .monaco-list-row');
    for (let attempt = 1; ; attempt += 1) {
      try {
        await folders.first().waitFor({ timeout: 10_000 });
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.page.reload();
      }
    }
  }

  /** Runs a command from the Command Palette, by the title that stands there. */
  async runCommand(title: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const row = await this.findCommand(title);
      try {
        await row.click({ timeout: 5000 });
        return;
      } catch (error) {
        // The palette was taken along by a pick that closed; a click that was not made has run nothing.
        if (attempt === 3) throw error;
      }
    }
  }

  /** Opens the Command Palette and waits for the row of a command. */
  async findCommand(title: string): Promise<Locator> {
    const row = this.rows.filter({ hasText: title }).first();
    // Extensions are scanned a second or two after the workbench is drawn, and an open palette does not learn of their
    // commands: as a person would, close it and look again.
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press('F1');
      try {
        // What closes just now, as another pick, takes a palette along that opens meanwhile.
        await this.input.waitFor({ timeout: 5000 });
        await this.input.fill(`>${title}`, { timeout: 5000 });
        await row.waitFor({ timeout: 2000 });
        return row;
      } catch (error) {
        if (attempt === 10) {
          throw error;
        }
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file of the workspace by its path below the folder, in an editor that is not a preview. */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.input.waitFor();
    await this.input.fill(path);
    await this.rows.filter({ hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tabs-container .tab.active').filter({ hasText: name }).waitFor();
    await this.editor.waitFor();
  }

  /**
   * Selects text in the active editor.
   *
   * @param from line and column of its start, counted from 1
   * @param length in UTF-16 units, within one line
   */
  async select(from: { readonly line: number; readonly column: number }, length: number): Promise<void> {
    await this.goTo(from.line, from.column);
    for (let step = 0; step < length; step += 1) {
      await this.page.keyboard.press('Shift+ArrowRight');
    }
  }

  /** Selects a whole line of the active editor, without its end. */
  async selectLine(line: number): Promise<void> {
    await this.goTo(line, 1);
    await this.page.keyboard.press('Shift+End');
  }

  /** Puts the cursor at a line and column, counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press('Control+G');
    await this.input.waitFor();
    await this.input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.input.waitFor({ state: 'hidden' });
  }

  /** @returns the lines of the active editor that are drawn, top to bottom */
  async visibleText(): Promise<string> {
    // The elements stand in the order in which they were drawn, not in that of the lines.
    const drawn = await Promise.all(
      (await this.editor.locator('.view-line').all()).map(async (line) => ({
        top: (await line.boundingBox())?.y ?? 0,
        text: ((await line.textContent()) ?? '').replaceAll('\u00a0', ' '),
      })),
    );
    const lines = drawn.sort((a, b) => a.top - b.top).map(({ text }) => text);
    return lines.join('\n');
  }

  /** Waits for a Quick Pick or input box. @returns its title, empty when it has none */
  async quickInputTitle(): Promise<string> {
    await this.page.locator('.quick-input-widget:visible').waitFor();
    return (await this.page.locator('.quick-input-title').innerText()).trim();
  }

  /** Waits until the open Quick Pick has this title: one follows another without a moment between. */
  async expectTitle(title: string | RegExp): Promise<void> {
    await this.page.locator('.quick-input-title').filter({ hasText: title }).waitFor();
  }

  /** @returns the rows of the open Quick Pick that are drawn, label first, as they are read aloud */
  async quickPickRows(): Promise<readonly string[]> {
    await this.rows.first().waitFor();
    // In one look: a pick that closes between two would be waited for.
    return await this.rows.evaluateAll((rows: readonly { getAttribute(name: string): string | null }[]) =>
      rows.map((row) => row.getAttribute('aria-label') ?? ''),
    );
  }

  /** Waits for a row of the open Quick Pick that contains the text, and accepts it. */
  async pick(text: string): Promise<void> {
    await this.rows.filter({ hasText: text }).first().click();
  }

  /** Types into the open input box or Quick Pick, in place of what stands there, and accepts it. */
  async answer(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Waits for a notification that contains the text. */
  async notification(text: string | RegExp): Promise<Locator> {
    const found = this.notificationRows.filter({ hasText: text }).first();
    await found.waitFor();
    return found;
  }

  /** @returns the notifications that are shown now */
  async notifications(): Promise<readonly ShownNotification[]> {
    const shown: ShownNotification[] = [];
    for (const row of await this.notificationRows.all()) {
      shown.push({
        text: (await row.locator('.notification-list-item-message').innerText()).trim(),
        buttons: await row
          .locator('.notification-list-item-buttons-container .monaco-button')
          .allInnerTexts(),
      });
    }
    return shown;
  }

  /** Presses a button of the notification that contains the text. */
  async pressInNotification(text: string | RegExp, button: string): Promise<void> {
    const row = await this.notification(text);
    await row.getByRole('button', { name: button }).click();
  }

  /** Waits for a status bar entry that contains the text. */
  async statusBarEntry(text: string | RegExp): Promise<Locator> {
    const found = this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
    await found.waitFor();
    return found;
  }

  /** @returns the document inside a webview; VS Code puts it two frames deep */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Keeps a picture of what is seen now. @returns its path */
  async screenshot(name: string): Promise<string> {
    await mkdir(screenshotFolder, { recursive: true });
    const path = join(screenshotFolder, `${name}.png`);
    // What fades or slides in is shown as it will stand.
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Keeps how the window looked at the end: a test that failed is understood from it. */
  async keepLastSeen(): Promise<void> {
    const folder = join(outFolder, 'last-seen');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${new Date().toISOString().replaceAll(':', '-')}.png`);
    // A page that has crashed has no picture; the test says so itself.
    await this.page.screenshot({ path, animations: 'disabled', timeout: 5000 }).catch(() => undefined);
  }

  /** The field of the Command Palette, of Quick Picks and of input boxes. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  private get rows(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
  }

  private get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  private get notificationRows(): Locator {
    return this.page.locator(
      '.notifications-toasts .notification-list-item, .notifications-center .notification-list-item',
    );
  }
}
