import * as vscode from 'vscode';
import { optionsFor, sizesFor, takesNegativePrompt, takesSeed } from '../../../core/models/abilities';
import type { AvailableModel } from '../../../core/models/availability';
import { ableModels } from '../../../core/models/choosing';
import { defaultSize, sizeChoices } from '../../../core/models/choices';
import type { ModelDescriptor, OptionDescriptor } from '../../../core/models/descriptor';
import { priceOf } from '../../../core/models/price';
import { sizeValue } from '../../../core/studio/change';
import { usualFeatherPx, type StudioSession } from '../../../core/studio/session';
import { areaTasks, type TaskKind } from '../../../core/tasks/task';
import type { Format } from '../../../platform/format';
import { optionHelp, optionLabel, optionRange } from '../../../platform/optionWords';
import { sizeLabel } from '../../../platform/picks/labels';
import type { ChoiceView, ControlView } from '../../../protocol/view';
import { wordsControl } from '../taskWords';

const { t } = vscode.l10n;

/** What the controls depend on beside the session. */
export interface FormFacts {
  readonly task: TaskKind;
  /** Absent where no model does the task. */
  readonly model: ModelDescriptor | undefined;
  readonly models: readonly AvailableModel[];
  /** Separate painted areas, and what all images cost where one call edits all of them. */
  readonly areas: { readonly count: number; readonly onceUsd: number | undefined };
  readonly isOffline: boolean;
  readonly prices: Readonly<Record<string, number>>;
  readonly format: Format;
  /** URL of an image that a control shows, by control. */
  readonly imageUrls: Readonly<Partial<Record<'style' | 'garment', string>>>;
  /** Of the button that proposes words for an area; absent where there is nothing to look at. */
  readonly suggestLabel?: string | undefined;
}

/** The options that stand beside the prompt, not under *More*. */
const shownBeside: readonly string[] = ['similarity', 'strength'];

/** At most one more than task, prompt, model and number; words belong to the choice that asks for them. */
export function extraControls(session: StudioSession, facts: FormFacts): readonly ControlView[] {
  const { task, model } = facts;
  switch (task) {
    case 'textToImage':
      return model ? sizeControl(session, model, task) : [];
    case 'imageVariation':
      return model ? besides(session, model, task) : [];
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
      return areaControls(session, facts);
    case 'outpaint':
      return [marginsControl(session, model)];
    case 'recolor':
      return words(session, task, facts);
    case 'followStructure':
      return [
        {
          kind: 'choice',
          id: 'structure',
          label: t('Structure'),
          value: session.structure,
          choices: [
            { value: 'edges', label: t('Edges') },
            { value: 'segments', label: t('Segments') },
            { value: 'sketch', label: t('Sketch') },
          ],
        },
      ];
    case 'followPalette':
      return [{ kind: 'colors', id: 'colors', label: t('Colors'), value: session.colors, max: 10 }];
    case 'followStyle':
      return [imageControl('style', t('Style image'), session.style?.name, facts)];
    case 'tryOn':
      return [
        imageControl('garment', t('Garment image'), session.garment?.name, facts),
        ...areaControls(session, facts),
      ];
    case 'upscale':
      return [upscaleControl(session, facts)];
    case 'removeBackground':
      return [];
  }
}

