import { join } from 'node:path';
import { ListBucketsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { FrameLocator, Locator } from 'playwright-core';
import { startSimulator, type RunningSimulator } from '../../src/simulator/server';
import { repositoryFolder } from '../host/paths';
import { openInstalled, type Installed } from '../host/installed';
import { themes } from '../host/workbench';
import { until } from '../host/until';

/** A VS Code that takes the simulator for the user's own AWS account. */
export interface InAccount extends Installed {
  readonly simulator: RunningSimulator;
}

/** Films are small and soon made; what a request costs is shown as if it were real. */
export async function openInAccount(
  theme: keyof typeof themes,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<InAccount> {
  const simulator = await startSimulator({
    lifecycle: 'active',
    filmProgram: join(repositoryFolder, 'dist', 'simulator', 'filmWorker.js'),
    maxFilmSidePx: 640,
    videoSeconds: 5,
  });
  try {
    const installed = await openInstalled({
      files,
      settings: {
        'easel.provider': 'bedrock',
        'easel.aws.region': simulator.region,
        'easel.aws.endpoint': simulator.url,
        'easel.budget.perCallAsk': null,
        'easel.budget.perDay': null,
        'workbench.colorTheme': themes[theme],
      },
      env: {
        AWS_ACCESS_KEY_ID: simulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: simulator.secretAccessKey,
      },
    });
    const close = async (): Promise<void> => {
      await installed.close();
      await simulator.close();
    };
    await installed.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return { ...installed, simulator, close };
  } catch (cause) {
    await simulator.close();
    throw cause;
  }
}

export function jobRow({ workbench }: Installed, text: string | RegExp): Locator {
  return workbench.page
    .locator('.pane', { hasText: 'Jobs' })
    .locator('.monaco-list-row')
    .filter({ hasText: text })
    .first();
}

/** The page of a film, wherever it stands among the others. */
export async function filmPage({ workbench }: Installed): Promise<FrameLocator> {
  let found: FrameLocator | undefined;
  await until('the film', async () => {
    for (const frame of await workbench.page.locator('iframe.webview.ready').all()) {
      const name = await frame.getAttribute('name');
      const page = workbench.page.frameLocator(`iframe[name="${name}"]`).frameLocator('iframe#active-frame');
      if ((await page.locator('video').count()) > 0) found = page;
    }
    return found !== undefined;
  });
  if (!found) throw new Error('The film is not there');
  return found;
}

export async function clipboard({ workbench }: Installed): Promise<string> {
  return workbench.page.evaluate<string>('navigator.clipboard.readText()');
}

export async function bucketNames(s3: S3Client): Promise<readonly string[]> {
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return buckets.map(({ Name: name = '' }) => name);
}

export async function objectKeys(s3: S3Client, bucket: string): Promise<readonly string[]> {
  const { Contents: contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return contents.map(({ Key: key = '' }) => key);
}

/** Goes to an editor that is open. */
export async function showTab({ workbench }: Installed, name: string): Promise<void> {
  await workbench.page.locator('.tabs-container .tab', { hasText: name }).click();
  await workbench.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
}

/** Opens an image in VS Code's own preview. */
export async function showImage({ workbench }: Installed, name: string): Promise<void> {
  const { page } = workbench;
  const tab = page.locator('.tabs-container .tab.active', { hasText: name });
  const row = page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first();
  // A file that has just got its name is not found at once, and an open list does not learn of it.
  await until(name, async () => {
    await page.keyboard.press('ControlOrMeta+P');
    await workbench.input.fill(name);
    await row.click({ timeout: 2000 }).catch(() => page.keyboard.press('Escape'));
    return tab.isVisible();
  });
}

/** Ticks every row of the open Quick Pick, and accepts. */
export async function tickAll({ workbench }: Installed): Promise<void> {
  await workbench.page
    .locator(
      '.quick-input-widget .quick-input-header .monaco-checkbox, .quick-input-widget .quick-input-check-all',
    )
    .first()
    .click();
}
