import { amazonImage } from './amazonImage';
import { amazonModels } from './catalogue/amazon';
import { stabilityModels } from './catalogue/stability';
import { ModelRegistry } from './registry';
import { stabilityText } from './stabilityText';

/** Every model and adapter that Easel ships with. A new model is a descriptor in its catalogue; a new family one line here. */
export function createRegistry(): ModelRegistry {
  return new ModelRegistry([...stabilityModels, ...amazonModels], [amazonImage, stabilityText]);
}
