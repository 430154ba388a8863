// Fetches everything that the tests and `npm start` need into the cache, and says where it is.
import { findBrowser } from './browser';
import { cachedNode, cachedVscode, newestHost, oldestHost } from './cache';

for (const version of [newestHost, oldestHost]) {
  process.stdout.write(`VS Code ${version.vscode}: ${await cachedVscode(version)}\n`);
  process.stdout.write(`Node ${version.nodeMajor}: ${await cachedNode(version.nodeMajor)}\n`);
}
process.stdout.write(`Browser: ${await findBrowser()}\n`);
