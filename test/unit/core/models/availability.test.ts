import assert from 'node:assert/strict';
import {
  availableModels,
  chooseDefault,
  type AvailabilityFacts,
  type AvailableModel,
} from '../../../../src/core/models/availability';
import type { ModelDescriptor } from '../../../../src/core/models/descriptor';
import type { ListedModel, ListedProfile, ServiceCatalogue } from '../../../../src/core/models/directory';
import { ModelRegistry } from '../../../../src/core/models/registry';
import { stabilityText } from '../../../../src/core/models/stabilityText';
import type { TaskKind } from '../../../../src/core/tasks/task';
import { ids, model, registry } from './samples';

const now = Date.UTC(2026, 10, 20, 12);
const core = model('stableImageCore');

function catalogue(
  models: readonly ListedModel[],
  profiles: readonly ListedProfile[] = [],
): ServiceCatalogue {
  return { region: 'us-west-2', readAt: now, models, profiles };
}

function listed(id: string, changes: Partial<ListedModel> = {}): ListedModel {
  return {
    id,
    outputModalities: ['IMAGE'],
    lifecycleStatus: 'ACTIVE',
    inferenceTypes: ['ON_DEMAND'],
    ...changes,
  };
}

function all(changes: Partial<AvailabilityFacts> = {}): readonly AvailableModel[] {
  return availableModels({
    registry,
    region: 'us-west-2',
    provider: 'bedrock',
    now,
    catalogue: undefined,
    proofs: () => undefined,
    ...changes,
  });
}

function one(id: string, changes: Partial<AvailabilityFacts> = {}): AvailableModel {
  const found = all(changes).filter((entry) => entry.model.id === id);
  assert.equal(found.length, 1, id);
  return found[0] as AvailableModel;
}

/** The state of a Stability model with these facts in the table. */
function stateWith(
  changes: Partial<ModelDescriptor>,
  facts: Partial<AvailabilityFacts> = {},
): AvailableModel['state'] {
  const table = new ModelRegistry([{ ...core, ...changes }], [stabilityText]);
  return one(core.id, { registry: table, ...facts }).state;
}

const serviceIds = registry.models.filter(({ family }) => family === 'stabilityService').map(({ id }) => id);

const lifecycle = { status: 'legacy', source: '', readOn: '' } as const;
const endsSoon = { lifecycle: { ...lifecycle, endsOn: '2026-12-31' }, successorId: 'next' };
const hasEnded = { lifecycle: { ...lifecycle, endsOn: '2026-09-30' }, successorId: 'next' };
const inList = (changes: Partial<ListedModel> = {}): Partial<AvailabilityFacts> => ({
  catalogue: catalogue([listed(core.id, changes)]),
});
const absent: Partial<AvailabilityFacts> = { catalogue: catalogue([]) };
const proving = (proof: 'usable' | 'noAccess' | 'ended' | 'locked'): Partial<AvailabilityFacts> => ({
  proofs: () => proof,
});

describe('availableModels, where the service gave no answer', () => {
  it('takes the table for it', () => {
    assert.deepEqual(
      all().map((entry) => [entry.model.id, entry.state]),
      [
        [ids.stableImageCore, { kind: 'ready' }],
        [ids.stableDiffusion35, { kind: 'ready' }],
        [ids.stableImageUltra, { kind: 'ready' }],
        ...serviceIds.map((id) => [id, { kind: 'ready' }]),
        [ids.novaCanvas, { kind: 'ended', endsOn: '2026-09-30', successorId: ids.stableImageCore }],
        [ids.titanV2, { kind: 'ended', endsOn: '2026-06-30', successorId: ids.stableImageCore }],
        [ids.titanV1, { kind: 'ended', successorId: ids.stableImageCore }],
      ],
    );
  });

  it('says where a model lives that is not here', () => {
    assert.deepEqual(one(core.id, { region: 'eu-west-1' }).state, {
      kind: 'elsewhere',
      regions: ['us-west-2'],
    });
  });

  it('calls a model ended rather than elsewhere', () => {
    assert.equal(one(ids.novaCanvas, { region: 'us-west-2' }).state.kind, 'ended');
  });

  it('tells the end that is to come, with the successor', () => {
    assert.deepEqual(stateWith(endsSoon), { kind: 'endingSoon', endsOn: '2026-12-31', successorId: 'next' });
  });

  it('moves from ending to ended on the day', () => {
    const at = (time: number): string => stateWith(endsSoon, { now: time }).kind;
    assert.equal(at(Date.UTC(2026, 11, 31) - 1), 'endingSoon');
    assert.equal(at(Date.UTC(2026, 11, 31)), 'ended');
  });

  it('asks no region of a model that may be anywhere', () => {
    assert.deepEqual(stateWith({ regions: [] }, { region: 'eu-west-1' }), { kind: 'ready' });
  });
});

