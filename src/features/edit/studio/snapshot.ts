import * as vscode from 'vscode';
import { promptUse } from '../../../core/models/abilities';
import { isPadded, isScaled } from '../../../core/edit/fit';
import type { AvailableModel } from '../../../core/models/availability';
import type { StudioPlan, PlanProblem, MaskFacts } from '../../../core/studio/plan';
import { proxySize, type StudioSession } from '../../../core/studio/session';
import { areaTasks, type TaskKind } from '../../../core/tasks/task';
import type { Format } from '../../../platform/format';
import { taskLabel } from '../../../platform/taskLabels';
import type { Words } from '../../../platform/words';
import type { JudgementView } from '../../../protocol/ask';
import type { CandidateView, StudioSnapshot } from '../../../protocol/studio';
import type { ActionView, NoticeView } from '../../../protocol/view';
import { baseName } from '../destination';
import { noteWords } from '../noteWords';
import { promptPlaceholder, taskVerb } from '../taskWords';
import { extraControls, moreControls, type FormFacts } from './form';
import { modelNotice } from './modelNotice';

const { t } = vscode.l10n;

/** What a snapshot needs beside session and plan. */
export interface SnapshotFacts {
  readonly revision: number;
  readonly session: StudioSession;
  readonly plan: StudioPlan;
  readonly mask: MaskFacts;
  readonly models: readonly AvailableModel[];
  readonly modelName: (id: string) => string;
  readonly isOffline: boolean;
  readonly prices: Readonly<Record<string, number>>;
  readonly format: Format;
  readonly words: Words;
  readonly pictureUrl: string | undefined;
  readonly imageUrls: FormFacts['imageUrls'];
  readonly opening: string | undefined;
  readonly isSending: boolean;
  /** Of today and of all panels, in USD; undefined where the books cannot be read. */
  readonly todayUsd: number | undefined;
  readonly perDayUsd: number | null;
  readonly notices: readonly NoticeView[];
  readonly candidates: readonly CandidateView[];
  readonly chosen: string | undefined;
  readonly judgement: JudgementView | undefined;
  readonly suggestLabel: string | undefined;
  /** Images that are here already and close to the prompt. */
  readonly similar: ActionView | undefined;
}

/** Most that one request of the Studio asks for. */
const MAX_COUNT = 10;

export function snapshotOf(facts: SnapshotFacts): StudioSnapshot {
  const { session, plan, models, isOffline, prices, format, imageUrls, words, pictureUrl } = facts;
  const { task, entry } = plan;
  const form: FormFacts = {
    task,
    model: entry?.model,
    models,
    areas: {
      count: facts.mask.areas,
      onceUsd: plan.priceUsd === undefined ? undefined : plan.priceUsd / plan.callsPerImage,
    },
    isOffline,
    prices,
    format,
    imageUrls,
    suggestLabel: facts.suggestLabel,
  };
  const label = taskLabel(task, words);
  const promptView = promptOf(session, task, entry);
  return {
    revision: facts.revision,
    isOffline,
    ...(session.image && pictureUrl !== undefined ? { picture: pictureOf(session.image, pictureUrl) } : {}),
    ...(facts.opening === undefined ? {} : { opening: facts.opening }),
    task: {
      kind: task,
      label: session.taskChoice === 'automatic' ? t('Automatic: {0}', label) : label,
    },
    canvas: {
      isMaskUsed:
        session.image !== undefined &&
        session.area === 'mask' &&
        (session.taskChoice === 'automatic' || areaTasks.includes(task)),
      isExtendUsed:
        session.image !== undefined && (session.taskChoice === 'automatic' || task === 'outpaint'),
    },
    margins: session.margins,
    ...(promptView
      ? { prompt: { ...promptView, ...(facts.similar ? { similar: facts.similar } : {}) } }
      : {}),
    model: modelOf(facts),
    count: { value: session.count, max: MAX_COUNT },
    extra: extraControls(session, form),
    more: moreControls(session, form),
    generate: generateOf(facts),
    spent: spentOf(facts),
    sends: sendsOf(facts),
    ...(plan.fitting && isContext(plan, session) ? { context: clipped(plan.fitting.area, session) } : {}),
    notices: [...inputsNotice(facts), ...facts.notices],
    candidates: facts.candidates,
    ...(facts.judgement ? { judgement: facts.judgement } : {}),
    ...(facts.chosen === undefined ? {} : { chosen: facts.chosen }),
    maskFileName: `${baseName(session.image?.name ?? 'image')}.mask.png`,
  };
}

