import assert from 'node:assert/strict';
import type { AvailableModel } from '../../../../src/core/models/availability';
import { planOf, wishOf, type StudioPlan } from '../../../../src/core/studio/plan';
import type { StudioSession } from '../../../../src/core/studio/session';
import { ids, pixels } from '../models/samples';
import { allModels, dress, emptySession, facts, painted, photo, service, sessionWith } from './samples';

const masked = facts({ mask: painted });
const margins = { left: 64, right: 0, up: 0, down: 0 };

function nameOf(plan: StudioPlan): string | undefined {
  return plan.entry?.model.name;
}

/** Only these models are there. */
function only(...names: readonly (keyof typeof ids)[]): ReturnType<typeof facts> {
  const wanted: readonly string[] = names.map((name) => ids[name]);
  return facts({
    mask: painted,
    service: { ...service, models: allModels.filter(({ model }) => wanted.includes(model.id)) },
  });
}

describe('the plan of a session', () => {
  it('is not to be sent while no model is known, or none can do the task', () => {
    for (const plan of [
      planOf(sessionWith(), facts({ service: undefined })),
      planOf(sessionWith({ taskChoice: 'tryOn' }), only('inpaint')),
    ]) {
      assert.deepEqual(plan.problem, { kind: 'noModel' });
      assert.ok(!('entry' in plan) && !('priceUsd' in plan));
    }
  });

  it('takes the model of the user for the task, then the one of the settings, then the best', () => {
    const session = sessionWith({ prompt: 'a fern' });
    const preferred = { inpaint: ids.titanV2 };
    assert.equal(nameOf(planOf(session, facts({ mask: painted, preferred }))), 'Titan Image Generator v2');
    const chosen = sessionWith({ prompt: 'a fern', models: { inpaint: ids.novaCanvas } });
    assert.equal(nameOf(planOf(chosen, facts({ mask: painted, preferred }))), 'Nova Canvas');
    const elsewhere = sessionWith({ prompt: 'a fern', models: { upscale: ids.fastUpscale } });
    assert.equal(nameOf(planOf(elsewhere, masked)), 'Stable Image Inpaint');
  });

  it('takes no model that cannot do it in the way that is wanted, whoever wants it', () => {
    const byWords = sessionWith({
      taskChoice: 'inpaint',
      area: 'words',
      words: 'the lamp',
      prompt: 'a fern',
      models: { inpaint: ids.inpaint },
    });
    assert.equal(
      nameOf(planOf(byWords, only('inpaint', 'searchReplace'))),
      'Stable Image Search and Replace',
    );
    for (const upscale of ['fast', 'conservative', 'creative'] as const) {
      const plan = planOf(sessionWith({ taskChoice: 'upscale', upscale, prompt: 'a lamp' }), facts());
      assert.equal(plan.entry?.model.upscale, upscale);
    }
  });

  it('goes on with an ended model where there is no other, so that it can be said', () => {
    const ended = allModels
      .filter(({ model }) => model.id === ids.novaCanvas)
      .map((entry): AvailableModel => ({ ...entry, state: { kind: 'ended', endsOn: '2026-09-30' } }));
    const plan = planOf(
      sessionWith({ taskChoice: 'tryOn', garment: dress }),
      facts({ mask: painted, service: { ...service, models: ended } }),
    );
    assert.equal(nameOf(plan), 'Nova Canvas');
    assert.equal(plan.entry?.state.kind, 'ended');
  });

  describe('for several masked areas', () => {
    const three = facts({ mask: { ...painted, areas: 3 } });
    const each = sessionWith({ prompt: 'a fern', separateAreas: true, count: 2 });

    it('has one call for all of them until each is wanted alone', () => {
      const plan = planOf({ ...each, separateAreas: false }, three);
      assert.equal(plan.callsPerImage, 1);
      assert.equal(plan.pricePerImageUsd, 0.07);
      assert.equal(plan.priceUsd, 0.14);
    });

    it('has a call, and the price of one, for each', () => {
      const plan = planOf(each, three);
      assert.equal(plan.callsPerImage, 3);
      assert.equal(plan.count, 2);
      // Of one call: what is booked for it.
      assert.equal(plan.pricePerImageUsd, 0.07);
      assert.equal(plan.priceUsd, 0.42);
    });

    it('has one call where there is but one area, or the mask is not used', () => {
      assert.equal(planOf(each, masked).callsPerImage, 1);
      for (const changes of [
        { taskChoice: 'imageVariation' },
        { taskChoice: 'recolor', words: 'the lamp' },
        { taskChoice: 'inpaint', area: 'words', words: 'the lamp' },
        { taskChoice: 'outpaint', margins },
        { taskChoice: 'upscale' },
      ] as const satisfies readonly Partial<StudioSession>[]) {
        assert.equal(planOf({ ...each, ...changes }, three).callsPerImage, 1, changes.taskChoice);
      }
    });
  });

  it('costs nothing offline, and nobody knows what where there is no price', () => {
    const session = sessionWith({ prompt: 'a fern', count: 4 });
    const offline = planOf(session, facts({ mask: painted, service: { ...service, provider: 'offline' } }));
    assert.deepEqual([offline.pricePerImageUsd, offline.priceUsd], [0, 0]);
    const unknown = allModels
      .filter(({ model }) => model.id === ids.inpaint)
      .map(({ model: { price: _price, ...model }, ...entry }): AvailableModel => ({ ...entry, model }));
    const plan = planOf(session, facts({ mask: painted, service: { ...service, models: unknown } }));
    assert.ok(plan.entry && !('priceUsd' in plan) && !('pricePerImageUsd' in plan));
    const own = facts({ mask: painted, prices: { [ids.inpaint]: 0.5 } });
    assert.equal(planOf(session, own).priceUsd, 2);
  });

  it('is priced by the size that is sent, where the result has that of the input', () => {
    const nova = sessionWith({ prompt: 'a fern', models: { inpaint: ids.novaCanvas } });
    const small = planOf(nova, masked);
    assert.deepEqual([small.fitting?.width, small.pricePerImageUsd], [1024, 0.04]);
    const whole = planOf(
      nova,
      facts({ mask: { ...painted, bounds: { left: 0, top: 0, width: 4000, height: 3000 } } }),
    );
    assert.ok((whole.fitting?.width ?? 0) > 1024);
    assert.equal(whole.pricePerImageUsd, 0.06);
    assert.equal(planOf({ ...nova, options: { quality: 'premium' } }, masked).pricePerImageUsd, 0.06);
  });

  it('asks once where the same request gives the same image', () => {
    const session = sessionWith({ taskChoice: 'upscale', upscale: 'fast', count: 4 });
    const plan = planOf(session, facts());
    assert.equal(plan.count, 1);
    assert.equal(plan.priceUsd, 0.03);
    assert.equal(planOf({ ...session, upscale: 'creative', prompt: 'x' }, facts()).count, 4);
  });

  it('keeps of size and options what the model has', () => {
    const session = emptySession({
      prompt: 'a fern',
      models: { textToImage: ids.novaCanvas },
      size: pixels(512, 512),
      options: { quality: 'premium', stylePreset: 'anime', guidanceScale: 99 },
    });
    const plan = planOf(session, facts());
    assert.deepEqual(plan.size, pixels(512, 512));
    assert.deepEqual(plan.options, { quality: 'premium' });
    assert.ok(!('size' in planOf({ ...session, size: pixels(511, 511) }, facts())));
  });

  for (const [name, session, kind] of [
    ['an image to vary', emptySession({ taskChoice: 'imageVariation', prompt: 'x' }), 'image'],
    ['a mask to fill', sessionWith({ taskChoice: 'inpaint', prompt: 'x' }), 'mask'],
    ['a mask to remove', sessionWith({ taskChoice: 'removeObject' }), 'mask'],
    ['a prompt to fill it with', sessionWith({ taskChoice: 'inpaint', prompt: ' \n' }), 'prompt'],
    [
      'words for an area that is named',
      sessionWith({ taskChoice: 'inpaint', area: 'words', words: ' ', prompt: 'x' }),
      'words',
    ],
    ['words to recolor', sessionWith({ taskChoice: 'recolor', prompt: 'red' }), 'words'],
    ['a style', sessionWith({ taskChoice: 'followStyle', prompt: 'x' }), 'style'],
    ['a garment', sessionWith({ taskChoice: 'tryOn', area: 'words', words: 'the coat' }), 'garment'],
    ['colors', emptySession({ taskChoice: 'followPalette', prompt: 'x' }), 'colors'],
    ['margins', sessionWith({ taskChoice: 'outpaint', prompt: 'x' }), 'margins'],
    ['a prompt for a new image', emptySession(), 'prompt'],
  ] as const) {
    it(`says that it needs ${name}`, () => {
      // A mask is there only where its lack is not the point.
      const plan = planOf(session, kind === 'mask' ? facts() : masked);
      assert.equal(plan.problem?.kind, kind);
    });
  }

  it('says how much too long a prompt is, where one is sent', () => {
    const prompt = 'x'.repeat(1025);
    const session = sessionWith({
      prompt,
      models: { inpaint: ids.novaCanvas, removeObject: ids.novaCanvas },
    });
    assert.deepEqual(planOf({ ...session, taskChoice: 'inpaint' }, masked).problem, {
      kind: 'promptTooLong',
      length: 1025,
      maxLength: 1024,
    });
    assert.equal(planOf({ ...session, taskChoice: 'removeObject' }, masked).problem, undefined);
  });

  it('has no problem where nothing is missing', () => {
    for (const session of [
      sessionWith({ prompt: 'a fern' }),
      sessionWith(),
      sessionWith({ taskChoice: 'removeBackground' }),
      sessionWith({ margins, prompt: 'a hill' }),
      sessionWith({ taskChoice: 'recolor', words: 'the lamp', prompt: 'red' }),
      sessionWith({ taskChoice: 'tryOn', garment: dress, garmentClass: 'UPPER_BODY' }),
      emptySession({ taskChoice: 'followStyle', style: photo, prompt: 'a fern' }),
      emptySession({ taskChoice: 'followPalette', colors: ['#112233'], prompt: 'a fern' }),
      emptySession({ prompt: 'a fern' }),
    ]) {
      assert.equal(planOf(session, masked).problem, undefined, session.taskChoice);
    }
  });

  it('says where the model chooses the area', () => {
    const plans = (['mask', 'words'] as const).map((area) =>
      planOf(sessionWith({ taskChoice: 'inpaint', area, words: 'the lamp', prompt: 'x' }), masked),
    );
    assert.deepEqual(
      plans.map((plan) => plan.isAreaChosenByModel),
      [false, true],
    );
    const recolor = planOf(sessionWith({ taskChoice: 'recolor', words: 'it', prompt: 'red' }), masked);
    assert.ok(recolor.isAreaChosenByModel);
  });

  it('names the part of the body only where it was said, and no mask in its place', () => {
    const session = sessionWith({ garmentClass: 'UPPER_BODY' });
    assert.equal(wishOf(session, 'tryOn').area, 'garment');
    assert.equal(wishOf({ ...session, area: 'words' }, 'tryOn').area, 'words');
    assert.equal(wishOf(sessionWith(), 'tryOn').area, 'mask');
  });
});
