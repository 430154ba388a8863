import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cachedNode, cachedVscode, type HostVersion } from './cache';
import { repositoryFolder } from './paths';
import { runOrThrow } from './run';

/** Values as they stand in a `settings.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/** How VS Code is to be started. */
export interface ServerOptions {
  readonly version: HostVersion;
  /** Holds everything this VS Code writes: user data, extensions, logs. The caller removes it. */
  readonly dataFolder: string;
  /** User settings, over those that keep VS Code quiet. */
  readonly settings?: Settings;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
  /** Pages may name an extension under development, or tests. Such a VS Code hides its notifications. */
  readonly readsPayload?: boolean;
  /** 0 or none: any free port. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Let the extension find the AWS account of whoever starts this. Tests leave it out. */
  readonly usesAwsAccount?: boolean;
}

/** A page of the running VS Code. */
export interface PageOptions {
  /** Absolute path of the folder or `.code-workspace` file to open; none opens an empty window. */
  readonly workspace?: string | undefined;
  /** Run the extension from this folder, as F5 does; none where it is installed. */
  readonly extensionFolder?: string;
  /** Module with `run()`, to be run in the extension host; it lies in `extensionFolder`. */
  readonly testsModule?: string;
}

/** A VS Code that is running. */
export interface VscodeServer {
  readonly port: number;
  /** @returns the address to open in a browser */
  url(page: PageOptions): string;
  /** Everything it wrote so far, to find out why something failed. */
  log(): string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** What a test or a first look does not want to see: trust questions, start pages, updates, telemetry. */
export const quietSettings: Settings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

const startLimitMs = 60_000;

/** Starts VS Code's server and waits until it answers; throws with its log when it does not. */
export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const [node, vscode] = [await cachedNode(options.version.nodeMajor), await cachedVscode(options.version)];
  const { dataFolder } = options;
  const userFolder = join(dataFolder, 'user', 'User');
  await mkdir(userFolder, { recursive: true });
  const settings = JSON.stringify({ ...quietSettings, ...options.settings }, null, 2);
  await writeFile(join(userFolder, 'settings.json'), settings);
  // Settings of the scope `machine` are read from here alone, where the workbench runs in a browser. Only those: the
  // others would outweigh what the user changes.
  const machineFolder = join(dataFolder, 'user', 'Machine');
  await mkdir(machineFolder, { recursive: true });
  await writeFile(
    join(machineFolder, 'settings.json'),
    JSON.stringify(await ofMachine(options.settings ?? {})),
  );

  const main = join(vscode, 'out', 'server-main.js');
  const folders = [
    ...['--user-data-dir', join(dataFolder, 'user')],
    ...['--extensions-dir', join(dataFolder, 'extensions')],
    ...['--server-data-dir', join(dataFolder, 'server')],
  ];
  const environment = { ...serverEnvironment(options), ...options.env };
  if (options.vsix !== undefined) {
    await runOrThrow(node, [main, ...folders, '--install-extension', options.vsix], { env: environment });
  }

  const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
  const child = spawn(
    node,
    [
      main,
      ...['--host', '127.0.0.1', '--port', String(port)],
      '--without-connection-token',
      '--accept-server-license-terms',
      // Without it VS Code 1.139 ignores the extension under development that the address names; with it, it shows no
      // notification but the most urgent ones.
      ...(options.readsPayload === true ? ['--enable-smoke-test-driver'] : []),
      ...folders,
    ],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const written: string[] = [];
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`VS Code ${options.version.vscode} ${reason}\n${written.join('').slice(-4000)}`));
    };
    const timer = setTimeout(() => fail(`was not ready after ${startLimitMs} ms`), startLimitMs);
    const read = (text: string): void => {
      written.push(text);
      if (text.includes('Extension host agent started')) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', (code) => fail(`ended with ${String(code)}`));
  });

  return {
    port,
    url: (page) => pageUrl(port, page),
    log: () => written.join(''),
    stop: async () => {
      child.kill();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

function pageUrl(port: number, { workspace, extensionFolder, testsModule }: PageOptions): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (workspace !== undefined) {
    const name = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    url.searchParams.set(name, serverPath(workspace));
  } else {
    url.searchParams.set('ew', 'true');
  }
  if (extensionFolder !== undefined) {
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${serverPath(path)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(extensionFolder)],
      ...(testsModule === undefined ? [] : [['extensionTestsPath', remote(testsModule)]]),
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    url.searchParams.set('payload', JSON.stringify(payload));
  }
  return url.href;
}

/** A path as it stands in a URI: on Windows `/c:/folder`. */
function serverPath(path: string): string {
  return process.platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path;
}

/** Without what an outer VS Code or npm left in the environment, and without the AWS account unless it is wanted. */
function serverEnvironment({ usesAwsAccount, dataFolder }: ServerOptions): NodeJS.ProcessEnv {
  const unwanted = /^(VSCODE_|ELECTRON_|npm_)|^(NODE_OPTIONS|NODE_ENV)$/i;
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name)));
  if (usesAwsAccount === true) {
    return kept;
  }
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([name]) => !name.startsWith('AWS_'))),
    AWS_CONFIG_FILE: join(dataFolder, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(dataFolder, 'no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') {
          reject(new Error('No port'));
        } else {
          resolve(address.port);
        }
      });
    });
  });
}

async function ofMachine(settings: Settings): Promise<Settings> {
  const { contributes } = JSON.parse(await readFile(join(repositoryFolder, 'package.json'), 'utf8')) as {
    contributes: { configuration: { properties: Record<string, { scope?: string } | undefined> } };
  };
  const { properties } = contributes.configuration;
  return Object.fromEntries(Object.entries(settings).filter(([key]) => properties[key]?.scope === 'machine'));
}
