import type { Clock } from '../../../src/core/clock';
import { SharedDatabase, type DatabaseSurroundings } from '../../../src/storage/database';
import { silentLog } from './surroundings';

/** Skips the tests of the surrounding `describe`, in words, where Node has no SQLite built in. */
export function needSqlite(): void {
  before('node:sqlite is built into this Node', function () {
    const sqlite: unknown = process.getBuiltinModule('node:sqlite');
    if (sqlite === undefined) this.skip();
  });
}

/** Opens databases as windows do, and closes them after each test. */
export function useWindows(folder: () => string): (surroundings?: DatabaseSurroundings) => SharedDatabase {
  const opened: SharedDatabase[] = [];
  afterEach(() => {
    for (const database of opened.splice(0)) database.dispose();
  });
  return (surroundings) => {
    const database = new SharedDatabase(folder(), silentLog, surroundings);
    opened.push(database);
    return database;
  };
}

/** Time passes when it is told to, or by sleeping. */
export class SettableClock implements Clock {
  time: number;
  readonly sleeps: number[] = [];
  onSleep: (ms: number) => void = () => undefined;

  constructor(time: number) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    await Promise.resolve();
    this.time += ms;
    this.onSleep(ms);
  }
}
