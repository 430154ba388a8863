import { stat } from 'node:fs/promises';
import { packageExtension } from '../host/vsix';
import { type Bench, exactly } from './measure';

/** Size of the one VSIX that is for every platform. */
export const vsix: Bench = {
  names: ['vsix_mb'],
  run: async () => {
    const { size } = await stat(await packageExtension());
    return { vsix_mb: exactly(size / 1e6, 'MB') };
  },
};
