/** What VS Code gives a page to talk to its host. */
export interface VscodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VscodeApi;

/**
 * The page's connection to its host.
 *
 * @returns VS Code's object; it can be had only once, so `main.tsx` asks and hands it on
 */
export function vscodeApi(): VscodeApi {
  return acquireVsCodeApi();
}
