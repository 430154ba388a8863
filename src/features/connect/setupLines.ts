import type { BucketCheck, SearchCheck } from '../../core/doctor';
import type { Ledger } from '../../core/money/ledger';
import type { CheckLine } from './doctorTexts';

/** Whether spending can be counted on this computer. */
export function booksLine(totals: ReturnType<Ledger['totals']>): CheckLine {
  return totals.ok
    ? { id: 'books', state: 'pass', fact: { kind: 'counted' } }
    : {
        id: 'books',
        state: 'fail',
        fact: { kind: 'failed', error: totals.error },
        repair: 'tryOffline',
      };
}

export function bucketLine(check: BucketCheck): CheckLine {
  switch (check.kind) {
    case 'ready':
      return { id: 'bucket', state: 'pass', fact: { kind: 'bucketReady', ...check.findings } };
    case 'notSet':
      return {
        id: 'bucket',
        state: 'notChecked',
        fact: { kind: 'bucketNotSet' },
        repair: 'setUpVideoBucket',
      };
    case 'failed':
      return {
        id: 'bucket',
        state: 'fail',
        fact: { kind: 'failed', error: check.error },
        repair: check.error.kind === 'bucketUnusable' ? 'setUpVideoBucket' : 'retry',
      };
  }
}

export function searchLine(check: SearchCheck): CheckLine {
  switch (check.kind) {
    case 'notIndexed':
      return { id: 'search', state: 'notChecked', fact: { kind: 'notIndexed' }, repair: 'manageIndex' };
    case 'indexed': {
      const { images, left, isPaused, recovered } = check;
      if (recovered) {
        const fact = { kind: 'recovered', ...recovered } as const;
        // What was lost may be there again.
        if (left === 0) return { id: 'search', state: 'pass', fact };
        return { id: 'search', state: 'fail', fact, repair: 'manageIndex' };
      }
      const fact = { kind: 'indexed', images, left, isPaused } as const;
      return isPaused
        ? { id: 'search', state: 'notChecked', fact, repair: 'manageIndex' }
        : { id: 'search', state: 'pass', fact };
    }
    case 'failed':
      return {
        id: 'search',
        state: 'fail',
        fact: { kind: 'failed', error: check.error },
        repair: 'manageIndex',
      };
  }
}
