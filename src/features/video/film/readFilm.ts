import * as vscode from 'vscode';
import type { VideoJobOf } from '../../../core/video/jobs/job';
import type { VideoRecipe } from '../../../core/recipes/video';
import { sha256Of } from '../../../platform/imageUri';
import type { VideoDependencies, VideoEngine } from '../dependencies';
import { placedFilms, type PlacedFilm } from '../snippet';
import { spentText } from '../words';
import { lengthText, sizeText } from '../../../platform/videoWords';

/** A film in the project, with what is known of its making. */
export interface FilmFileFacts {
  readonly uri: vscode.Uri;
  /** Undefined for a film that Easel did not make, or whose making nobody remembers. */
  readonly recipe: VideoRecipe | undefined;
  /** Undefined for a film that was forgotten, or made elsewhere. */
  readonly job: VideoJobOf<'saved'> | undefined;
  readonly framesPerSecond: number;
  /** `540p · 5 s · Ray 2 · seed 7 · $3.75`; empty where nothing is known. */
  readonly facts: string;
}

/** What both models make; also the step for a film of which nothing is known. */
const USUAL_FRAMES_PER_SECOND = 24;

export async function readFilm(
  uri: vscode.Uri,
  { words }: Pick<VideoDependencies, 'words'>,
  { jobs, recipes, registry }: Pick<VideoEngine, 'jobs' | 'recipes' | 'registry'>,
): Promise<FilmFileFacts> {
  const isThis = (film: PlacedFilm): boolean => film.uri.toString() === uri.toString();
  const job = jobs
    .list()
    .map((view) => view.job)
    .find((each): each is VideoJobOf<'saved'> => each.state === 'saved' && placedFilms(each).some(isThis));
  const placed = job && placedFilms(job).find(isThis);
  const recipe = await readRecipe(uri, recipes);
  const { t, format } = words;
  const modelId = recipe?.model.id ?? job?.model.id;
  const model = modelId === undefined ? undefined : registry.find(modelId);
  const size = recipe?.settings.size ?? job?.size;
  const seconds = recipe?.video.seconds ?? placed?.seconds;
  const seed = recipe ? recipe.seed : job?.seed;
  const priceUsd = recipe?.runs.at(-1)?.priceUsd;
  const price = priceUsd === undefined ? job && spentText(job, words) : format.price(priceUsd);
  const facts = [
    ...(size ? [sizeText(size)] : []),
    ...(seconds === undefined ? [] : [lengthText(Math.round(seconds * 10) / 10, words)]),
    ...(modelId === undefined ? [] : [model?.name ?? recipe?.model.name ?? modelId]),
    ...(seed === undefined ? [] : [t('seed {0}', String(seed))]),
    ...(price === undefined ? [] : [price]),
    ...(job && !job.request ? [t('made on another computer')] : []),
  ].join(' · ');
  return { uri, recipe, job, framesPerSecond: model?.framesPerSecond ?? USUAL_FRAMES_PER_SECOND, facts };
}

async function readRecipe(
  uri: vscode.Uri,
  recipes: VideoEngine['recipes'],
): Promise<VideoRecipe | undefined> {
  let sha256: string;
  try {
    sha256 = await sha256Of(uri);
  } catch {
    // The page says that the file cannot be read.
    return undefined;
  }
  const own = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const folders = [own, ...(vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri), undefined];
  for (const folder of folders) {
    const recipe = await recipes.readVideo(folder?.toString(), sha256);
    if (recipe) return recipe;
  }
  return undefined;
}
