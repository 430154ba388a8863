import type { ListedModel } from '../../models/directory';
import type { VisionFamily, VisionModel } from './descriptor';

/** Names that a family has used so far; a new version keeps the name and counts up. */
const shapes: readonly (readonly [RegExp, VisionFamily])[] = [
  [/^anthropic\.claude-/, 'claude'],
  [/^amazon\.nova-(?:\d+-)?(?:lite|pro|premier|omni)-v\d+(?::\d+)?$/, 'nova'],
];

/**
 * A model that the service lists and the table does not have: the tightest limits of its family, and no price.
 *
 * @returns undefined for families that Easel does not know how to ask
 */
export function guessVisionModel(
  listed: ListedModel,
  known: readonly VisionModel[],
): VisionModel | undefined {
  const family = shapes.find(([shape]) => shape.test(listed.id))?.[1];
  const relatives = known.filter((model) => model.family === family);
  const [first] = relatives;
  if (family === undefined || !first) return undefined;
  return {
    id: listed.id,
    name: listed.name ?? listed.id,
    provider: listed.provider ?? first.provider,
    family,
    isSmall: /haiku|lite/.test(listed.id),
    profiles: [],
    isOnDemand: listed.inferenceTypes.includes('ON_DEMAND'),
    regions: [],
    contextTokens: Math.min(...relatives.map(({ contextTokens }) => contextTokens)),
    takesSampling: false,
    requestsPerMinute: Math.min(...relatives.map(({ requestsPerMinute }) => requestsPerMinute)),
    usualSeconds: Math.max(...relatives.map(({ usualSeconds }) => usualSeconds)),
    lifecycle: {
      status: listed.lifecycleStatus === 'LEGACY' ? 'legacy' : 'active',
      source: first.lifecycle.source,
      readOn: first.lifecycle.readOn,
    },
    source: first.source,
  };
}
