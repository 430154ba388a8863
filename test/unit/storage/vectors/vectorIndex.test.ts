import { join } from 'node:path';
import { WorkerVectorIndexes } from '../../../../src/storage/vectors/workerVectorIndex';
import { repositoryFolder } from '../../../host/paths';
import { needSqlite } from '../sqlite';
import { silentLog, useFolder } from '../surroundings';
import { describeVectorIndexes } from './indexSuite';
import { MemoryVectorIndexes } from './memoryIndexes';

const workerProgram = join(repositoryFolder, 'dist', 'storage', 'vectors', 'worker.js');

describe('The port of the vector index', () => {
  needSqlite();
  const folder = useFolder();

  describeVectorIndexes('MemoryVectorIndexes', () => new MemoryVectorIndexes());
  describeVectorIndexes(
    'WorkerVectorIndexes',
    () => new WorkerVectorIndexes(workerProgram, join(folder(), 'vectors'), silentLog),
  );
});
