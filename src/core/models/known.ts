import { amazonModels } from './catalogue/amazon';
import { stabilityModels } from './catalogue/stability';
import { stabilityServices } from './catalogue/stabilityServices';
import { ModelRegistry } from './registry';

/**
 * Every model that Easel ships with; a new one is a descriptor in its catalogue. Of two models that are equally usable
 * and cost the same, the earlier one is offered first.
 */
export function createRegistry(): ModelRegistry {
  return new ModelRegistry([...stabilityModels, ...stabilityServices, ...amazonModels]);
}
