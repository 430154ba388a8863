// `npm start [-- --desktop] [--no-open] [--port N]`: VS Code with Easel, the sample project and the offline provider.
import { spawn } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newestHost } from './cache';
import { offlineSettings } from './hostSuite';
import { repositoryFolder } from './paths';
import { run } from './run';
import { quietSettings, startServer } from './server';
import { removeFolder, temporaryFolder } from './temporary';
import { packageExtension } from './vsix';

const { values: options } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    'no-open': { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});
const port = Number(options.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  throw new Error(`--port takes a number from 0 to 65535, not ${options.port}`);
}

const folder = await temporaryFolder('start');
const workspace = join(folder, 'sample-project');
await cp(join(repositoryFolder, 'docs', 'sample-project'), workspace, { recursive: true });
try {
  await (options.desktop ? startDesktop() : startInBrowser());
} finally {
  await removeFolder(folder);
}

async function startInBrowser(): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
  });
  const vsix = await packageExtension();
  const server = await startServer({
    version: newestHost,
    // Installed like anybody's: a VS Code that develops an extension from this address hides its notifications.
    vsix,
    dataFolder: join(folder, 'data'),
    settings: offlineSettings,
    port,
    usesAwsAccount: true,
  });
  const url = server.url({ workspace });
  process.stdout.write(
    `\nVS Code ${newestHost.vscode} with Easel, offline, in a copy of the sample project:\n\n  ${url}\n\nCtrl+C ends it.\n`,
  );
  if (!options['no-open']) {
    openInBrowser(url);
  }
  await interrupted;
  process.stdout.write('\n');
  await server.stop();
}

async function startDesktop(): Promise<void> {
  const data = join(folder, 'data');
  await mkdir(join(data, 'User'), { recursive: true });
  const settings = { ...quietSettings, ...offlineSettings };
  await writeFile(join(data, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  const folders = [`--user-data-dir=${data}`, `--extensions-dir=${join(folder, 'extensions')}`];
  const isWindows = process.platform === 'win32';
  const args = [
    '--new-window',
    '--wait',
    `--extensionDevelopmentPath=${repositoryFolder}`,
    ...folders,
    workspace,
  ];
  // On Windows `code` is a script, and its shell splits at spaces.
  await run('code', isWindows ? args.map((arg) => `"${arg}"`) : args, { show: true, shell: isWindows }).catch(
    (error: unknown) => {
      process.stderr.write(`The command "code" could not be started (${String(error)}).\n`);
      process.exitCode = 1;
    },
  );
}

/** The address is printed as well, so a machine without a display or a browser is no failure. */
function openInBrowser(url: string): void {
  const isLinux = process.platform !== 'darwin' && process.platform !== 'win32';
  if (isLinux && process.env['DISPLAY'] === undefined && process.env['WAYLAND_DISPLAY'] === undefined) {
    return;
  }
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const opener = spawn(program, args, { stdio: 'ignore', detached: true });
  opener.once('error', () => undefined);
  opener.unref();
}
