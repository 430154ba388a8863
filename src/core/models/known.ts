import { amazonImage } from './amazonImage';
import { amazonModels } from './catalogue/amazon';
import { stabilityModels } from './catalogue/stability';
import { stabilityServices } from './catalogue/stabilityServices';
import { ModelRegistry } from './registry';
import { stabilityService } from './stabilityService';
import { stabilityText } from './stabilityText';

/**
 * Every model and adapter that Easel ships with. A new model is a descriptor in its catalogue; a new family one line here.
 * Of two models that are equally usable and cost the same, the earlier one is offered first.
 */
export function createRegistry(): ModelRegistry {
  return new ModelRegistry(
    [...stabilityModels, ...stabilityServices, ...amazonModels],
    [amazonImage, stabilityText, stabilityService],
  );
}
