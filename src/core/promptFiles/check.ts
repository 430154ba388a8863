import { areaOf, checkImageModel, inkOf, replace, type Tell } from './checkImage';
import { checkVideoModel } from './checkVideo';
import type { Expansion } from './expand';
import { isVideoTask, type PromptTask } from './fields';
import { axisNames, findAxis } from './axes';
import { axisPlaces } from './gridField';
import { findModel, nearestModel, usualModel, type ModelFacts } from './modelFacts';
import type { PromptProblem } from './problems';
import { itemsOf, type PromptFile } from './promptFile';
import { noSources, type PromptSources } from './sources';

export interface CheckFacts {
  readonly models: ModelFacts;
  readonly maxCombinations: number;
  /** What was read beside the file. */
  readonly sources?: PromptSources;
}

/**
 * Everything that is wrong with a prompt file or will not be as its writer thinks, in the order it stands there: what the
 * parser found, what other files lack, and what the chosen models take instead.
 */
export function checkPromptFile(
  file: PromptFile,
  expansion: Expansion,
  { models, maxCombinations, sources = noSources }: CheckFacts,
): readonly PromptProblem[] {
  const problems = [...file.problems, ...sources.problems, ...expansion.problems];
  const tell: Tell = (problem) => void problems.push(problem);
  checkTask(file, tell);
  checkModels(file, expansion, models, tell);
  if (expansion.count > maxCombinations) {
    tell({
      kind: 'tooManyCombinations',
      count: expansion.count,
      isExact: expansion.isExact,
      most: maxCombinations,
      severity: 'error',
      range: inkOf(file, file.prompt.range),
    });
  }
  checkGrid(file, expansion, tell);
  return distinct(problems).toSorted((a, b) => a.range.start - b.range.start);
}

/** What each task cannot do without, one of the fields of each list. */
const needed: Readonly<Record<PromptTask, readonly (readonly string[])[]>> = {
  textToImage: [],
  imageVariation: [['image', 'images']],
  inpaint: [['image'], ['mask', 'words']],
  removeObject: [['image'], ['mask', 'words']],
  replaceBackground: [['image']],
  outpaint: [['image'], ['extend']],
  removeBackground: [['image']],
  recolor: [['image'], ['words']],
  followStructure: [['image']],
  followPalette: [['colors']],
  followStyle: [['styleImage']],
  tryOn: [['image'], ['garment'], ['mask', 'words', 'garmentClass']],
  upscale: [['image']],
  textToVideo: [],
  imageToVideo: [['image', 'end']],
  multiShotAutomated: [],
  multiShotManual: [],
};

function checkTask(file: PromptFile, tell: Tell): void {
  const { task, fields } = file;
  for (const [name, { descriptor, keyRange }] of fields) {
    if (descriptor.tasks && !descriptor.tasks.includes(task) && !name.includes('.')) {
      tell({ kind: 'fieldNotInTask', field: name, task, severity: 'warning', range: keyRange });
    }
  }
  const range = fields.get('task')?.items[0]?.range ?? inkOf(file, file.prompt.range);
  for (const [first = '', ...others] of needed[task]) {
    if ([first, ...others].some((name) => fields.has(name))) continue;
    tell({ kind: 'inputMissing', field: first, task, severity: 'error', range });
  }
  if (task === 'multiShotManual' && file.shots.length === 0) {
    tell({ kind: 'inputMissing', field: 'shots', task, severity: 'error', range });
  }
  if (fields.has('style') && fields.has('options.stylePreset')) {
    const { keyRange } = fields.get('options.stylePreset') ?? { keyRange: range };
    tell({ kind: 'fieldSaidTwice', field: 'options.stylePreset', severity: 'warning', range: keyRange });
  }
  if (task === 'replaceBackground' && !areaOf(file)) {
    tell({ kind: 'inputMissing', field: 'mask', task, severity: 'error', range });
  }
}

function checkModels(file: PromptFile, expansion: Expansion, models: ModelFacts, tell: Tell): void {
  const { task } = file;
  const items = itemsOf(file, 'model', 'text');
  const check = (found: ReturnType<typeof findModel>, range: PromptProblem['range'] | undefined): void => {
    if (!found) return;
    const isVideo = isVideoTask(task);
    if (found.kind === 'image' && !isVideo) {
      checkImageModel(file, task, found.entry, expansion, models.images, range, tell);
    } else if (found.kind === 'video' && isVideo) {
      checkVideoModel(file, task, found.entry, expansion, models.videos, range, tell);
    } else {
      const { name, tasks } = found.entry.model;
      tell({
        kind: 'taskNotDone',
        model: name,
        task,
        tasks,
        severity: 'error',
        range: range ?? file.prompt.range,
      });
    }
  };
  for (const { value, range } of items) {
    const found = findModel(value, models);
    if (found) {
      check(found, range);
      continue;
    }
    const near = nearestModel(value, models);
    tell({
      kind: 'unknownModel',
      model: value,
      ...(near === undefined ? {} : { near }),
      severity: 'error',
      range,
      fixes: replace(near, range),
    });
  }
  if (items.length === 0) check(usualModel(task, models), undefined);
}

function checkGrid({ grid }: PromptFile, expansion: Expansion, tell: Tell): void {
  const taken = new Set<string>();
  for (const place of axisPlaces) {
    const wish = grid[place];
    if (wish?.kind !== 'named') continue;
    const { name, range } = wish;
    const axis = findAxis(expansion.dimensions, name);
    if (!axis) {
      tell({ kind: 'unknownAxis', name, axes: axisNames(expansion.dimensions), severity: 'error', range });
    } else if (taken.has(axis.id)) {
      tell({ kind: 'axisTwice', name, severity: 'error', range });
    } else taken.add(axis.id);
  }
}

/** Two models that both lack an option say it once each; the same sentence at the same place stands once. */
function distinct(problems: readonly PromptProblem[]): readonly PromptProblem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify(problem);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