/** Only what the model has in this task. */
export function moreControls(session: StudioSession, facts: FormFacts): readonly ControlView[] {
  const { task, model, format } = facts;
  if (!model) return [];
  const controls: ControlView[] = [];
  if (takesNegativePrompt(model, task)) {
    controls.push({
      kind: 'text',
      id: 'negativePrompt',
      label: t('Negative prompt'),
      help: t('What the image should not show, in plain nouns.'),
      value: session.negativePrompt,
      placeholder: t('text, watermark, blur'),
      maxLength: model.negativePrompt?.maxLength ?? 0,
      isMultiline: false,
    });
  }
  if (takesSeed(model, task)) {
    controls.push({
      kind: 'seed',
      id: 'seed',
      label: t('Seed'),
      help: t('The same request with the same seed gives the same image.'),
      isLocked: session.seed !== undefined,
      ...(session.seed === undefined ? {} : { value: session.seed }),
      min: model.seed.min,
      max: model.seed.max,
    });
  }
  if (task !== 'textToImage') controls.push(...sizeControl(session, model, task));
  for (const option of optionsFor(model, task)) {
    if (!shownBeside.includes(option.name) || task !== 'imageVariation') {
      controls.push(optionControl(session, option));
    }
  }
  if (usesMask(session, task)) {
    controls.push(...maskControls(session, format), ...areasControl(session, facts));
  }
  if (session.image?.hasAlpha && model.inputs) {
    controls.push({
      kind: 'color',
      id: 'flattenOn',
      label: t('Behind transparency'),
      help: t('The model gets this color where the image is transparent.'),
      value: session.flattenOn,
    });
  }
  return controls;
}

function usesMask(session: StudioSession, task: TaskKind): boolean {
  return areaTasks.includes(task) && session.area === 'mask' && session.image !== undefined;
}

function maskControls(session: StudioSession, format: Format): readonly ControlView[] {
  const { image, contextPx, featherPx } = session;
  if (!image) return [];
  const longer = Math.max(image.width, image.height);
  const usual = usualFeatherPx(image);
  return [
    {
      kind: 'number',
      id: 'contextPx',
      label: t('Context around the mask'),
      help: t('What the model sees around the mask; drawn dashed on the canvas.'),
      value: contextPx ?? Math.min(longer, 128),
      min: 0,
      max: longer,
      step: 16,
      unit: t('px'),
    },
    {
      kind: 'number',
      id: 'featherPx',
      label: t('Feather'),
      help: t('How far the blend reaches beyond the mask, usually {0} px.', format.number(usual)),
      value: featherPx ?? usual,
      min: 0,
      max: 256,
      step: 1,
      unit: t('px'),
    },
  ];
}

/** What several masked areas cost, both ways. */
function areasControl(
  session: StudioSession,
  { areas: { count, onceUsd }, format }: FormFacts,
): readonly ControlView[] {
  if (count < 2) return [];
  const priceOfCalls = (calls: number): Pick<ChoiceView, 'detail'> =>
    onceUsd === undefined ? {} : { detail: format.price(onceUsd * calls) };
  return [
    {
      kind: 'choice',
      id: 'separateAreas',
      label: t('{0} masked areas', format.number(count)),
      help: t(
        'One call edits all areas together; one each edits one after the other, each at its best size.',
      ),
      value: session.separateAreas ? 'each' : 'together',
      choices: [
        { value: 'together', label: t('One call'), ...priceOfCalls(1) },
        { value: 'each', label: t('One each'), ...priceOfCalls(count) },
      ],
    },
  ];
}

function besides(session: StudioSession, model: ModelDescriptor, task: TaskKind): readonly ControlView[] {
  return optionsFor(model, task)
    .filter(({ name }) => shownBeside.includes(name))
    .map((option) => optionControl(session, option));
}

function optionControl(session: StudioSession, option: OptionDescriptor): ControlView {
  const value = session.options[option.name];
  const base = {
    id: `option:${option.name}`,
    label: optionLabel(option.name),
    help: [optionHelp(option), optionRange(option)].filter(Boolean).join(' '),
  };
  if (option.kind === 'number') {
    const { min, max, step } = option;
    return {
      ...base,
      kind: 'number',
      value: typeof value === 'number' ? value : option.default,
      min,
      max,
      step,
    };
  }
  const none: readonly ChoiceView[] = option.default === undefined ? [{ value: '', label: t('None') }] : [];
  return {
    ...base,
    kind: 'choice',
    value: typeof value === 'string' ? value : (option.default ?? ''),
    choices: [...none, ...option.values.map((each) => ({ value: each, label: readable(each) }))],
  };
}

