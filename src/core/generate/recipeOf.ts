import type { FinishOrder } from '../edit/finish';
import type { Fitting } from '../edit/fit';
import { namesSeed, withoutPictures } from '../edit/withoutPictures';
import { RECIPE_SCHEMA_VERSION, type Recipe, type RecipeEdit } from '../recipes/recipe';
import type { PlannedCall } from './plan';
import type { ReadImage } from './readAnswer';

export interface CallFacts {
  /** When the answer came, in milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
  readonly extensionVersion: string;
}

/** The recipe of one image; its run learns the file's path when there is a file. */
export function recipeOf(
  { request, task, body, usdPerImage }: PlannedCall,
  image: ReadImage,
  sha256: string,
  { at, durationMs, extensionVersion }: CallFacts,
): Recipe {
  const { model, invokeAs, provider, region, edit, cell, promptFile } = request;
  return {
    schemaVersion: RECIPE_SCHEMA_VERSION,
    sha256,
    task: task.kind,
    prompt: task.prompt,
    ...(task.negativePrompt === undefined ? {} : { negativePrompt: task.negativePrompt }),
    model: { id: withoutAccount(model.id), name: model.name, invokedAs: withoutAccount(invokeAs) },
    // A task that takes no seed has none to tell.
    ...(image.seed === undefined && !namesSeed(body) ? {} : { seed: image.seed ?? task.seed }),
    image: { type: image.type, width: image.width, height: image.height, bytes: image.bytes.length },
    request: withoutPictures(body, task),
    index: image.index,
    ...(edit && edit.inputs.length > 0 ? { inputs: edit.inputs } : {}),
    ...(edit?.fitting ? { edit: editOf(edit.fitting, edit.finish) } : {}),
    settings: {
      ...(task.size ? { size: task.size } : {}),
      count: task.count,
      options: task.options,
      ...(edit ? { task: edit.settings } : {}),
    },
    ...(cell === undefined ? {} : { cell }),
    ...(promptFile === undefined ? {} : { promptFile }),
    runs: [
      {
        madeAt: new Date(at).toISOString(),
        provider,
        region,
        priceUsd: usdPerImage,
        durationMs: Math.round(durationMs),
        extensionVersion,
      },
    ],
  };
}

function editOf({ area, width, height }: Fitting, finish: FinishOrder | undefined): RecipeEdit {
  return {
    area,
    sentWidth: width,
    sentHeight: height,
    ...(finish?.kind === 'composite' ? { featherPx: finish.featherPx } : {}),
  };
}

/** The recipe with the place of its file. */
export function withPath(recipe: Recipe, path: string): Recipe {
  return { ...recipe, runs: recipe.runs.map((run, index) => (index === 0 ? { ...run, path } : run)) };
}

/**
 * What an ARN names, without the account that stands in it: `inference-profile/us.x` and `foundation-model/x` become the
 * bare id, which can be invoked as it is; other kinds keep their name as a hint.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html#amazonbedrock-resources-for-iam-policies
 */
export function withoutAccount(modelId: string): string {
  if (!modelId.startsWith('arn:')) return modelId;
  const resource = modelId.split(':').slice(5).join(':');
  return resource.replace(/^(?:foundation-model|inference-profile)\//, '');
}