describe('availableModels, with the list of the service', () => {
  it('calls a listed model ready, also in a region that the table does not have', () => {
    assert.deepEqual(stateWith({}, { region: 'eu-west-1', ...inList() }), { kind: 'ready' });
  });

  it('calls a model that should be here and is not listed closed to this account', () => {
    assert.deepEqual(stateWith({}, absent), { kind: 'needsAccess' });
    assert.deepEqual(stateWith(endsSoon, absent), { kind: 'needsAccess' });
  });

  it('keeps absent, ended and elsewhere apart', () => {
    assert.deepEqual(stateWith({}, { ...absent, region: 'eu-west-1' }), {
      kind: 'elsewhere',
      regions: ['us-west-2'],
    });
    assert.deepEqual(stateWith(hasEnded, absent), {
      kind: 'ended',
      endsOn: '2026-09-30',
      successorId: 'next',
    });
  });

  it('believes the service that a model lives on', () => {
    assert.deepEqual(stateWith(hasEnded, inList()), { kind: 'ready' });
    assert.deepEqual(stateWith({ lifecycle: { ...lifecycle, hasEnded: true } }, inList()), { kind: 'ready' });
  });

  it('believes the service that a model has ended', () => {
    for (const lifecycleStatus of ['ACTIVE', 'LEGACY']) {
      const facts = inList({ lifecycleStatus, endOfLifeTime: '2026-11-20T11:00:00.000Z' });
      assert.deepEqual(stateWith({ successorId: 'next' }, facts), {
        kind: 'ended',
        endsOn: '2026-11-20',
        successorId: 'next',
      });
    }
  });

  it('tells the date of the service, not that of the table', () => {
    const facts = inList({ lifecycleStatus: 'LEGACY', endOfLifeTime: '2027-01-15T00:00:00.000Z' });
    for (const changes of [endsSoon, hasEnded]) {
      assert.deepEqual(stateWith(changes, facts), {
        kind: 'endingSoon',
        endsOn: '2027-01-15',
        successorId: 'next',
      });
    }
  });

  it('takes a legacy model for ending until the hour of its end', () => {
    const facts = inList({ lifecycleStatus: 'LEGACY', endOfLifeTime: '2026-11-20T18:00:00.000Z' });
    assert.deepEqual(stateWith({}, facts), { kind: 'endingSoon', endsOn: '2026-11-20' });
  });

  it('takes the date of the table where the service says LEGACY and no more', () => {
    const legacy = inList({ lifecycleStatus: 'LEGACY' });
    assert.equal(stateWith(endsSoon, legacy).kind, 'endingSoon');
    assert.equal(stateWith(endsSoon, { ...legacy, ...proving('usable') }).kind, 'endingSoon');
  });

  it('takes a legacy model without a date for closed until an invocation proves otherwise', () => {
    const legacy = inList({ lifecycleStatus: 'LEGACY' });
    assert.deepEqual(stateWith({}, legacy), { kind: 'needsAccess' });
    assert.deepEqual(stateWith(hasEnded, legacy), { kind: 'needsAccess' });
    assert.deepEqual(stateWith({}, { ...legacy, ...proving('usable') }), { kind: 'ready' });
  });

  it('calls an active model ending only when its end is near', () => {
    assert.equal(stateWith({}, inList({ endOfLifeTime: '2027-02-01T00:00:00.000Z' })).kind, 'endingSoon');
    assert.equal(stateWith({}, inList({ endOfLifeTime: '2027-10-07T00:00:00.000Z' })).kind, 'ready');
  });

  it('is not led astray by dates and states that it cannot read', () => {
    assert.deepEqual(stateWith({}, inList({ endOfLifeTime: 'soon' })), { kind: 'ready' });
    assert.deepEqual(stateWith({}, inList({ lifecycleStatus: 'RETIRING' })), { kind: 'ready' });
    const { lifecycleStatus: _none, ...bare } = listed(core.id);
    assert.deepEqual(stateWith({}, { catalogue: catalogue([bare]) }), { kind: 'ready' });
  });
});

