import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import type { HostVersion } from './cache';
import { outFolder, repositoryFolder } from './paths';
import { startServer, type Settings } from './server';
import { removeFolder, temporaryFolder } from './temporary';

/** What a module with `run()` is given in the extension host. */
export interface HostRunOptions {
  readonly version: HostVersion;
  /** Where the extension lies; the repository, unless told otherwise. */
  readonly extensionFolder?: string;
  /** File that exports `run(): Promise<void>`, in the extension's folder. */
  readonly testsModule: string;
  readonly limitMs: number;
  readonly settings?: Settings;
  /** Read by the module as `process.env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the workspace beside its README, by path below it. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Prepares the browser's page before it opens VS Code. */
  readonly onPage?: (page: Page) => Promise<void>;
}

/** How a run in the extension host ended. */
export interface HostRun {
  /** 0 when `run()` kept its promise. */
  readonly code: number;
  readonly console: string;
}

/** Settings under which tests run: nothing leaves this machine and nothing costs money. */
export const offlineSettings: Settings = { 'easel.provider': 'offline' };

/**
 * Runs a module in a real extension host, as `@vscode/test-electron` does, with an extension under development.
 *
 * @returns the exit code of the extension host and its console; throws when it does not end in time
 */
export async function runInExtensionHost(options: HostRunOptions): Promise<HostRun> {
  const consoleLines: string[] = [];
  const folder = await temporaryFolder('host');
  const workspace = await temporaryFolder('workspace');
  await writeFile(join(workspace, 'README.md'), '# A workspace\n\nA red fox in the snow.\n');
  for (const [path, bytes] of Object.entries(options.files ?? {}))
    await writeFile(join(workspace, path), bytes);
  try {
    const server = await startServer({
      readsPayload: true,
      version: options.version,
      dataFolder: folder,
      settings: { ...offlineSettings, ...options.settings },
      env: options.env ?? {},
    });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await options.onPage?.(page);
      const ended = new Promise<number>((resolve, reject) => {
        const late = (): void => {
          const picture = join(outFolder, 'screenshots', `host-${options.version.vscode}-late.png`);
          const fail = (): void =>
            reject(
              new Error(
                `Not ended after ${options.limitMs} ms; see ${picture}\n${consoleLines.join('\n').slice(-4000)}`,
              ),
            );
          page.screenshot({ path: picture }).then(fail, fail);
        };
        const timer = setTimeout(late, options.limitMs);
        const exit = (code: number): void => {
          clearTimeout(timer);
          resolve(code);
        };
        void page
          .exposeFunction('codeAutomationExit', exit)
          .then(() => page.exposeFunction('codeAutomationLog', keep(consoleLines)))
          .then(() =>
            page.goto(
              server.url({
                workspace,
                extensionFolder: options.extensionFolder ?? repositoryFolder,
                testsModule: options.testsModule,
              }),
            ),
          )
          .catch(reject);
      });
      const code = await ended;
      return { code, console: consoleLines.join('\n') };
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await removeFolder(folder);
    await removeFolder(workspace);
  }
}

/** The console of the workbench and of the extension host arrives as its arguments. */
function keep(lines: string[]): (type: string, args: readonly unknown[]) => void {
  return (_type, args) => {
    lines.push(args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' '));
  };
}
