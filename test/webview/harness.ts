import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { parseToHost } from '../../src/protocol/rpc';
import { launchBrowser } from '../host/browser';
import { outFolder, repositoryFolder } from '../host/paths';
import { decodeMessage, encodeMessage } from './messages';
import { pageHtml, type ThemeName } from './pageHtml';

/** What is opened, and how the host behind it answers. */
export interface WebviewOptions {
  /** A page that ships, or a page of `test/webview/pages` by the name of its file, such as `page:canvas`. */
  readonly entry: 'studio' | 'gallery' | 'film' | 'grid' | `page:${string}`;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** 2 stands for 200 %: half as much room, as when VS Code is zoomed. */
  readonly zoom?: number;
  /** Language of the document; texts come from the host. */
  readonly language?: string;
  /** `window.easelTest` of the page before its script runs, for pages of tests. */
  readonly data?: unknown;
  /** What the host writes into the document: `data-` attributes of the page's root. */
  readonly rootData?: Readonly<Record<string, string>>;
  /** Classes of the body beside the theme's, such as `vscode-using-screen-reader`. */
  readonly bodyClasses?: readonly string[];
  readonly hasTouch?: boolean;
  readonly prefersReducedMotion?: boolean;
  /** Files that stand for `asWebviewUri`: the bytes under `fileUrl(name)`, from another origin, as in VS Code. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /**
   * Answers a request of `src/protocol/rpc.ts`, as the host would.
   *
   * @returns the result; a promise that fails is told to the page as `isOk: false`; without, every answer is undefined
   */
  readonly onRequest?: (method: string, params: unknown, view: Webview) => unknown;
  /** Takes every message as it is and sends the replies itself, instead of `onRequest`. */
  readonly onMessage?: (message: unknown, post: (message: unknown) => Promise<void>) => void | Promise<void>;
}

/** A page that is open, and the host's side of it. */
export interface Webview {
  readonly page: Page;
  /** Every request of the page, oldest first, bytes included. */
  readonly requests: readonly WebviewRequest[];
  /** Errors, refused resources and console errors of the page; a test ends with none. */
  readonly problems: readonly string[];
  /** Sends a message as it is; bytes arrive as `Uint8Array`. */
  post(message: unknown): Promise<void>;
  /** Tells the page something, as the host does; bytes arrive as `Uint8Array`. */
  tell(name: string, payload: unknown): Promise<void>;
  /** Loads the page anew as after a reload of the window: only what it gave `setState` is left. */
  reload(): Promise<void>;
  /** Writes `out/screenshots/NAME.png` for people to look at. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** One request of the page. */
export interface WebviewRequest {
  readonly method: string;
  readonly params: unknown;
}

const pageUrl = 'https://page.easel.test/index.html';
const filesOrigin = 'https://files.easel.test';

/** @returns the address of one of `files` */
export function fileUrl(name: string): string {
  return `${filesOrigin}/${encodeURIComponent(name)}`;
}

let browser: Promise<Browser> | undefined;

/** Opens a built page with a host that the test plays. Nothing leaves the machine: every request is answered here. */
export async function openWebview(options: WebviewOptions): Promise<Webview> {
  // One browser for all files of a run; it ends with the process.
  browser ??= launchBrowser();
  const zoom = options.zoom ?? 1;
  const context = await (
    await browser
  ).newContext({
    viewport: {
      width: Math.round((options.width ?? 1000) / zoom),
      height: Math.round((options.height ?? 700) / zoom),
    },
    deviceScaleFactor: zoom,
    hasTouch: options.hasTouch ?? false,
    reducedMotion: options.prefersReducedMotion === true ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const requests: WebviewRequest[] = [];
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });

  const post = async (message: unknown): Promise<void> => {
    await page.evaluate(`easelTestHost.receive(${JSON.stringify(encodeMessage(message))})`);
  };
  const view: Webview = {
    page,
    requests,
    problems,
    post,
    tell: async (name, payload) => await post({ kind: 'event', name, payload }),
    reload: async () => {
      await page.reload();
    },
    screenshot: async (name) => {
      await page.screenshot({ path: join(outFolder, 'screenshots', `${name}.png`) });
    },
    close: async () => await context.close(),
  };
  await page.exposeFunction('easelTestPost', async (text: string) => {
    const request = parseToHost(decodeMessage(text));
    if (request === undefined) {
      problems.push(`Not a request: ${text.slice(0, 200)}`);
      return;
    }
    const { id, method, params } = request;
    requests.push({ method, params });
    if (options.onMessage !== undefined) {
      await options.onMessage(request, post);
      return;
    }
    try {
      const value = await options.onRequest?.(method, params, view);
      await post({ kind: 'reply', id, isOk: true, value });
    } catch {
      await post({ kind: 'reply', id, isOk: false });
    }
  });
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const name = decodeURIComponent(url.pathname.slice(1));
    if (url.href === pageUrl) {
      await route.fulfill({ contentType: 'text/html', body: await pageHtml(options) });
    } else if (url.origin === filesOrigin && options.files?.[name] !== undefined) {
      await route.fulfill({
        body: Buffer.from(options.files[name]),
        headers: { 'Access-Control-Allow-Origin': '*' },
      });
    } else {
      const folder = name.startsWith('pages/')
        ? join(outFolder, 'webview')
        : join(repositoryFolder, 'dist', 'webview');
      const file = join(folder, name.replace(/^pages\//, ''));
      const body = /\.(js|css|ttf)$/.test(file) ? await readFile(file).catch(() => undefined) : undefined;
      await route.fulfill(body === undefined ? { status: 404 } : { path: file });
    }
  });
  await page.goto(pageUrl);
  return view;
}

/** Ends the browser that the pages share; a test run ends it with its process. */
export async function closeBrowser(): Promise<void> {
  const running = await browser;
  browser = undefined;
  await running?.close();
}

/**
 * What axe-core finds wrong, by the rules of WCAG 2.2 A and AA and by its own good practices.
 *
 * @param within selector of the part to look at; the whole page without
 * @returns one line for each rule, with the elements that break it
 */
export async function axeViolations(page: Page, within?: string): Promise<readonly string[]> {
  // A script tag would be refused by the page's own policy.
  await page.evaluate(axe.source);
  const found = await page.evaluate<readonly AxeViolation[]>(
    `axe.run(${within === undefined ? 'document' : JSON.stringify(within)}).then(({ violations }) => violations)`,
  );
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

interface AxeViolation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}