describe('availableModels, with what invocations proved', () => {
  it('believes them over the list', () => {
    assert.deepEqual(stateWith({ successorId: 'next' }, { ...inList(), ...proving('ended') }), {
      kind: 'ended',
      successorId: 'next',
    });
    assert.deepEqual(stateWith({}, { ...inList(), ...proving('noAccess') }), { kind: 'needsAccess' });
    assert.deepEqual(stateWith({}, { ...inList(), ...proving('locked') }), { kind: 'needsAccess' });
    assert.deepEqual(stateWith({}, { ...absent, ...proving('usable') }), { kind: 'ready' });
  });

  it('believes them over the table', () => {
    assert.deepEqual(stateWith(hasEnded, proving('usable')), { kind: 'ready' });
    assert.deepEqual(stateWith({}, { ...proving('usable'), region: 'eu-west-1' }), { kind: 'ready' });
    assert.equal(stateWith(endsSoon, proving('usable')).kind, 'endingSoon');
  });

  it("does not let yesterday's success hide an end that the service tells", () => {
    const facts = inList({ endOfLifeTime: '2026-11-20T00:00:00.000Z' });
    assert.equal(stateWith({}, { ...facts, ...proving('usable') }).kind, 'ended');
  });

  it('asks for each model by its own id', () => {
    const asked: string[] = [];
    all({
      proofs: (id) => {
        asked.push(id);
        return id === ids.stableImageCore ? 'locked' : undefined;
      },
    });
    assert.deepEqual(asked.toSorted(), Object.values(ids).toSorted());
  });
});

describe('availableModels, offline', () => {
  it('lets every model be tried, also while the list is missing', () => {
    const offline: Partial<AvailabilityFacts> = { provider: 'offline', region: 'us-east-1' };
    assert.ok(all(offline).every(({ state }) => state.kind === 'ready'));
    const listedAll = catalogue(Object.values(ids).map((id) => listed(id)));
    assert.ok(all({ ...offline, catalogue: listedAll }).every(({ state }) => state.kind === 'ready'));
  });
});

describe('availableModels, with models that only the service knows', () => {
  const guesses = (...models: readonly ListedModel[]): readonly AvailableModel[] =>
    all({ catalogue: catalogue(models) }).filter(({ isGuessed }) => isGuessed);

  it('adds those whose name has the shape of a family', () => {
    const [entry, ...others] = guesses(listed('amazon.nova-canvas-v2:0', { name: 'Nova Canvas 2' }));
    assert.deepEqual(others, []);
    assert.deepEqual(
      [entry?.model.id, entry?.model.name, entry?.model.family, entry?.model.regions, entry?.invokeAs],
      ['amazon.nova-canvas-v2:0', 'Nova Canvas 2', 'amazonImage', ['us-west-2'], 'amazon.nova-canvas-v2:0'],
    );
    assert.deepEqual(entry?.state, { kind: 'ready' });
  });

  it('gives them the state that the service tells', () => {
    const [entry] = guesses(
      listed('amazon.nova-canvas-v2:0', { lifecycleStatus: 'LEGACY', endOfLifeTime: '2026-12-01T00:00:00Z' }),
    );
    assert.deepEqual(entry?.state, { kind: 'endingSoon', endsOn: '2026-12-01' });
  });

  it('adds no model that the table has, that makes no images or that speaks another language', () => {
    assert.deepEqual(
      guesses(
        listed(core.id),
        listed('amazon.nova-canvas-v2:0', { outputModalities: ['TEXT'] }),
        listed(ids.inpaint, { inferenceTypes: ['INFERENCE_PROFILE'] }),
        listed('stability.stable-image-relight-v1:0'),
        listed('example.painter-v1:0'),
      ),
      [],
    );
  });

  it('adds a newer version of an image service, called as the service lists it', () => {
    const id = 'stability.stable-image-inpaint-v1:1';
    const profiles = [{ id: `us.${id}`, status: 'ACTIVE', modelIds: [id] }];
    const listing = catalogue([listed(id, { inferenceTypes: ['INFERENCE_PROFILE'] })], profiles);
    const entry = all({ catalogue: listing }).find(({ isGuessed }) => isGuessed);
    assert.deepEqual(
      [entry?.model.id, entry?.model.tasks, entry?.invokeAs],
      [id, ['inpaint', 'replaceBackground'], `us.${id}`],
    );
  });

  it('adds no edition that is sold as provisioned throughput alone', () => {
    const provisioned = { inferenceTypes: ['PROVISIONED'] };
    assert.deepEqual(guesses(listed('amazon.titan-image-generator-v1:0', provisioned)), []);
  });

  it('adds a model once, though the list has it twice', () => {
    assert.equal(guesses(listed('amazon.nova-canvas-v2:0'), listed('amazon.nova-canvas-v2:0')).length, 1);
  });
});

