import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { launchBrowser } from './browser';
import { type HostVersion, newestHost } from './cache';
import { offlineSettings } from './hostSuite';
import { startServer, type Settings, type VscodeServer } from './server';
import { removeFolder, temporaryFolder } from './temporary';
import { Workbench } from './workbench';

/** What a test of the user interface starts with. */
export interface InstalledOptions {
  readonly version?: HostVersion;
  readonly settings?: Settings;
  /** Files of the workspace, by path below it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** A folder to copy into the workspace. */
  readonly copyOf?: string;
  /** A `.code-workspace` among the files, opened in place of the folder. */
  readonly workspaceFile?: string;
  /** Open no folder at all. */
  readonly isEmptyWindow?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
}

/** A VS Code with the packaged extension installed, and its workbench in a browser. */
export interface Installed {
  readonly workbench: Workbench;
  readonly server: VscodeServer;
  /** Absolute path of the folder that is open. */
  readonly workspace: string;
  /** What the extension keeps on this computer. */
  readonly storage: string;
  /** Closes the browser, ends VS Code and removes its folders. */
  close(): Promise<void>;
}

/** Starts VS Code with the VSIX that `npm run test:ui` has packed, and opens a workspace of its own. */
export async function openInstalled(options: InstalledOptions = {}): Promise<Installed> {
  const vsix = process.env['EASEL_VSIX'];
  if (vsix === undefined) {
    throw new Error('Run these tests with `npm run test:ui`: it packs the extension first');
  }
  const dataFolder = await temporaryFolder('ui');
  const workspace = await temporaryFolder('workspace');
  const close: (() => Promise<void>)[] = [() => removeFolder(dataFolder), () => removeFolder(workspace)];
  const closeAll = async (): Promise<void> => {
    for (const step of close.splice(0).reverse()) {
      await step();
    }
  };
  try {
    if (options.copyOf !== undefined) {
      await cp(options.copyOf, workspace, { recursive: true });
    }
    for (const [path, text] of Object.entries(options.files ?? {})) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), text);
    }
    const server = await startServer({
      version: options.version ?? newestHost,
      dataFolder,
      vsix,
      settings: { ...offlineSettings, ...options.settings },
      env: options.env ?? {},
    });
    close.push(() => server.stop());
    const browser = await launchBrowser();
    close.push(() => browser.close());
    const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 800 } });
    const workbench = new Workbench(page);
    const opened = join(workspace, options.workspaceFile ?? '');
    close.push(() => workbench.keepLastSeen());
    await workbench.open(server.url({ workspace: options.isEmptyWindow === true ? undefined : opened }));
    if (options.workspaceFile !== undefined) await workbench.waitForFolders();
    const storage = join(dataFolder, 'user', 'User', 'globalStorage', 'easel.easel-bedrock');
    return { workbench, server, workspace, storage, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
