import { join } from 'node:path';
import { WorkerVectorIndexes } from '../../../../src/storage/vectors/workerVectorIndex';
import { needSqlite } from '../sqlite';
import { silentLog, useFolder } from '../surroundings';
import { describeVectorIndexes, workerProgram } from './indexSuite';
import { MemoryVectorIndexes } from './memoryIndexes';

describe('The port of the vector index', () => {
  needSqlite();
  const folder = useFolder();

  describeVectorIndexes('MemoryVectorIndexes', () => new MemoryVectorIndexes());
  describeVectorIndexes(
    'WorkerVectorIndexes',
    () => new WorkerVectorIndexes(workerProgram, join(folder(), 'vectors'), silentLog),
  );
});
