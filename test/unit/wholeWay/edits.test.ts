import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { EditDraft } from '../../../src/core/edit/draft';
import { createMask } from '../../../src/core/mask/mask';
import { fillEllipse } from '../../../src/core/mask/shapes';
import { areasFor, promptUse } from '../../../src/core/models/abilities';
import type { Recipe } from '../../../src/core/recipes/recipe';
import { valueOf } from '../core/models/samples';
import { differences, draftFor, pixelsOf, scene, spot } from './pictures';
import { World } from './world';

describe('edits, from files to files', () => {
  let world: World;

  before(async () => {
    world = await World.start();
  });
  after(async () => {
    await world.close();
  });

  async function source(bytes: Uint8Array, name = 'lamp.png'): Promise<EditDraft['sources'][number]> {
    return { sha256: valueOf(await world.blobs.put(bytes)), name, path: `docs/${name}` };
  }

  async function edit(
    draft: EditDraft,
    prompt = 'a tall fern',
  ): Promise<{ readonly bytes: Buffer; readonly recipe: Recipe }> {
    const prepared = valueOf(await world.preparer.prepare(draft, new AbortController().signal));
    const { model, task } = draft;
    const { size: _size, ...request } = world.request({ modelId: model.id });
    const result = valueOf(
      await world.generate(
        {
          ...request,
          ...(model.sizedTasks?.includes(task) && model.sizes.kind === 'range'
            ? { size: { kind: 'pixels', width: 512, height: 512 } }
            : {}),
          prompt: promptUse(model, task) === 'none' ? '' : prompt,
          edit: prepared,
          destination: {
            folder: request.destination?.folder ?? '',
            template: 'updated-images/${slug}',
            values: { slug: task, task, model: '', seed: '', date: '', n: '' },
          },
        },
        null,
      ),
    );
    assert.deepEqual(result.errors, []);
    const [saved] = result.images;
    assert.ok(saved);
    return { bytes: await readFile(join(world.project, saved.file.relativePath)), recipe: saved.recipe };
  }

  const picture = { width: 640, height: 480 };

  it('does every task with every model that says it can', async function () {
    this.timeout(120_000);
    const lamp = await source(await scene(picture.width, picture.height));
    const other = await source(await scene(400, 500), 'other.png');
    let count = 0;
    for (const model of world.registry.models) {
      for (const task of model.tasks) {
        if (task === 'textToImage') continue;
        const areas = areasFor(model, task);
        for (const area of areas.length > 0 ? areas : (['words'] as const)) {
          const what: string = `${model.name}: ${task}, ${area}`;
          const { bytes, recipe } = await edit(
            draftFor(model, task, {
              sources: [lamp],
              style: other,
              garment: other,
              garmentClass: 'UPPER_BODY',
              area,
              ...(area === 'mask' ? { mask: spot(picture.width, picture.height) } : {}),
            }),
          );
          count++;
          assert.equal(recipe.task, task, what);
          assert.equal(recipe.sha256, createHash('sha256').update(bytes).digest('hex'), what);
          const size = await sharp(bytes).metadata();
          assert.deepEqual({ width: size.width, height: size.height }, sizeOf(recipe), what);
          assert.doesNotMatch(JSON.stringify(recipe), /[A-Za-z0-9+/]{400}/, `${what}: base64 in the recipe`);
          assert.ok(
            recipe.inputs?.some(({ role, path }) => role === 'image' && path === 'docs/lamp.png'),
            what,
          );
          if (area === 'mask' && task !== 'tryOn') {
            assert.ok(
              recipe.inputs?.some(({ role }) => role === 'mask'),
              what,
            );
          }
        }
      }
    }
    assert.ok(count >= 35, `${count} combinations`);
  });

  function sizeOf({ image: { width, height } }: Recipe): { width: number; height: number } {
    return { width, height };
  }

  for (const [name, modelId] of [
    ['Stable Image Inpaint', 'stability.stable-image-inpaint-v1:0'],
    ['Nova Canvas', 'amazon.nova-canvas-v1:0'],
  ] as const) {
    it(`changes nothing outside the mask with ${name}, in a picture larger than the model takes`, async () => {
      const model = world.registry.find(modelId);
      assert.ok(model);
      const original = await scene(3200, 2400);
      const mask = createMask(3200, 2400);
      fillEllipse(mask, { left: 1500, top: 900, width: 160, height: 220 }, 255);
      const { bytes, recipe } = await edit(
        draftFor(model, 'inpaint', { sources: [await source(original)], area: 'mask', mask }),
      );
      const before = await pixelsOf(original);
      const after = await pixelsOf(bytes);
      assert.deepEqual([after.width, after.height], [3200, 2400]);
      const { inside, outside } = differences(before.data, after.data, mask, 4);
      assert.equal(outside, 0);
      assert.ok(inside > 10_000, `${inside} pixels changed inside`);
      assert.equal(recipe.edit?.sentWidth, 1024);
      assert.ok((recipe.edit.outsidePixels ?? 0) > 3200 * 2400 * 0.9);
      const answer = recipe.edit.answer;
      assert.ok(answer !== undefined && (await world.blobs.read(answer)), 'the raw answer is kept');
    });
  }

  it('keeps transparency outside the mask as it was', async () => {
    const model = world.registry.find('stability.stable-image-inpaint-v1:0');
    assert.ok(model);
    const original = await scene(300, 200, 4);
    const mask = createMask(300, 200);
    fillEllipse(mask, { left: 150, top: 60, width: 60, height: 60 }, 255);
    const { bytes } = await edit(
      draftFor(model, 'inpaint', { sources: [await source(original)], area: 'mask', mask }),
    );
    const { outside, inside } = differences(
      (await pixelsOf(original)).data,
      (await pixelsOf(bytes)).data,
      mask,
      4,
    );
    assert.equal(outside, 0);
    assert.ok(inside > 500);
  });

  for (const modelId of ['stability.stable-outpaint-v1:0', 'amazon.nova-canvas-v1:0']) {
    it(`extends with ${modelId} and keeps every pixel of the original`, async () => {
      const model = world.registry.find(modelId);
      assert.ok(model);
      const original = await scene(picture.width, picture.height);
      const { bytes } = await edit(draftFor(model, 'outpaint', { sources: [await source(original)] }));
      const after = await pixelsOf(bytes);
      assert.deepEqual([after.width, after.height], [640 + 128 + 64, 480 + 32]);
      const before = await pixelsOf(original);
      for (let y = 0; y < 480; y++) {
        const row = after.data.subarray((y * after.width + 128) * 4, (y * after.width + 128 + 640) * 4);
        assert.ok(row.equals(before.data.subarray(y * 640 * 4, (y + 1) * 640 * 4)), `row ${y}`);
      }
    });
  }

  it('cuts a large picture out at its own size', async () => {
    const model = world.registry.find('stability.stable-image-remove-background-v1:0');
    assert.ok(model);
    const { bytes } = await edit(
      draftFor(model, 'removeBackground', { sources: [await source(await scene(4000, 3000))] }),
    );
    const { width, height, hasAlpha } = await sharp(bytes).metadata();
    assert.deepEqual({ width, height, hasAlpha }, { width: 4000, height: 3000, hasAlpha: true });
  });

  it('sends a long and thin picture with room around it, and cuts the room off again', async () => {
    const model = world.registry.find('stability.stable-image-search-recolor-v1:0');
    assert.ok(model);
    const { bytes } = await edit(
      draftFor(model, 'recolor', { sources: [await source(await scene(1000, 150))] }),
    );
    const { width, height } = await sharp(bytes).metadata();
    assert.deepEqual({ width, height }, { width: 1000, height: 150 });
  });

  it('puts the mask beside the recipe, white where it was edited', async () => {
    const files = await world.files();
    const masks = files.filter((file) => file.startsWith('.easel/masks/'));
    assert.ok(masks.length > 0);
    const [first = ''] = masks;
    const bytes = await readFile(join(world.project, first));
    assert.equal(first, `.easel/masks/${createHash('sha256').update(bytes).digest('hex')}.png`);
  });

  it('counts an edit in the books like any other request', async () => {
    assert.ok(world.spentUsd() > 1);
  });
});
