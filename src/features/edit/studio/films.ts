import * as vscode from 'vscode';
import { randomUUID } from 'node:crypto';
import type { ImageError } from '../../../core/errors';
import { err, ok, type Result } from '../../../core/result';
import { withShotMoved, type FilmTask } from '../../../core/studio/film';
import type { FilmPlan } from '../../../core/studio/filmPlan';
import type { SessionImage } from '../../../core/studio/session';
import type { DraftShot, Frame, VideoDraft } from '../../../core/video/draft';
import type { VideoModelDescriptor } from '../../../core/video/descriptor';
import type { Framing } from '../../../core/video/framing';
import { showJobsCommand } from '../../../platform/ids';
import type { ActionHandlers } from '../../../platform/messages';
import { askToSpend } from '../../../platform/picks/askToSpend';
import type { ShotAction } from '../../../protocol/studio';
import type { EditDependencies } from '../ports';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** The films of one Studio: a started one is a job, looked after in *Jobs*. */
export class Films {
  readonly #studio: Studio;
  readonly #deps: EditDependencies;

  constructor(studio: Studio, deps: EditDependencies) {
    this.#studio = studio;
    this.#deps = deps;
  }

  async start(): Promise<void> {
    if (this.#studio.isStartingFilm) return;
    if (!vscode.workspace.isTrusted) {
      this.#studio.fail('send', { kind: 'untrustedWorkspace' });
      return;
    }
    this.#studio.setBar('send', undefined);
    this.#studio.setStartingFilm(true);
    try {
      await this.#start();
    } catch (cause) {
      this.#studio.fail('send', { kind: 'unexpected', cause });
    } finally {
      this.#studio.setStartingFilm(false);
    }
  }

  async #start(): Promise<void> {
    const { service, askHowToMakeImages, settings, format, films } = this.#deps;
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return;
    await this.#studio.refreshFilms();
    const plan = this.#studio.filmPlan();
    if (!plan?.entry || plan.problem) return;
    const { perCallAskUsd } = settings.window().budget;
    const { priceUsd = 0 } = plan;
    if (perCallAskUsd !== null && priceUsd > perCallAskUsd) {
      if (
        (await askToSpend(format, priceUsd, t('Make Video for About {0}', format.amount(priceUsd)))) !==
        'spend'
      )
        return;
    }
    const draft = await this.#draftOf(plan, plan.entry.model);
    const { image, film } = this.#studio.session;
    const home =
      plan.task === 'animate'
        ? (image?.home ?? image?.uri)
        : film.shots.find((shot) => shot.image?.uri !== undefined)?.image?.uri;
    const started = draft.ok ? await (await films()).start(draft.value, home) : draft;
    if (!started.ok) {
      this.#studio.fail('send', started.error, this.#repairs(started.error, plan.entry.model.id));
      return;
    }
    this.#studio.spent(priceUsd);
    const text = t('The video is being made. It is listed in Jobs.');
    this.#studio.announce(text);
    this.#studio.setBar('send', {
      severity: 'info',
      text,
      buttons: [
        { label: t('Show Jobs'), run: () => vscode.commands.executeCommand(showJobsCommand) },
        { label: t('OK'), run: () => undefined },
      ],
    });
  }

  async #draftOf(plan: FilmPlan, model: VideoModelDescriptor): Promise<Result<VideoDraft>> {
    const { prompt, image, film } = this.#studio.session;
    const { kind, durationSeconds, size, seed } = plan;
    if (!size) return err({ kind: 'unknownModel', modelId: model.id });
    const base = {
      kind,
      prompt: prompt.trim(),
      modelId: model.id,
      durationSeconds,
      size,
      loop: film.loop && model.takesLoop,
      ...(seed === undefined ? {} : { seed }),
    };
    if (plan.task === 'animate') {
      const start = image && (await this.#frameOf(image, plan.frame?.framing ?? 'center'));
      if (start && !start.ok) return start;
      const end = film.end && model.frames.takesEnd ? await this.#frameOf(film.end, 'center') : undefined;
      if (end && !end.ok) return end;
      return ok({
        ...base,
        ...(start ? { start: start.value } : {}),
        ...(end ? { end: end.value } : {}),
        shots: [],
      });
    }
    const shots: DraftShot[] = [];
    for (const shot of film.shots) {
      const frame = shot.image && (await this.#frameOf(shot.image, 'center'));
      if (frame && !frame.ok) return frame;
      shots.push({ text: shot.text.trim(), ...(frame ? { frame: frame.value } : {}) });
    }
    return ok({ ...base, prompt: '', shots });
  }

  async #frameOf(image: SessionImage, framing: Framing): Promise<Result<Frame>> {
    const { sha256, name, path, width, height, hasAlpha } = image;
    const bytes = await this.#deps.blobs.read(sha256);
    if (!bytes) return err({ kind: 'notReadable', name, reason: 'gone' });
    return ok({
      name,
      bytes,
      sha256,
      ...(path === undefined ? {} : { path }),
      width,
      height,
      hasAlpha,
      framing,
    });
  }

  #repairs(error: ImageError, modelId: string): ActionHandlers {
    const region = error.kind === 'modelNotInRegion' ? error.regions[0] : undefined;
    return {
      retry: () => this.start(),
      editPrompt: () => {
        this.#studio.focusPrompt();
      },
      changeRequest: () => {
        this.#studio.focusPrompt();
      },
      chooseModel: () => this.pickModel(),
      copyPolicy: async () => (await this.#deps.films()).copyPolicy(modelId),
      ...(region === undefined
        ? {}
        : { switchRegion: () => this.#deps.settings.setForUser('aws.region', region) }),
    };
  }

  // The model

  async pickModel(): Promise<void> {
    await this.#studio.refreshFilms();
    const { models = [], provider = 'bedrock' } = this.#studio.films ?? {};
    const current = this.#studio.filmPlan()?.entry?.model.id ?? '';
    const picked = await (await this.#deps.films()).pickModel(current, models, provider);
    if (picked) this.#use(picked.model);
  }

  useSuccessor(): void {
    const state = this.#studio.filmPlan()?.entry?.state;
    const id = state?.kind === 'ended' ? state.successorId : undefined;
    const successor = this.#studio.films?.models.find(({ model }) => model.id === id);
    if (successor) this.#use(successor.model);
  }

  /** A storyboard becomes one film where the model takes no shots. */
  #use(model: VideoModelDescriptor): void {
    const { film, prompt, image } = this.#studio.session;
    const plan = this.#studio.filmPlan();
    if (!plan) return;
    if (model.tasks.includes(plan.kind)) {
      this.#studio.update({ film: { ...film, models: { ...film.models, [plan.task]: model.id } } });
      return;
    }
    const first = film.shots.find((shot) => shot.image)?.image;
    if (!image && first) this.#studio.showImage(first);
    const task: FilmTask = 'animate';
    this.#studio.update({
      prompt: prompt.trim() === '' ? film.shots.map(({ text }) => text.trim()).join(' ') : prompt,
      film: { ...film, task, models: { ...film.models, [task]: model.id } },
    });
    this.#studio.setBar('film', {
      severity: 'info',
      text: t('{0} takes no shots: one film begins with the image. The shots are kept.', model.name),
      buttons: [{ label: t('OK'), run: () => undefined }],
    });
  }

  // The shots

  addShot(): void {
    const { film } = this.#studio.session;
    const most = this.#studio.filmPlan()?.entry?.model.shots?.max ?? 20;
    if (film.shots.length >= most) return;
    this.#studio.update({ film: { ...film, shots: [...film.shots, { id: randomUUID(), text: '' }] } });
  }

  /** @param chooseImage for the shot's frame */
  async shot(id: string, action: ShotAction, chooseImage: () => Promise<void>): Promise<void> {
    const { film } = this.#studio.session;
    if (!film.shots.some((shot) => shot.id === id)) return;
    const show = (shots: typeof film.shots): void => {
      this.#studio.update({ film: { ...film, shots } });
    };
    switch (action) {
      case 'up':
        show(withShotMoved(film.shots, id, -1));
        break;
      case 'down':
        show(withShotMoved(film.shots, id, 1));
        break;
      case 'remove':
        show(film.shots.filter((shot) => shot.id !== id));
        break;
      case 'chooseImage':
        await chooseImage();
        break;
      case 'removeImage':
        show(film.shots.map((shot) => (shot.id === id ? { id, text: shot.text } : shot)));
        break;
    }
  }

  setImage(id: string, image: SessionImage): void {
    const { film } = this.#studio.session;
    const shots = film.shots.map((shot) => (shot.id === id ? { ...shot, image } : shot));
    this.#studio.update({ film: { ...film, shots } });
  }

  removeEnd(): void {
    const { end: _before, ...film } = this.#studio.session.film;
    this.#studio.update({ film });
  }
}