/** `PHOTOREALISM` and `line-art` as words; the service's own names, so they are not translated. */
function readable(value: string): string {
  if (/^(png|jpe?g)$/i.test(value)) return value.toUpperCase();
  if (/^webp$/i.test(value)) return 'WebP';
  const words = value.replaceAll(/[_-]/g, ' ').toLowerCase().replace(/^3d /, '3D ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sizeControl(session: StudioSession, model: ModelDescriptor, task: TaskKind): readonly ControlView[] {
  const sizes = sizesFor(model, task);
  const usual = defaultSize(sizes);
  if (!usual) return [];
  const choices = sizeChoices(sizes).map(({ size, name }) => ({
    value: sizeValue(size),
    label: sizeLabel(size),
    ...(name === undefined ? {} : { detail: name }),
  }));
  const wanted = session.size && sizeValue(session.size);
  const value = choices.find((choice) => choice.value === wanted)?.value ?? sizeValue(usual);
  return [{ kind: 'choice', id: 'size', label: t('Size'), value, choices }];
}

function areaControls(session: StudioSession, facts: FormFacts): readonly ControlView[] {
  const { task, models } = facts;
  // Where no model can be told in words, there is nothing to choose.
  const canName = ableModels(models, { task, area: 'words' }).some(({ state }) => state.kind !== 'ended');
  if (!canName && session.area === 'mask') return [];
  return [
    {
      kind: 'choice',
      id: 'area',
      label: task === 'replaceBackground' ? t('Keep') : t('Area'),
      value: session.area,
      choices: [
        { value: 'mask', label: t('Painted') },
        { value: 'words', label: t('In words') },
      ],
      ...(task === 'replaceBackground' && session.area === 'mask'
        ? { help: t('Paint over the background; what is not painted is kept.') }
        : {}),
    },
    ...(session.area === 'words' ? words(session, task, facts) : []),
  ];
}

function words(session: StudioSession, task: TaskKind, { suggestLabel }: FormFacts): readonly ControlView[] {
  const control = wordsControl(task);
  if (!control) return [];
  return [
    {
      kind: 'text',
      id: 'words',
      ...control,
      value: session.words,
      maxLength: 1000,
      isMultiline: false,
      help: t('The model chooses the area; Difference shows what changed.'),
      ...(suggestLabel === undefined ? {} : { action: { id: 'suggestWords', label: suggestLabel } }),
    },
  ];
}

function marginsControl(session: StudioSession, model: ModelDescriptor | undefined): ControlView {
  return {
    kind: 'margins',
    id: 'margins',
    label: t('Extend by'),
    help: t('Drag the edges of the image, or enter pixels.'),
    value: session.margins,
    max: model?.maxMarginPx ?? 4096,
    ratios: ['1:1', '16:9', '9:16', '3:2', '2:3', '4:3', '21:9'].map((value) => ({ value, label: value })),
  };
}

function imageControl(
  id: 'style' | 'garment',
  label: string,
  name: string | undefined,
  { imageUrls }: FormFacts,
): ControlView {
  const url = imageUrls[id];
  return {
    kind: 'image',
    id,
    label,
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
  };
}

function upscaleControl(
  session: StudioSession,
  { models, isOffline, prices, format }: FormFacts,
): ControlView {
  const names = { fast: t('Fast'), conservative: t('Conservative'), creative: t('Creative') };
  const choices = (['fast', 'conservative', 'creative'] as const).map((value) => {
    const model = ableModels(models, { task: 'upscale', upscale: value })[0]?.model;
    const price = isOffline || !model ? undefined : priceOf(model, prices);
    return {
      value,
      label: names[value],
      ...(price === undefined ? {} : { detail: format.price(price) }),
    };
  });
  return {
    kind: 'choice',
    id: 'upscale',
    label: t('How'),
    help: t('Fast enlarges four times; conservative keeps what is there; creative adds detail of its own.'),
    value: session.upscale,
    choices,
  };
}
