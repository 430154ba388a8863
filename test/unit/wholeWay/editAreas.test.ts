import assert from 'node:assert/strict';
import type { EditSource } from '../../../src/core/edit/draft';
import type { InboxEntry } from '../../../src/core/files/store';
import { createMask, type Mask } from '../../../src/core/mask/mask';
import { separateAreas } from '../../../src/core/mask/parts';
import { fillEllipse, fillRectangle } from '../../../src/core/mask/shapes';
import { valueOf } from '../core/models/samples';
import { EditSession, errorsOf, price } from './editSession';
import { differences, draftFor, pixelsOf, scene } from './pictures';
import { World } from './world';

const [width, height] = [480, 360];

/** A frame, and a spot in its middle. */
function frameAndSpot(): Mask {
  const mask = createMask(width, height);
  fillRectangle(mask, { left: 40, top: 30, width: 400, height: 300 }, 255);
  fillRectangle(mask, { left: 80, top: 70, width: 320, height: 220 }, 0);
  fillEllipse(mask, { left: 200, top: 140, width: 80, height: 80 }, 255);
  return mask;
}

describe('separate masked areas, one call each', () => {
  let world: World;
  let studio: EditSession;
  let original: Buffer;
  before(async () => {
    original = await scene(width, height);
  });
  beforeEach(async () => {
    world = await World.start();
    studio = new EditSession(world);
  });
  afterEach(() => world.close());

  /** One area in the result of those before. @returns what waits then; undefined where it failed */
  async function editArea(source: EditSource, mask: Mask): Promise<InboxEntry | undefined> {
    const known = new Set((await studio.waiting()).map(({ id }) => id));
    await studio.send(draftFor(studio.model(), 'inpaint', { sources: [source], area: 'mask', mask }));
    return (await studio.waiting()).find(({ id }) => !known.has(id));
  }

  async function sourceOf({ id }: InboxEntry): Promise<EditSource> {
    const bytes = await world.inbox.read(id);
    assert.ok(bytes);
    return studio.source(bytes);
  }

  it('change each area, no pixel beyond all of them, and cost a call each', async () => {
    const mask = frameAndSpot();
    const parts = separateAreas(mask, 8);
    assert.equal(parts.length, 2);
    let source = await studio.source(original);
    for (const part of parts) {
      const entry = await editArea(source, part);
      assert.ok(entry);
      source = await sourceOf(entry);
      for (const { id } of await studio.waiting()) if (id !== entry.id) await world.inbox.remove(id);
    }
    const { bytes } = await studio.acceptOnly();
    const [before, after] = [await pixelsOf(original), await pixelsOf(bytes)];
    assert.equal(differences(before.data, after.data, mask, 4).outside, 0);
    for (const part of parts) {
      assert.ok(differences(before.data, after.data, part, 0).inside > 1000);
    }
    assert.ok(Math.abs(world.spentUsd() - 2 * price) < 1e-9);
    assert.equal((await studio.results()).length, 1);
  });

  it('keep what was done when the second is held back', async () => {
    const [frame, spot] = separateAreas(frameAndSpot(), 8);
    assert.ok(frame && spot);
    const entry = await editArea(await studio.source(original), frame);
    assert.ok(entry);
    world.simulator.faults.add({ kind: 'outputFiltered' });
    const draft = draftFor(studio.model(), 'inpaint', {
      sources: [await sourceOf(entry)],
      area: 'mask',
      mask: spot,
    });
    const prepared = valueOf(await studio.prepare(draft));
    const result = await world.generate(studio.request(draft, prepared), null);
    assert.deepEqual(
      errorsOf(result).map(({ kind }) => kind),
      ['contentFiltered'],
    );
    const { bytes } = await studio.acceptOnly();
    const [before, after] = [await pixelsOf(original), await pixelsOf(bytes)];
    assert.equal(differences(before.data, after.data, frame, 4).outside, 0);
    assert.ok(Math.abs(world.spentUsd() - 2 * price) < 1e-9);
  });
});
