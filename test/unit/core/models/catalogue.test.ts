import assert from 'node:assert/strict';
import { areasFor, maxImagesFor, successorFor, takesSeed } from '../../../../src/core/models/abilities';
import { priceOf } from '../../../../src/core/models/price';
import type { TaskKind } from '../../../../src/core/tasks/task';
import { ids, model, registry } from './samples';

const day = /^\d{4}-\d\d-\d\d$/;

describe('the catalogue', () => {
  it('has the models that Easel promises', () => {
    assert.deepEqual(registry.models.map(({ id }) => id).toSorted(), Object.values(ids).toSorted());
  });

  it('names a page and a day for its facts', () => {
    for (const { id, source, lifecycle, price } of registry.models) {
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, id);
      assert.match(lifecycle.source, /^https:\/\/docs\.aws\.amazon\.com\//, id);
      assert.match(lifecycle.readOn, day, id);
      for (const date of [lifecycle.legacyFrom, lifecycle.endsOn])
        assert.match(date ?? '2026-01-01', day, id);
      assert.ok(!price || (/https:\/\//.test(price.source) && day.test(price.readOn)), id);
    }
  });

  it('has a callable successor for each model that ends', () => {
    for (const { id, lifecycle, successorId } of registry.models) {
      if (lifecycle.status === 'active') continue;
      const successor = successorId === undefined ? undefined : registry.find(successorId);
      assert.equal(successor?.lifecycle.status, 'active', id);
    }
  });

  it('has limits that hold together', () => {
    for (const { id, seed, prompt, options, requestsPerMinute, regions } of registry.models) {
      assert.ok(Number.isSafeInteger(seed.max) && seed.min === 0 && seed.max >= 858_993_459, id);
      assert.ok(prompt.minLength >= 1 && prompt.maxLength > prompt.minLength, id);
      assert.ok(requestsPerMinute > 0 && regions.length > 0, id);
      for (const option of options) {
        if (option.kind === 'choice') {
          assert.ok(option.default === undefined || option.values.includes(option.default), id);
        } else {
          assert.ok(option.min <= option.default && option.default <= option.max, id);
        }
      }
    }
  });

  it('says what the pages say about the ends of models', () => {
    assert.equal(model('novaCanvas').lifecycle.endsOn, '2026-09-30');
    assert.equal(model('titanV2').lifecycle.endsOn, '2026-06-30');
    assert.equal(model('titanV1').lifecycle.hasEnded, true);
  });

  it('says what the quotas page says', () => {
    assert.deepEqual(
      registry.models.map(({ id, requestsPerMinute }) => [id, requestsPerMinute]),
      [
        [ids.stableImageCore, 90],
        [ids.stableDiffusion35, 15],
        [ids.stableImageUltra, 10],
        [ids.inpaint, 10],
        [ids.searchReplace, 10],
        [ids.eraseObject, 10],
        [ids.searchRecolor, 10],
        [ids.removeBackground, 10],
        [ids.outpaint, 2],
        [ids.styleGuide, 10],
        [ids.styleTransfer, 10],
        [ids.controlStructure, 10],
        [ids.controlSketch, 10],
        [ids.fastUpscale, 10],
        [ids.conservativeUpscale, 2],
        [ids.creativeUpscale, 2],
        [ids.novaCanvas, 100],
        [ids.titanV2, 60],
        [ids.titanV1, 60],
      ],
    );
  });

  it('has the prices of the image services', () => {
    const services = registry.models.filter(({ family }) => family === 'stabilityService');
    assert.deepEqual(Object.fromEntries(services.map((each) => [each.id, priceOf(each, {})])), {
      [ids.inpaint]: 0.07,
      [ids.searchReplace]: 0.07,
      [ids.eraseObject]: 0.07,
      [ids.searchRecolor]: 0.07,
      [ids.removeBackground]: 0.07,
      [ids.outpaint]: 0.06,
      [ids.styleGuide]: 0.07,
      [ids.styleTransfer]: 0.08,
      [ids.controlStructure]: 0.07,
      [ids.controlSketch]: 0.07,
      [ids.fastUpscale]: 0.03,
      [ids.conservativeUpscale]: 0.4,
      [ids.creativeUpscale]: 0.6,
    });
  });

  it('says which models can do each task', () => {
    const able = (task: TaskKind): readonly string[] =>
      registry.models.filter(({ tasks }) => tasks.includes(task)).map(({ id }) => id);
    const { novaCanvas, titanV2, titanV1 } = ids;
    const amazon = [novaCanvas, titanV2, titanV1];
    assert.deepEqual(
      able('imageVariation').toSorted(),
      [...amazon, ids.stableDiffusion35, ids.stableImageUltra].toSorted(),
    );
    assert.deepEqual(able('inpaint'), [ids.inpaint, ids.searchReplace, ...amazon]);
    assert.deepEqual(able('removeObject'), [ids.eraseObject, ...amazon]);
    assert.deepEqual(able('replaceBackground'), [ids.inpaint, ...amazon]);
    assert.deepEqual(able('outpaint'), [ids.outpaint, ...amazon]);
    assert.deepEqual(able('removeBackground'), [ids.removeBackground, novaCanvas, titanV2]);
    assert.deepEqual(able('recolor'), [ids.searchRecolor]);
    assert.deepEqual(able('followStructure'), [ids.controlStructure, ids.controlSketch, novaCanvas, titanV2]);
    assert.deepEqual(able('followPalette'), [novaCanvas, titanV2]);
    assert.deepEqual(able('followStyle'), [ids.styleGuide, ids.styleTransfer]);
    assert.deepEqual(able('tryOn'), [novaCanvas]);
    assert.deepEqual(able('upscale'), [ids.fastUpscale, ids.conservativeUpscale, ids.creativeUpscale]);
  });

  it('tells by its data alone how each model is told where to edit', () => {
    assert.deepEqual(areasFor(model('novaCanvas'), 'inpaint'), ['mask', 'words']);
    assert.deepEqual(areasFor(model('titanV1'), 'inpaint'), ['mask', 'words']);
    assert.deepEqual(areasFor(model('inpaint'), 'inpaint'), ['mask']);
    assert.deepEqual(areasFor(model('searchReplace'), 'inpaint'), ['words']);
    assert.deepEqual(areasFor(model('eraseObject'), 'removeObject'), ['mask']);
    assert.deepEqual(areasFor(model('novaCanvas'), 'tryOn'), ['garment', 'mask', 'words']);
    assert.equal(model('novaCanvas').extendBy, 'padding');
    assert.equal(model('outpaint').extendBy, 'sides');
    assert.equal(model('styleGuide').styleInput, 'words');
    assert.equal(model('styleTransfer').styleInput, 'image');
    const upscales = [model('fastUpscale'), model('conservativeUpscale'), model('creativeUpscale')];
    assert.deepEqual(
      upscales.map(({ upscale }) => upscale),
      ['fast', 'conservative', 'creative'],
    );
  });

  it('has for each task all the data that an interface needs to ask for it', () => {
    for (const each of registry.models) {
      const { id, tasks } = each;
      if (tasks.some((task) => task !== 'textToImage')) assert.ok(each.inputs, id);
      for (const task of tasks) {
        if (['inpaint', 'removeObject', 'replaceBackground', 'tryOn'].includes(task)) {
          assert.ok(areasFor(each, task).length > 0, id);
        }
        if (areasFor(each, task).includes('mask')) {
          assert.ok(registry.adapterFor(each).maskRule(task), `${id} ${task}`);
        }
        if (task === 'outpaint') {
          assert.equal(
            registry.adapterFor(each).maskRule(task) !== undefined,
            each.extendBy === 'padding',
            id,
          );
        }
        if (task === 'followStructure') assert.ok(each.structures?.length, id);
        if (task === 'followStyle') assert.ok(each.styleInput, id);
        if (task === 'upscale') assert.ok(each.upscale, id);
        assert.ok(maxImagesFor(each, task) >= 1, id);
      }
      const named = [
        ...Object.keys(each.promptUse ?? {}),
        ...Object.keys(each.areas ?? {}),
        ...(each.sizedTasks ?? []),
        ...(each.oneImageTasks ?? []),
        ...(each.seedlessTasks ?? []),
        ...each.options.flatMap((option) => option.tasks ?? []),
      ];
      for (const task of named)
        assert.ok(
          tasks.some((own) => own === task),
          `${id} ${task}`,
        );
    }
  });

  it('can be sent as JSON without a loss', () => {
    for (const each of registry.models) assert.deepEqual(JSON.parse(JSON.stringify(each)), each);
  });

  it('names for each task of an ended model a living one that does it, or none', () => {
    assert.equal(successorFor(model('novaCanvas'), 'textToImage'), ids.stableImageCore);
    assert.equal(successorFor(model('novaCanvas'), 'inpaint'), ids.inpaint);
    assert.equal(successorFor(model('titanV2'), 'removeObject'), ids.eraseObject);
    assert.equal(successorFor(model('titanV1'), 'removeBackground'), undefined);
    assert.equal(successorFor(model('novaCanvas'), 'tryOn'), undefined);
    assert.equal(successorFor(model('stableImageCore'), 'textToImage'), undefined);
    for (const each of registry.models) {
      for (const task of each.tasks) {
        const id = successorFor(each, task);
        if (id === undefined) continue;
        const successor = registry.find(id);
        assert.ok(
          successor?.tasks.includes(task) && successor.lifecycle.status === 'active',
          `${each.id} ${task}`,
        );
      }
    }
  });

  it('falls back to the one successor of a model that has no others', () => {
    const { successors: _none, ...single } = model('novaCanvas');
    assert.equal(successorFor(single, 'inpaint'), ids.stableImageCore);
  });

  it('tells where a further image or seed would be a waste', () => {
    assert.equal(maxImagesFor(model('novaCanvas'), 'removeBackground'), 1);
    assert.equal(maxImagesFor(model('novaCanvas'), 'inpaint'), 5);
    assert.equal(takesSeed(model('novaCanvas'), 'removeBackground'), false);
    assert.equal(takesSeed(model('fastUpscale'), 'upscale'), false);
    assert.equal(takesSeed(model('creativeUpscale'), 'upscale'), true);
  });

  it('marks how far the pages on conservative upscaling agree', () => {
    assert.deepEqual(
      registry.models.filter(({ inputs }) => inputs?.surePixels !== undefined).map(({ id }) => id),
      [ids.conservativeUpscale],
    );
  });
});
