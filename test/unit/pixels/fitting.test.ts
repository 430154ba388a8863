import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { createMask } from '../../../src/core/mask/mask';
import type { CropRectangle, OpenPicture, PictureFacts } from '../../../src/core/pixels/port';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { removeFolder, temporaryFolder } from '../../host/temporary';
import { silentLog, valueOf, workerProgram } from './support';

/** 30 x 20, the left half orange, the right half blue. */
function base(): Sharp {
  const data = Buffer.alloc(30 * 20 * 3);
  for (let pixel = 0; pixel < 600; pixel++) {
    data.set(pixel % 30 < 15 ? [0xc0, 0x60, 0x20] : [0x20, 0x40, 0xc0], pixel * 3);
  }
  return sharp(data, { raw: { width: 30, height: 20, channels: 3 } });
}

function svg(content: string, attributes = 'width="40" height="20"'): Promise<Buffer> {
  return Promise.resolve(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`,
    ),
  );
}

/** Two frames, the first orange. */
function animation(): Sharp {
  const first = Buffer.alloc(30 * 20 * 3);
  for (let pixel = 0; pixel < 600; pixel++) first.set([0xc0, 0x60, 0x20], pixel * 3);
  const frames = Buffer.concat([first, Buffer.alloc(30 * 20 * 3, 255)]);
  return sharp(frames, { raw: { width: 30, height: 40, channels: 3, pageHeight: 20 } });
}

type Facts = Partial<PictureFacts>;
const orange = [0xc0, 0x60, 0x20] as const;

/** What people have, with what is said of it and the color of its upper left corner. */
const inputs: readonly (readonly [
  title: string,
  make: () => Promise<Buffer>,
  facts: Facts,
  corner: readonly [number, number, number],
])[] = [
  ['a PNG', () => base().png().toBuffer(), { type: 'png', isLossy: false, notes: [] }, orange],
  [
    'a JPEG',
    () => base().jpeg({ quality: 95 }).toBuffer(),
    { type: 'jpeg', isLossy: true, notes: [] },
    orange,
  ],
  [
    'a JPEG lying on its side',
    () => base().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer(),
    { width: 20, height: 30, notes: ['turnedUpright'] },
    orange,
  ],
  [
    'a PNG of 16 bits',
    () => base().toColourspace('rgb16').png().toBuffer(),
    { notes: ['reducedTo8Bit'], isLossy: false },
    orange,
  ],
  [
    'a CMYK JPEG',
    () => base().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
    { type: 'jpeg', notes: ['fromCmyk'] },
    orange,
  ],
  [
    'a PNG in Display P3',
    () => base().withIccProfile('p3').png().toBuffer(),
    { notes: ['convertedToSrgb'] },
    orange,
  ],
  ['a PNG that says it is sRGB', () => base().withIccProfile('srgb').png().toBuffer(), { notes: [] }, orange],
  ['a gray PNG', () => base().greyscale().png().toBuffer(), { notes: [] }, [122, 122, 122]],
  ['a gray JPEG', () => base().greyscale().jpeg().toBuffer(), { notes: [] }, [122, 122, 122]],
  [
    'a gray PNG of 16 bits',
    () => base().toColourspace('grey16').png().toBuffer(),
    { notes: ['reducedTo8Bit'] },
    [122, 122, 122],
  ],
  [
    'a PNG with a palette',
    () => base().png({ palette: true }).toBuffer(),
    { type: 'png', notes: [] },
    orange,
  ],
  [
    'an animated GIF',
    () =>
      animation()
        .gif({ delay: [90, 90] })
        .toBuffer(),
    { type: 'gif', width: 30, height: 20, notes: ['firstFrameOnly'] },
    orange,
  ],
  [
    'an animated WebP',
    () =>
      animation()
        .webp({ delay: [90, 90] })
        .toBuffer(),
    { type: 'webp', width: 30, height: 20, isLossy: true, notes: ['firstFrameOnly'] },
    orange,
  ],
  [
    'a lossless WebP',
    () => base().webp({ lossless: true }).toBuffer(),
    { isLossy: false, notes: [] },
    orange,
  ],
  ['an AVIF', () => base().avif({ quality: 90 }).toBuffer(), { type: 'avif', isLossy: true }, orange],
  ['a TIFF', () => base().tiff({ compression: 'lzw' }).toBuffer(), { type: 'tiff', isLossy: false }, orange],
  [
    'a TIFF with a JPEG in it',
    () => base().tiff({ compression: 'jpeg' }).toBuffer(),
    { isLossy: true },
    orange,
  ],
  [
    'a picture with transparency',
    () => base().ensureAlpha(0.5).png().toBuffer(),
    { type: 'png', hasAlpha: true, notes: [] },
    orange,
  ],
  [
    'a picture whose alpha channel says nothing',
    () => base().ensureAlpha(1).png().toBuffer(),
    { hasAlpha: false },
    orange,
  ],
  [
    'an SVG in its own size',
    () => svg('<rect width="40" height="20" fill="#c06020"/>'),
    { type: 'svg', width: 40, height: 20, notes: ['renderedFromSvg'] },
    orange,
  ],
  [
    'an SVG without a size',
    () => svg('<rect width="40" height="20" fill="#c06020"/>', 'viewBox="0 0 40 20"'),
    { type: 'svg', width: 1024, height: 512 },
    orange,
  ],
];

const unreadable: readonly (readonly [title: string, make: () => Promise<Buffer>, reason: RegExp])[] = [
  ['an empty file', async () => Buffer.alloc(0), /^the file is empty$/],
  ['a text', async () => Buffer.from('Not an image.'), /^it is not an image that Easel knows/],
  [
    'a BMP',
    async () => Buffer.from('BM\0\0\0\0\0\0'),
    /^BMP is not supported; save it as PNG or JPEG first$/,
  ],
  ['a HEIC', async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), /^HEIC is not supported/],
  [
    'a JPEG that ends too soon',
    async () => {
      const bytes = await base().resize(600, 400).jpeg().toBuffer();
      return bytes.subarray(0, bytes.length / 2);
    },
    /^the file is damaged or incomplete$/,
  ],
  [
    'a PNG that ends too soon',
    async () => {
      const bytes = await base().resize(600, 400).png().toBuffer();
      return bytes.subarray(0, bytes.length / 2);
    },
    /^the file is damaged or incomplete$/,
  ],
  [
    'a picture with more pixels than can be held',
    () => svg('<rect/>', 'width="40000" height="20000"'),
    /^it has 800 megapixels, and 268 are the most$/,
  ],
];

describe('fitting pictures for a model', () => {
  let pixels: WorkerPixels;
  before(() => {
    pixels = new WorkerPixels(workerProgram, silentLog);
  });
  after(() => {
    pixels.dispose();
  });

  /** Opens, uses and closes. */
  async function using<T>(bytes: Uint8Array, use: (picture: OpenPicture) => Promise<T>): Promise<T> {
    const picture = valueOf(await pixels.open(bytes));
    try {
      return await use(picture);
    } finally {
      picture.close();
    }
  }

  for (const [title, make, facts, corner] of inputs) {
    it(`takes ${title}`, async () => {
      const bytes = await make();
      await using(bytes, async (picture) => {
        const found: Facts = Object.fromEntries(
          Object.entries(picture.facts).filter(([name]) => Object.hasOwn(facts, name)),
        );
        assert.deepEqual(found, facts);
        assert.equal(picture.facts.bytes, bytes.length);
        const { width, height } = picture.facts;
        const fitted = valueOf(await picture.fit({ width: width * 2, height: height * 2, format: 'png' }));
        const sent = sharp(fitted.bytes);
        const { data, info } = await sent.raw().toBuffer({ resolveWithObject: true });
        assert.deepEqual([info.width, info.height], [width * 2, height * 2]);
        assert.equal(info.channels, picture.facts.hasAlpha ? 4 : 3);
        // Inks do not reach every color of a screen.
        const tolerance = picture.facts.notes.includes('fromCmyk') ? 30 : 4;
        corner.forEach((value, channel) => {
          const off = Math.abs((data[channel] ?? 0) - value);
          assert.ok(off <= tolerance, data.subarray(0, 3).join());
        });
        const { exif, icc, orientation } = await sharp(fitted.bytes).metadata();
        assert.deepEqual(
          { exif, icc, orientation },
          { exif: undefined, icc: undefined, orientation: undefined },
        );
      });
    });
  }

  for (const [title, make, reason] of unreadable) {
    it(`refuses ${title}, and says why`, async () => {
      const opened = await pixels.open(await make(), { name: 'kite.png' });
      assert.ok(!opened.ok && opened.error.kind === 'notReadable', JSON.stringify(opened));
      assert.equal(opened.error.name, 'kite.png');
      assert.match(opened.error.reason, reason);
    });
  }

  it('draws an SVG at the size that is asked for', async () => {
    const drawing = await svg('<rect width="40" height="20" fill="#c06020"/>');
    const opened = valueOf(await pixels.open(drawing, { svgSidePx: 500 }));
    assert.deepEqual([opened.facts.width, opened.facts.height], [500, 250]);
    opened.close();
  });

  it('reads nothing that an SVG refers to', async () => {
    const folder = await temporaryFolder('svg');
    try {
      const secret = join(folder, 'secret.png');
      await writeFile(secret, await base().png().toBuffer());
      const text = join(folder, 'secret.txt');
      await writeFile(text, 'A secret.');
      const near = relative(process.cwd(), secret);
      const nested = Buffer.from(await svg(`<image xlink:href="${secret}" width="40" height="20"/>`));
      const contents = [
        ...[
          pathToFileURL(secret).href,
          secret,
          near,
          `data:image/svg+xml;base64,${nested.toString('base64')}`,
        ].map((address) => `<image xlink:href="${address}" href="${address}" width="40" height="20"/>`),
        `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${text}" parse="text"/>`,
        `<style>@import url("${text}"); rect { fill: url("${secret}#a") }</style>`,
        `<defs><filter id="f"><feImage xlink:href="${secret}"/></filter></defs><g filter="url(#f)"/>`,
      ];
      for (const content of contents) {
        await using(await svg(content), async (picture) => {
          const { data } = valueOf(await picture.pixels(40));
          assert.ok(
            data.every((value) => value === 0),
            content,
          );
        });
      }
    } finally {
      await removeFolder(folder);
    }
  });

  const sides = async (bytes: Uint8Array): Promise<readonly number[][]> => {
    const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const middle = Math.floor(info.height / 2) * info.width;
    return [
      [...data.subarray(middle * 4, middle * 4 + 4)],
      [...data.subarray((middle + info.width - 1) * 4, (middle + info.width) * 4)],
    ];
  };
  const blue = [0x20, 0x40, 0xc0, 255];

  const paddings: readonly (readonly [
    string,
    CropRectangle,
    object,
    readonly number[],
    readonly number[],
  ])[] = [
    ['cuts', { left: 15, top: 2, width: 10, height: 10 }, {}, blue, blue],
    ['pads with nothing', { left: 20, top: 0, width: 20, height: 20 }, {}, blue, [0, 0, 0, 0]],
    [
      'pads with a color',
      { left: -10, top: -5, width: 25, height: 20 },
      { flattenOn: '#102030' },
      [0x10, 0x20, 0x30, 255],
      [...orange, 255],
    ],
    [
      'pads by continuing the border',
      { left: -40, top: -5, width: 120, height: 60 },
      { padWith: 'edge' },
      [...orange, 255],
      blue,
    ],
  ];
  for (const [title, area, options, left, right] of paddings) {
    it(title, async () => {
      await using(await base().png().toBuffer(), async (picture) => {
        const { width, height } = area;
        const fitted = valueOf(await picture.fit({ area, width, height, format: 'png', ...options }));
        assert.deepEqual(await sides(fitted.bytes), [left, right]);
      });
    });
  }

  it('flattens on the color that is given, and on white for a JPEG', async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#12345600' } })
      .png()
      .toBuffer();
    await using(clear, async (picture) => {
      const order = { width: 16, height: 16 };
      const onColor = valueOf(await picture.fit({ ...order, format: 'png', flattenOn: '#ff0080' }));
      assert.deepEqual((await sides(onColor.bytes))[0], [255, 0, 128, 255]);
      const jpeg = valueOf(await picture.fit({ ...order, format: 'jpeg' }));
      assert.deepEqual((await sides(jpeg.bytes))[0], [255, 255, 255, 255]);
      assert.equal((await sharp(jpeg.bytes).metadata()).format, 'jpeg');
    });
  });

  describe('masks', () => {
    const grayOf = async (bytes: Uint8Array): Promise<readonly number[]> => {
      const { data, info } = await sharp(bytes)
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.equal(info.channels, 1);
      return [...data];
    };

    it('are turned, cut and padded over the area that was fitted', async () => {
      await using(await base().png().toBuffer(), async (picture) => {
        const mask = createMask(30, 20);
        for (let y = 0; y < 20; y++) mask.data[y * 30] = 255;
        const area = { left: -1, top: 0, width: 4, height: 1 };
        const order = { mask, area, width: 4, height: 1, levels: 'two' } as const;
        const seen = async (more: object): Promise<readonly number[]> =>
          grayOf(valueOf(await picture.mask({ ...order, edit: 'white', ...more })));
        assert.deepEqual(await seen({}), [0, 255, 0, 0]);
        assert.deepEqual(await seen({ edit: 'black' }), [255, 0, 255, 255]);
        assert.deepEqual(await seen({ outside: 255 }), [255, 255, 0, 0]);
        assert.deepEqual(await seen({ outside: 255, levels: 'all' }), [255, 255, 0, 0]);
      });
    });

    it('keep a thin line when they get smaller, in black and white alone', async () => {
      await using(await base().resize(600, 400).png().toBuffer(), async (picture) => {
        const mask = createMask(600, 400);
        for (let y = 0; y < 400; y++) mask.data[y * 600 + 301] = 255;
        const sent = valueOf(
          await picture.mask({ mask, width: 30, height: 20, edit: 'white', levels: 'two' }),
        );
        const gray = await grayOf(sent);
        assert.equal(gray.filter((value) => value === 255).length, 20);
        assert.equal(gray.filter((value) => value === 0).length, 30 * 20 - 20);
      });
    });

    it('are read with their transparency apart', async () => {
      const data = Buffer.from([255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 255, 100, 100, 100, 255]);
      const bytes = await sharp(data, { raw: { width: 4, height: 1, channels: 4 } })
        .png()
        .toBuffer();
      const read = valueOf(await pixels.readMask(bytes));
      assert.deepEqual([...read.gray.data], [255, 0, 0, 100]);
      assert.deepEqual([...(read.alpha?.data ?? [])], [255, 0, 255, 255]);
    });
  });
});
