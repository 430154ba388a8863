import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { Clock } from '../../src/core/clock';
import type { Log } from '../../src/core/log';
import type { Result } from '../../src/core/result';
import { lookAtFolders, type Look } from '../../src/core/search/indexing/look';
import { workFor } from '../../src/core/search/indexing/work';
import { embeddingModels } from '../../src/core/search/models/catalogue';
import { shrinkFor } from '../../src/core/search/models/fit';
import { sha256Hex } from '../../src/core/sha256';
import { WorkerPixels } from '../../src/pixels/workerPixels';
import { searchDatabase } from '../../src/storage/searchDatabase';
import { SqliteSearchFiles } from '../../src/storage/searchFiles';
import { LocalSearchTree } from '../../src/storage/searchTree';
import { SqliteSearchRecords } from '../../src/storage/searchWorkspaces';
import { repositoryFolder } from '../host/paths';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { exactly, summarize, type Bench } from './measure';

const FOLDERS = 1000;
const FILES_EACH = 100;
const RUNS = 5;
const PICTURES = 40;

/**
 * `rescan_100k_ms`: what a start of the editor costs in a workspace of 100,000 pictures that nobody changed, from the
 * folders' lists to knowing that there is nothing to do. `index_picture_cpu_ms`: processor time of all threads for one
 * photograph of 3 megapixels, from its bytes to what is sent.
 */
export const rescan: Bench = {
  names: ['rescan_100k_ms', 'index_picture_cpu_ms'],
  run: async () => {
    const folder = await temporaryFolder('bench');
    try {
      return {
        rescan_100k_ms: summarize(await rescans(folder), 'ms'),
        index_picture_cpu_ms: exactly(await cpuOfOne(), 'ms'),
      };
    } finally {
      await removeFolder(folder);
    }
  },
};

async function rescans(folder: string): Promise<readonly number[]> {
  const workspace = join(folder, 'workspace');
  for (let number = 0; number < FOLDERS; number++) {
    const below = join(workspace, `group${number % 30}`, `set${number}`);
    await mkdir(below, { recursive: true });
    await Promise.all(
      Array.from({ length: FILES_EACH }, (_, file) => writeFile(join(below, `image-${file}.png`), 'image')),
    );
  }
  const uri = pathToFileURL(workspace).href;
  const database = searchDatabase(join(folder, 'storage'), silentLog);
  try {
    const files = new SqliteSearchFiles(database, clock, uri);
    const records = new SqliteSearchRecords(database, uri);
    const exclude = ['**/.git', '**/.svn', '**/.hg', '**/.DS_Store', '**/Thumbs.db', '**/node_modules'];
    const folders = () => [{ uri, rules: { exclude, useGitignore: true }, maxFileBytes: 50_000_000 }];
    const look = async (): Promise<Look> => {
      // As after a start: nothing is remembered of the folders.
      const ports = { tree: new LocalSearchTree(), files, records, folders };
      return valueOf(await lookAtFolders(ports, 'model', undefined, new AbortController().signal));
    };
    const [found] = (await look()).folders;
    const unread = found?.changes.unread ?? [];
    const rows = unread.map((file, number) => ({
      folder: uri,
      ...file,
      sha256: number.toString(16).padStart(64, '0'),
      picture: { type: 'png', width: 10, height: 10 } as const,
    }));
    valueOf(files.put(rows));
    const has = new Set(rows.map(({ sha256 }) => sha256));
    const samples: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const startedAt = performance.now();
      const work = workFor((await look()).folders, has);
      samples.push(performance.now() - startedAt);
      if (work.length > 0 || rows.length !== FOLDERS * FILES_EACH) throw new Error('Something was missed.');
    }
    return samples;
  } finally {
    database.dispose();
  }
}

async function cpuOfOne(): Promise<number> {
  const [model] = embeddingModels;
  if (!model) throw new RangeError('No embedding model');
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  const encoded = await sharp({
    create: { width: 2048, height: 1536, channels: 3, background: '#808080', noise },
  })
    .jpeg({ quality: 90 })
    .toBuffer();
  // What a file gives: sharp's own bytes may lie in shared memory, which Node 24 does not hash.
  const photograph = Uint8Array.from(encoded);
  const pixels = new WorkerPixels(join(repositoryFolder, 'dist', 'pixels', 'worker.js'), silentLog);
  const once = async (): Promise<void> => {
    await sha256Hex(photograph);
    valueOf(await pixels.shrink(photograph, shrinkFor(model.image)));
  };
  try {
    await once();
    const before = process.cpuUsage();
    for (let number = 0; number < PICTURES; number++) await once();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / PICTURES;
  } finally {
    pixels.dispose();
  }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const clock: Clock = { now: () => Date.now(), sleep: async () => Promise.resolve() };

const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