function pictureOf(
  image: NonNullable<StudioSession['image']>,
  url: string,
): NonNullable<StudioSnapshot['picture']> {
  const proxy = proxySize(image);
  const { name, width, height, hasAlpha } = image;
  return { url, name, width, height, proxyWidth: proxy.width, proxyHeight: proxy.height, hasAlpha };
}

function promptOf(
  session: StudioSession,
  task: TaskKind,
  entry: AvailableModel | undefined,
): StudioSnapshot['prompt'] {
  // Automatic reads the task from the prompt, so its box stays.
  const use = entry ? promptUse(entry.model, task) : 'required';
  const isNeeded = session.taskChoice === 'automatic' || use !== 'none';
  if (!isNeeded) return undefined;
  return {
    text: session.prompt,
    label: t('Prompt'),
    placeholder:
      session.taskChoice === 'automatic' && session.image
        ? t('What should change, or be there')
        : task === 'imageVariation' && use === 'required'
          ? t('What the image should show')
          : promptPlaceholder(task),
    maxLength: entry?.model.prompt.maxLength ?? 10_000,
  };
}

function modelOf({ plan, models, modelName, format }: SnapshotFacts): StudioSnapshot['model'] {
  const { entry } = plan;
  if (!entry) {
    return {
      label: t('No model'),
      notice: {
        id: 'model',
        severity: 'warning',
        text: t('No model in this region does it this way.'),
        actions: [{ id: 'chooseModel', label: t('Choose a Model') }],
      },
    };
  }
  const { model, state } = entry;
  if (entry.isGuessed && state.kind === 'ready') {
    return {
      label: model.name,
      notice: {
        id: 'model',
        severity: 'info',
        text: t('Easel does not know this model; its limits are those of its family.'),
        actions: [],
      },
    };
  }
  const successor =
    state.kind === 'ended' ? models.find(({ model: { id } }) => id === state.successorId) : undefined;
  const notice = modelNotice(model.name, state, successor && modelName(successor.model.id), format);
  return { label: model.name, ...(notice ? { notice } : {}) };
}

/** The canvas shows one image; the others that are sent with it are named. */
function inputsNotice({ session, plan }: SnapshotFacts): readonly NoticeView[] {
  const { image, moreImages } = session;
  if (plan.task !== 'imageVariation' || !image || moreImages.length === 0) return [];
  const others = moreImages.map(({ name }) => name).join(', ');
  return [
    {
      id: 'inputs',
      severity: plan.problem?.kind === 'tooManyImages' ? 'warning' : 'info',
      text: t('{0} is varied together with {1}.', image.name, others),
      actions: [{ id: 'oneImage', label: t('Use {0} Alone', image.name) }],
    },
  ];
}

function generateOf(facts: SnapshotFacts): StudioSnapshot['generate'] {
  const { plan, format, isSending } = facts;
  const price = plan.priceUsd === undefined ? t('price not known') : format.price(plan.priceUsd);
  const label = `${taskVerb(plan.task)} · ${price}`;
  if (isSending) return { label, state: 'sending' };
  const notice = blockedBy(facts);
  return notice ? { label, state: 'disabled', notice } : { label, state: 'ready' };
}

/** Why the button does nothing now: in words, beside it. */
function blockedBy({ plan, todayUsd, perDayUsd, format, isOffline }: SnapshotFacts): NoticeView | undefined {
  const { problem, priceUsd = 0, entry } = plan;
  if (problem) return { id: 'generate', severity: 'info', text: problemText(problem, format), actions: [] };
  if (entry?.state.kind === 'ended' || entry?.state.kind === 'elsewhere') {
    return {
      id: 'generate',
      severity: 'info',
      text: t('Choose a model that can be called here.'),
      actions: [],
    };
  }
  return budgetNotice(priceUsd, { todayUsd, perDayUsd, format, isOffline });
}

