import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import type { EditDraft, EditSource } from '../../../src/core/edit/draft';
import { createMask, type Mask } from '../../../src/core/mask/mask';
import { fillRectangle } from '../../../src/core/mask/shapes';
import type { PictureFacts, RgbaPixels } from '../../../src/core/pixels/port';
import { valueOf } from '../core/models/samples';
import { EditSession, errorsOf, price } from './editSession';
import { differences, draftFor, pixelsOf, scene, spot } from './pictures';
import { canvas, World } from './world';

const [width, height] = [240, 180];

/** In memory of its own: sharp's cannot be hashed. */
async function bytesOf(image: Sharp): Promise<Buffer> {
  return Buffer.from(await image.toBuffer());
}

async function picture(): Promise<Sharp> {
  return sharp(await scene(width, height));
}

/** Two frames, the second all white. */
async function animation(): Promise<Sharp> {
  const first = await (await picture()).raw().toBuffer();
  const frames = Buffer.concat([first, Buffer.alloc(first.length, 255)]);
  return sharp(frames, { raw: { width, height: height * 2, channels: 3, pageHeight: height } });
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
  <rect width="100%" height="100%" fill="#3a7d44"/><circle cx="120" cy="90" r="60" fill="#f2c14e"/></svg>`;

/** What people have: how it is read, and its size upright. */
const inputs: Readonly<
  Record<
    string,
    {
      readonly make: () => Promise<Buffer>;
      readonly name: string;
      readonly facts: Partial<PictureFacts>;
    }
  >
> = {
  'a JPEG': {
    make: async () => bytesOf((await picture()).jpeg({ quality: 90 })),
    name: 'lamp.jpg',
    facts: { type: 'jpeg', isLossy: true, notes: [] },
  },
  'a JPEG that a camera turned': {
    make: async () => bytesOf((await picture()).withMetadata({ orientation: 6 }).jpeg({ quality: 90 })),
    name: 'lamp.jpg',
    facts: { type: 'jpeg', width: height, height: width, notes: ['turnedUpright'] },
  },
  'a CMYK JPEG': {
    make: async () => bytesOf((await picture()).toColourspace('cmyk').jpeg({ quality: 95 })),
    name: 'lamp.jpg',
    facts: { notes: ['fromCmyk'] },
  },
  'a JPEG that is called PNG': {
    make: async () => bytesOf((await picture()).jpeg({ quality: 90 })),
    name: 'lamp.png',
    facts: { type: 'jpeg', isLossy: true },
  },
  'a PNG that is called JPEG': {
    make: async () => bytesOf((await picture()).png()),
    name: 'lamp.jpeg',
    facts: { type: 'png', isLossy: false },
  },
  'a PNG of 16 bits': {
    make: async () => bytesOf((await picture()).toColourspace('rgb16').png()),
    name: 'lamp.png',
    facts: { type: 'png', notes: ['reducedTo8Bit'] },
  },
  'a gray PNG': {
    make: async () => bytesOf((await picture()).greyscale().png()),
    name: 'lamp.png',
    facts: { type: 'png', notes: [] },
  },
  'an animated GIF': {
    make: async () => bytesOf((await animation()).gif({ delay: [90, 90] })),
    name: 'lamp.gif',
    facts: { type: 'gif', isLossy: false, notes: ['firstFrameOnly'] },
  },
  'an animated WebP': {
    make: async () => bytesOf((await animation()).webp({ delay: [90, 90] })),
    name: 'lamp.webp',
    facts: { type: 'webp', isLossy: true, notes: ['firstFrameOnly'] },
  },
  'an SVG': {
    make: () => Promise.resolve(Buffer.from(svg)),
    name: 'lamp.svg',
    facts: { type: 'svg', notes: ['renderedFromSvg'] },
  },
};

describe('an edit of', () => {
  let world: World;
  let studio: EditSession;
  before(async () => {
    world = await World.start();
    studio = new EditSession(world);
  });
  after(() => world.close());

  async function factsOf({ sha256 }: EditSource): Promise<PictureFacts> {
    return valueOf(
      await world.pictures.use(sha256, ({ facts }) => Promise.resolve({ ok: true, value: facts })),
    );
  }

  async function drawn({ sha256 }: EditSource): Promise<RgbaPixels> {
    return valueOf(await world.pictures.use(sha256, (opened) => opened.pixels(10_000)));
  }

  /** Sends, waits, accepts; one image is booked, and one file is written. */
  async function edit(
    draft: EditDraft,
    prompt?: string,
  ): Promise<Awaited<ReturnType<EditSession['acceptOnly']>>> {
    const spent = world.spentUsd();
    const before = await studio.results();
    assert.deepEqual(errorsOf(await studio.send(draft, {}, prompt)), []);
    assert.deepEqual(await studio.results(), before, 'nothing is written before it is accepted');
    const accepted = await studio.acceptOnly();
    assert.ok(Math.abs(world.spentUsd() - spent - price) < 1e-9);
    assert.deepEqual(await studio.results(), [...before, accepted.path].toSorted());
    assert.deepEqual(await studio.waiting(), []);
    return accepted;
  }

  /** With a mask over the middle. */
  async function masked(source: EditSource, modelId?: string): Promise<EditDraft> {
    const { width: wide, height: high } = await factsOf(source);
    return draftFor(studio.model(modelId), 'inpaint', {
      sources: [source],
      area: 'mask',
      mask: spot(wide, high),
    });
  }

  function assertOutside(before: Uint8Array, after: Uint8Array, mask: Mask): void {
    const { inside, outside } = differences(Buffer.from(before), Buffer.from(after), mask, 4);
    assert.equal(outside, 0);
    assert.ok(inside > 0);
  }

  for (const [name, { make, name: fileName, facts }] of Object.entries(inputs)) {
    for (const modelId of [undefined, canvas]) {
      it(`${name} becomes a PNG with ${modelId ?? 'Stable Image Inpaint'}, its other pixels as they were`, async () => {
        const original = await make();
        const source = await studio.source(original, fileName);
        const found = await factsOf(source);
        const expected = { width, height, ...facts };
        assert.deepEqual(
          Object.fromEntries(Object.entries(found).filter(([key]) => Object.hasOwn(expected, key))),
          expected,
        );
        const draft = await masked(source, modelId);
        const { bytes, path, recipe } = await edit(draft);
        // The edges of an SVG are drawn differently by different builds of its library.
        const before = found.type === 'svg' ? await drawn(source) : await pixelsOf(original);
        const after = await pixelsOf(bytes);
        assert.deepEqual([after.width, after.height], [found.width, found.height]);
        assert.ok(draft.mask);
        assertOutside(before.data, after.data, draft.mask);
        assert.match(path, /\.png$/);
        assert.equal(recipe.image.type, 'png');
        const { format, exif, orientation, depth } = await sharp(bytes).metadata();
        assert.deepEqual(
          { format, exif, orientation, depth },
          { format: 'png', exif: undefined, orientation: undefined, depth: 'uchar' },
        );
      });
    }
  }

  it('one pixel', async () => {
    const original = await scene(1, 1);
    const mask = createMask(1, 1);
    mask.data.fill(255);
    for (const modelId of [undefined, canvas]) {
      const { bytes, recipe } = await edit(
        draftFor(studio.model(modelId), 'inpaint', {
          sources: [await studio.source(original, 'dot.png')],
          area: 'mask',
          mask,
        }),
      );
      const after = await pixelsOf(bytes);
      assert.deepEqual([after.width, after.height], [1, 1]);
      assert.equal(recipe.edit?.outsidePixels, 0);
    }
  });

  it('a picture 8000 pixels wide sends only what is around the mask', async function () {
    this.timeout(120_000);
    const [wide, high] = [8000, 2000];
    const stripes = await scene(80, 20);
    const original = await bytesOf(sharp(stripes).resize(wide, high, { kernel: 'nearest' }).png());
    const mask = createMask(4000, 1000);
    fillRectangle(mask, { left: 3900, top: 10, width: 90, height: 80 }, 255);
    const { bytes, recipe } = await edit(
      draftFor(studio.model(), 'inpaint', {
        sources: [await studio.source(original, 'wide.png')],
        area: 'mask',
        mask,
      }),
    );
    assert.deepEqual([recipe.edit?.sentWidth, recipe.edit?.sentHeight], [1024, 1024]);
    const [before, after] = [await pixelsOf(original), await pixelsOf(bytes)];
    assert.deepEqual([after.width, after.height], [wide, high]);
    // Twice the size of the mask, and 4 pixels of feather.
    const [left, right, bottom] = [7800 - 6, 7980 + 6, 180 + 6];
    let changed = 0;
    for (let y = 0; y < high; y++) {
      const row = (from: number, to: number): [Buffer, Buffer] => [
        before.data.subarray((y * wide + from) * 4, (y * wide + to) * 4),
        after.data.subarray((y * wide + from) * 4, (y * wide + to) * 4),
      ];
      const isBelow = y >= bottom;
      for (const [one, other] of isBelow ? [row(0, wide)] : [row(0, left), row(right, wide)]) {
        assert.ok(one.equals(other), `row ${y}`);
      }
      const [one, other] = row(left, right);
      if (!one.equals(other)) changed++;
    }
    assert.ok(changed >= 160, `${changed} rows changed`);
  });

  describe('a picture too long and too thin', () => {
    const [long, thin] = [2000, 24];
    let original: Buffer;
    let source: EditSource;
    before(async () => {
      original = await scene(long, thin);
      source = await studio.source(original, 'banner.png');
    });

    it('keeps every pixel but the mask', async () => {
      const mask = createMask(long, thin);
      fillRectangle(mask, { left: 200, top: 4, width: 1500, height: 12 }, 255);
      for (const modelId of [undefined, canvas]) {
        const { bytes } = await edit(
          draftFor(studio.model(modelId), 'inpaint', { sources: [source], area: 'mask', mask }),
        );
        const after = await pixelsOf(bytes);
        assert.deepEqual([after.width, after.height], [long, thin]);
        assertOutside((await pixelsOf(original)).data, after.data, mask);
      }
    });

    for (const [modelId, task, scale] of [
      ['stability.stable-image-search-recolor-v1:0', 'recolor', 1],
      ['stability.stable-image-remove-background-v1:0', 'removeBackground', 1],
      ['stability.stable-conservative-upscale-v1:0', 'upscale', undefined],
      ['stability.stable-creative-upscale-v1:0', 'upscale', undefined],
      ['stability.stable-fast-upscale-v1:0', 'upscale', undefined],
    ] as const) {
      it(`gets no border from the room around it with ${modelId}`, async () => {
        const prompt = task === 'removeBackground' || modelId.includes('fast') ? '' : 'a banner';
        const { bytes } = await edit(draftFor(studio.model(modelId), task, { sources: [source] }), prompt);
        const { width: wide, height: high } = await sharp(bytes).metadata();
        if (scale === 1) assert.deepEqual([wide, high], [long, thin]);
        // Rounded to a pixel of the thin side.
        assert.ok(Math.abs(wide / long - high / thin) <= 1 / thin, `${wide} x ${high}`);
      });
    }
  });

  it('a file whose name has quotes', async () => {
    const name = `it's "the" lamp & <b>.png`;
    const original = await scene(width, height);
    const draft = await masked(await studio.source(original, name));
    const spent = world.spentUsd();
    assert.deepEqual(errorsOf(await studio.send(draft)), []);
    const { path, bytes, recipe } = await studio.acceptOnly(name);
    assert.equal(recipe.inputs?.[0]?.path, `docs/${name}`);
    assert.match(path, /^updated-images\/[^"<>:|?*/\\]+\.png$/);
    assert.ok(draft.mask);
    assertOutside((await pixelsOf(original)).data, (await pixelsOf(bytes)).data, draft.mask);
    assert.ok(world.spentUsd() > spent);
  });
});