describe('availableModels, by inference profile', () => {
  const profileOnly = { inferenceTypes: ['INFERENCE_PROFILE'] };
  const profile = (id: string, changes: Partial<ListedProfile> = {}): ListedProfile => ({
    id,
    status: 'ACTIVE',
    modelIds: [core.id],
    ...changes,
  });
  const calledBy = (profiles: readonly ListedProfile[], changes: Partial<ModelDescriptor> = {}): string =>
    one(core.id, {
      registry: new ModelRegistry([{ ...core, ...changes }], [stabilityText]),
      catalogue: catalogue([listed(core.id, profileOnly)], profiles),
    }).invokeAs;

  it('calls a model by its own id where it can', () => {
    const both = catalogue(
      [listed(core.id, { inferenceTypes: ['INFERENCE_PROFILE', 'ON_DEMAND'] })],
      [profile(`us.${core.id}`)],
    );
    assert.equal(one(core.id, { catalogue: both }).invokeAs, core.id);
    assert.equal(one(core.id).invokeAs, core.id);
  });

  it('prefers a profile within a geography to a global one', () => {
    assert.equal(calledBy([profile(`global.${core.id}`), profile(`us.${core.id}`)]), `us.${core.id}`);
    assert.equal(calledBy([profile(`global.${core.id}`)]), `global.${core.id}`);
  });

  it('leaves out profiles of other models and those that are not active', () => {
    assert.equal(
      calledBy([
        profile('us.stability.other-v1:0', { modelIds: ['stability.other-v1:0'] }),
        profile(`eu.${core.id}`, { status: 'DISABLED' }),
        profile(`us.${core.id}`),
      ]),
      `us.${core.id}`,
    );
  });

  it("does not choose a profile of the user's own, which bills somebody", () => {
    assert.equal(calledBy([profile('a1b2c3d4e5f6'), profile(`us.${core.id}`)]), `us.${core.id}`);
    assert.equal(calledBy([profile('a1b2c3d4e5f6')]), core.id);
  });

  it('calls each image service of Stability AI by the profile of the United States', () => {
    for (const id of serviceIds) {
      assert.equal(one(id).invokeAs, `us.${id}`);
      for (const inferenceTypes of [
        ['INFERENCE_PROFILE'],
        ['ON_DEMAND'],
        ['ON_DEMAND', 'INFERENCE_PROFILE'],
        [],
      ]) {
        const listing = catalogue([listed(id, { inferenceTypes })]);
        assert.equal(one(id, { catalogue: listing }).invokeAs, `us.${id}`, inferenceTypes.join());
      }
    }
  });

  it('does not send a request to another geography for the sake of the table', () => {
    const id = ids.inpaint;
    const here = { region: 'eu-west-1', catalogue: catalogue([listed(id)]) };
    assert.equal(one(id, here).invokeAs, id);
  });

  it('calls a model ready that only a profile lists', () => {
    const id = ids.inpaint;
    const reached = (changes: Partial<ListedProfile>): AvailableModel['state'] =>
      one(id, { catalogue: catalogue([], [profile(`us.${id}`, { modelIds: [id], ...changes })]) }).state;
    assert.deepEqual(reached({}), { kind: 'ready' });
    assert.deepEqual(reached({ status: 'DISABLED' }), { kind: 'needsAccess' });
    assert.deepEqual(reached({ id: 'a1b2c3d4e5f6' }), { kind: 'needsAccess' });
  });

  it('falls back to the profile of the table', () => {
    const profileIds = ['us.stability.by-profile-v1:0'];
    assert.equal(calledBy([], { profileIds }), 'us.stability.by-profile-v1:0');
    const table = new ModelRegistry([{ ...core, profileIds }], [stabilityText]);
    assert.equal(one(core.id, { registry: table }).invokeAs, 'us.stability.by-profile-v1:0');
  });
});