/** What the budget of the day says to a price; nothing where it has room. */
export function budgetNotice(
  priceUsd: number,
  {
    todayUsd,
    perDayUsd,
    format,
    isOffline,
  }: Pick<SnapshotFacts, 'todayUsd' | 'perDayUsd' | 'format' | 'isOffline'>,
): NoticeView | undefined {
  if (isOffline || perDayUsd === null || todayUsd === undefined || todayUsd + priceUsd <= perDayUsd) {
    return undefined;
  }
  return {
    id: 'generate',
    severity: 'warning',
    text: t(
      "Today's budget would be passed: {0} of {1}.",
      format.amount(todayUsd + priceUsd),
      format.amount(perDayUsd),
    ),
    actions: [{ id: 'changeBudget', label: t('Change Budget') }],
  };
}

function problemText(problem: PlanProblem, format: Format): string {
  switch (problem.kind) {
    case 'noModel':
      return t('No model does it this way.');
    case 'image':
      return t('Open an image first.');
    case 'mask':
      return t('The mask is empty: paint over what should change.');
    case 'prompt':
      return t('Say what the image should show.');
    case 'words':
      return t('Name the object or area in words.');
    case 'style':
      return t('Choose a style image.');
    case 'garment':
      return t('Choose a garment image.');
    case 'colors':
      return t('Add a color.');
    case 'margins':
      return t('Drag an edge out, or enter pixels.');
    case 'tooManyImages':
      return problem.most === 1
        ? t('This model takes one image.')
        : t('This model takes {0} images at most.', format.number(problem.most));
    case 'promptTooLong':
      return t(
        'The prompt has {0} characters; this model takes {1}.',
        format.number(problem.length),
        format.number(problem.maxLength),
      );
  }
}

function spentOf({ session, format, todayUsd, isOffline }: SnapshotFacts): string {
  if (isOffline) return t('Offline: free');
  const panel = t('This panel {0}', format.amount(session.spentUsd));
  return todayUsd === undefined ? panel : t('{0} · today {1}', panel, format.amount(todayUsd));
}

/** `4032 x 3024 · mask 3.2% · sends 1024 x 1024 · PNG`: in one line, always in the same place. */
function sendsOf({ session, plan, mask, format }: SnapshotFacts): string {
  const { image } = session;
  if (!image) return '';
  const parts = [`${image.width} x ${image.height}`];
  parts.push(...(image.notes ?? []).map(noteWords));
  if (!mask.isEmpty) parts.push(t('mask {0} %', format.number(percent(mask.share))));
  const { fitting } = plan;
  if (fitting) {
    parts.push(t('sends {0} x {1}', fitting.width, fitting.height), 'PNG');
    if (isScaled(fitting)) {
      parts.push(t('scaled to {0} %', format.number(Math.round((100 * fitting.width) / fitting.area.width))));
    }
    if (plan.task !== 'outpaint' && isPadded(fitting, image)) parts.push(t('padded'));
    if (image.hasAlpha) parts.push(t('flattened on {0}', session.flattenOn));
  }
  return parts.join(' · ');
}

/** One decimal below ten percent, and never zero for what is not empty. */
function percent(share: number): number {
  const value = 100 * share;
  return value >= 10 ? Math.round(value) : Math.max(0.1, Math.round(value * 10) / 10);
}

function isContext({ fitting }: StudioPlan, { image }: StudioSession): boolean {
  return (
    fitting !== undefined &&
    image !== undefined &&
    (fitting.area.width < image.width || fitting.area.height < image.height)
  );
}

function clipped(
  area: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  { image }: StudioSession,
): NonNullable<StudioSnapshot['context']> {
  const left = Math.max(0, area.left);
  const top = Math.max(0, area.top);
  return {
    left,
    top,
    width: Math.min(image?.width ?? 0, area.left + area.width) - left,
    height: Math.min(image?.height ?? 0, area.top + area.height) - top,
  };
}
