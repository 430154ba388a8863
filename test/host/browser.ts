import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { npx } from './npm';
import { repositoryFolder } from './paths';
import { run } from './run';

/**
 * A Chromium on this machine; one is installed when there is none.
 *
 * @returns path of the program; throws when none is found and none can be installed
 */
export async function findBrowser(): Promise<string> {
  const found = installedBrowser() ?? (await installDebianPackage()) ?? (await installFromPlaywright());
  if (found === undefined) {
    throw new Error(
      'No Chromium found. Install one, or set CHROME_PATH to the program of Chrome, Chromium or Edge.',
    );
  }
  return found;
}

/** Starts the browser without a window, unless told otherwise. The caller closes it. */
export async function launchBrowser({ isHeadless = true } = {}): Promise<Browser> {
  return await chromium.launch({
    executablePath: await findBrowser(),
    headless: isHeadless,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function installedBrowser(): string | undefined {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) {
      throw new Error(`CHROME_PATH names no file: ${chosen}`);
    }
    return chosen;
  }
  return [...usualPlaces(), playwrightBrowser()].find((path) => existsSync(path));
}

function usualPlaces(): readonly string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map((name) =>
        join('/Applications', `${name}.app`, 'Contents', 'MacOS', name),
      );
    case 'win32': {
      const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
        (name) => process.env[name] ?? '',
      );
      const programs = [
        'Google\\Chrome\\Application\\chrome.exe',
        'Microsoft\\Edge\\Application\\msedge.exe',
      ];
      return roots
        .filter((root) => root !== '')
        .flatMap((root) => programs.map((program) => join(root, program)));
    }
    default: {
      const names = [
        'chromium',
        'chromium-browser',
        'google-chrome-stable',
        'google-chrome',
        'microsoft-edge',
      ];
      const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
      return names.flatMap((name) => [...folders, '/usr/bin'].map((folder) => join(folder, name)));
    }
  }
}

/** Debian and its relatives have it as a package; Ubuntu's of this name needs snap and is not installed here. */
async function installDebianPackage(): Promise<string | undefined> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) {
    return undefined;
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !(await succeeds('sudo', ['--non-interactive', 'true']))) {
    return undefined;
  }
  process.stderr.write('Installing Chromium with apt-get …\n');
  const aptGet = async (...args: readonly string[]): Promise<boolean> => {
    const words = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', ...args];
    const [program = '', ...rest] = isRoot ? words : ['sudo', '--non-interactive', ...words];
    return await succeeds(program, rest);
  };
  const install = async (): Promise<boolean> =>
    await aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  // A list of packages that is missing or old makes the first attempt fail.
  const isInstalled = (await install()) || ((await aptGet('update')) && (await install()));
  return isInstalled ? usualPlaces().find((path) => existsSync(path)) : undefined;
}

async function installFromPlaywright(): Promise<string | undefined> {
  process.stderr.write('Fetching Chromium with Playwright …\n');
  const isInstalled = await npx(['playwright-core', 'install', 'chromium'], repositoryFolder);
  const path = playwrightBrowser();
  return isInstalled && existsSync(path) ? path : undefined;
}

function playwrightBrowser(): string {
  return chromium.executablePath();
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return await run(program, args).then(
    ({ code }) => code === 0,
    () => false,
  );
}
