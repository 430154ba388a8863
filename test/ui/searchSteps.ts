import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { AwsConnection } from '../../src/aws/connection';
import { BedrockInvoker } from '../../src/aws/invoker';
import { createRegistry } from '../../src/core/models/known';
import type { RunningSimulator } from '../../src/simulator/server';
import type { Installed } from '../host/installed';
import type { Settings } from '../host/server';
import { until } from '../host/until';
import { silentLog } from '../unit/pixels/support';

/** What a window needs to call the simulator as if it were AWS. */
export function callsOf(simulator: RunningSimulator): {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string>>;
} {
  return {
    settings: {
      'easel.provider': 'bedrock',
      'easel.aws.region': simulator.region,
      'easel.aws.endpoint': simulator.url,
    },
    env: {
      AWS_ACCESS_KEY_ID: simulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: simulator.secretAccessKey,
    },
  };
}

/** Pictures as the simulator draws them: it knows by what words. */
export async function drawn(
  simulator: RunningSimulator,
  prompts: Readonly<Record<string, string>>,
): Promise<Record<string, Uint8Array>> {
  const { url, region, accessKeyId, secretAccessKey } = simulator;
  const connection = new AwsConnection({ provider: 'offline', url, region, accessKeyId, secretAccessKey });
  const registry = createRegistry();
  const invoker = new BedrockInvoker(connection, { factsOf: (id) => registry.find(id), log: silentLog });
  const files: Record<string, Uint8Array> = {};
  for (const [path, prompt] of Object.entries(prompts)) {
    const answer = await invoker.invoke(
      {
        modelId: 'stability.stable-image-core-v1:1',
        region,
        body: { prompt, seed: 7, output_format: 'png' },
      },
      new AbortController().signal,
    );
    assert.ok(answer.ok, JSON.stringify(answer));
    const { images } = JSON.parse(new TextDecoder().decode(answer.value.bytes)) as {
      readonly images: readonly string[];
    };
    files[path] = new Uint8Array(Buffer.from(images[0] ?? '', 'base64'));
  }
  connection.dispose();
  return files;
}

/** Plain pictures, each another one. */
export async function plain(folder: string, count: number): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (let number = 0; number < count; number++) {
    const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: (number * 53) % 256 };
    const picture = sharp({ create: { width: 48 + (number % 7), height: 32, channels: 3, background } });
    files[`${folder}/plain-${number}.png`] = new Uint8Array(await picture.png().toBuffer());
  }
  return files;
}

/** The page of the Gallery, once it is there. */
export async function openGallery({ workbench }: Installed): Promise<FrameLocator> {
  await workbench.runCommand('View: Show Easel');
  const page = workbench.page
    .frameLocator('iframe.webview.ready[src*="extensionId=easel"][src*="purpose=webviewView"]')
    .frameLocator('iframe#active-frame');
  await page.getByRole('searchbox').waitFor();
  return page;
}

/** Names below each heading, as they are shown. */
export async function shownGroups(page: FrameLocator): Promise<Readonly<Record<string, readonly string[]>>> {
  const groups: Record<string, string[]> = {};
  let heading = '';
  for (const row of await page.getByRole('row').all()) {
    const words = await row.getByRole('rowheader').allInnerTexts();
    if (words[0] !== undefined) heading = words[0].trim();
    else groups[heading] = [...(groups[heading] ?? []), ...(await row.locator('.name').allInnerTexts())];
  }
  return groups;
}

/** Waits until the first of these is under its heading. */
export async function untilFirst(page: FrameLocator, heading: string, name: string): Promise<void> {
  await until(`${name} to be ${heading}`, async () => (await shownGroups(page))[heading]?.[0] === name);
}

/** Gives the box a picture, as the clipboard brings it. */
export async function paste(page: FrameLocator, bytes: Uint8Array, name: string): Promise<void> {
  await page.getByRole('searchbox').evaluate(
    (box, [base64, fileName]) => {
      // The compiler knows no browser here.
      const browser = globalThis as unknown as {
        readonly atob: (text: string) => string;
        readonly File: new (parts: unknown[], name: string, options: unknown) => unknown;
        readonly DataTransfer: new () => { readonly items: { readonly add: (file: unknown) => void } };
        readonly ClipboardEvent: new (name: string, options: unknown) => unknown;
      };
      const data = new browser.DataTransfer();
      const pixels = Uint8Array.from(browser.atob(base64 ?? ''), (letter) => letter.charCodeAt(0));
      data.items.add(new browser.File([pixels], fileName ?? '', { type: 'image/png' }));
      (box as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(
        new browser.ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }),
      );
    },
    [Buffer.from(bytes).toString('base64'), name],
  );
}

/** Requests for vectors of pictures and texts that have arrived. */
export function embeddingsSent(simulator: RunningSimulator): number {
  return simulator
    .requests()
    .filter(({ operation, modelId }) => operation === 'InvokeModel' && /embed/.test(modelId ?? '')).length;
}

/** First row of what can be done with the index: state, images, size and models. */
export async function indexFacts({ workbench }: Installed): Promise<string> {
  await workbench.runCommand('Easel: Manage Search Index');
  await workbench.expectTitle('Search Index');
  const [first = ''] = await workbench.quickPickRows();
  await workbench.page.keyboard.press('Escape');
  await workbench.input.waitFor({ state: 'hidden' });
  return first;
}

/** Agrees to what is said, and waits until all is indexed. */
export async function indexAll(installed: Installed, title: RegExp): Promise<void> {
  const { workbench } = installed;
  await workbench.runCommand('Easel: Manage Search Index');
  await workbench.expectTitle(title);
  await workbench.pick('Index Images');
  await workbench.input.waitFor({ state: 'hidden' });
  await until('the index', async () => /Up to date/.test(await indexFacts(installed)));
}