describe('chooseDefault', () => {
  const entry = (
    id: string,
    state: AvailableModel['state'],
    changes: Partial<ModelDescriptor> = {},
    isGuessed = false,
  ): AvailableModel => ({ model: { ...core, id, ...changes }, state, invokeAs: id, isGuessed });
  const price = (usdPerImage: number): Partial<ModelDescriptor> => ({
    price: { rules: [{ usdPerImage }], source: '', readOn: '' },
  });
  const ready = { kind: 'ready' } as const;
  const ending = { kind: 'endingSoon', endsOn: '2026-12-31' } as const;
  const closed = { kind: 'needsAccess' } as const;
  const elsewhere = { kind: 'elsewhere', regions: ['us-west-2'] } as const;
  const ended = { kind: 'ended' } as const;
  const chosen = (models: readonly AvailableModel[], wantedId?: string): string | undefined =>
    chooseDefault(models, 'textToImage', wantedId)?.model.id;

  it('starts with Stable Image Core where Stability AI is, and offline', () => {
    assert.equal(chosen(all()), ids.stableImageCore);
    assert.equal(chosen(all({ provider: 'offline' })), ids.stableImageCore);
  });

  it('prefers ready to ending to closed to elsewhere, in any order of the list', () => {
    const models = [
      entry('elsewhere', elsewhere, price(0.01)),
      entry('closed', closed, price(0.02)),
      entry('ending', ending, price(0.03)),
      entry('ready', ready, price(0.04)),
    ];
    for (const [left, best] of [
      [4, 'ready'],
      [3, 'ending'],
      [2, 'closed'],
      [1, 'elsewhere'],
    ] as const) {
      assert.equal(chosen(models.slice(0, left)), best);
      assert.equal(chosen(models.slice(0, left).toReversed()), best);
    }
  });

  it('starts each task with a model that lives, also offline, where the ended ones answer too', () => {
    const first = (task: TaskKind): string | undefined =>
      chooseDefault(all({ provider: 'offline' }), task)?.model.id;
    assert.deepEqual(
      {
        imageVariation: first('imageVariation'),
        inpaint: first('inpaint'),
        removeObject: first('removeObject'),
        replaceBackground: first('replaceBackground'),
        outpaint: first('outpaint'),
        removeBackground: first('removeBackground'),
        recolor: first('recolor'),
        followStructure: first('followStructure'),
        followPalette: first('followPalette'),
        followStyle: first('followStyle'),
        tryOn: first('tryOn'),
        upscale: first('upscale'),
      },
      {
        imageVariation: ids.stableDiffusion35,
        inpaint: ids.inpaint,
        removeObject: ids.eraseObject,
        replaceBackground: ids.inpaint,
        outpaint: ids.outpaint,
        removeBackground: ids.removeBackground,
        recolor: ids.searchRecolor,
        followStructure: ids.controlStructure,
        followPalette: ids.novaCanvas,
        followStyle: ids.styleGuide,
        tryOn: ids.novaCanvas,
        upscale: ids.fastUpscale,
      },
    );
  });

  it('prefers known to guessed, and then the cheapest', () => {
    const guessed = entry('guessed', ready, price(0.01), true);
    const [cheap, dear] = [entry('cheap', ready, price(0.04)), entry('dear', ready, price(0.14))];
    assert.equal(chosen([guessed, dear, cheap]), 'cheap');
    assert.equal(chosen([guessed, dear]), 'dear');
  });

  it('takes a model without a price last', () => {
    const { price: _none, ...unpriced } = core;
    const unknown: AvailableModel = { ...entry('unknown', ready), model: { ...unpriced, id: 'unknown' } };
    assert.equal(chosen([unknown, entry('dear', ready, price(9))]), 'dear');
    assert.equal(chosen([unknown]), 'unknown');
  });

  it('takes the wanted model, also one that ends or may be closed', () => {
    const models = [
      entry('ready', ready),
      entry('ending', ending),
      entry('closed', closed),
      entry('far', elsewhere),
    ];
    assert.equal(chosen(models, 'ending'), 'ending');
    assert.equal(chosen(models, 'closed'), 'closed');
    assert.equal(chosen(models, 'far'), 'ready');
    assert.equal(chosen(models, 'nowhere'), 'ready');
  });

  it('knows the wanted model by its profile too', () => {
    const byProfile = { ...entry('profiled', ready, price(9)), invokeAs: 'us.profiled' };
    assert.equal(chosen([entry('ready', ready), byProfile], 'us.profiled'), 'profiled');
    const inTable = entry('tabled', ready, { ...price(9), profileIds: ['us.tabled'] });
    assert.equal(chosen([entry('ready', ready), inTable], 'us.tabled'), 'tabled');
  });

  it('never takes an ended model, also when it is wanted', () => {
    assert.equal(chosen([entry('ended', ended), entry('ready', ready)], 'ended'), 'ready');
    assert.equal(chosen([entry('ended', ended)], 'ended'), undefined);
  });

  it('takes only what has the task', () => {
    const editor = entry('editor', ready, { tasks: ['inpaint'] });
    assert.equal(chosen([editor]), undefined);
    assert.equal(chooseDefault([editor], 'inpaint')?.model.id, 'editor');
    assert.equal(chosen([]), undefined);
  });
});
