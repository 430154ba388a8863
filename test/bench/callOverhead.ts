import type { Bench, Measure } from './measure';

/**
 * Our own time around one model call at 1024 x 1024, with the service's answer ready in memory: request built, answer
 * decoded, checked, saved, recipe written. And the same for five pictures.
 */
export const callOverhead: Bench = {
  names: ['call_overhead_ms', 'call_overhead_five_ms'],
  run: async () => {
    process.stderr.write('call_overhead_ms is not measured yet: the pipeline is not built.\n');
    return {} satisfies Record<string, Measure>;
  },
};
