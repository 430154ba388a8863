import assert from 'node:assert/strict';
import type { EditDraft } from '../../../../src/core/edit/draft';
import { losesSoftEdges, Preparer } from '../../../../src/core/edit/preparer';
import type { PreparedEdit } from '../../../../src/core/edit/prepared';
import { createMask, type Mask } from '../../../../src/core/mask/mask';
import { fillRectangle } from '../../../../src/core/mask/shapes';
import type { Result } from '../../../../src/core/result';
import { drawn } from '../mask/random';
import type { ids } from '../models/samples';
import { errorOf, model, registry, valueOf } from '../models/samples';
import { Bench, type FakePicture, text } from './fakes';

const [width, height] = [4000, 3000];

/** 100 pixels square, at 2000, 1500. */
function painted(): Mask {
  const mask = createMask(width, height);
  fillRectangle(mask, { left: 2000, top: 1500, width: 100, height: 100 }, 255);
  return mask;
}

describe('preparing an edit', () => {
  let bench: Bench;
  let preparer: Preparer;
  let lamp: { readonly sha256: string; readonly picture: FakePicture };
  let dress: { readonly sha256: string; readonly picture: FakePicture };

  beforeEach(async () => {
    bench = new Bench();
    preparer = new Preparer(bench.pictures, bench.pixels, bench.blobs, registry);
    lamp = await bench.add('lamp', width, height);
    dress = await bench.add('dress', 500, 800);
  });
  afterEach(() => bench.pictures.dispose());

  function draft(
    name: keyof typeof ids,
    task: EditDraft['task'],
    changes: Partial<EditDraft> = {},
  ): EditDraft {
    return {
      task,
      model: model(name),
      sources: [{ sha256: lamp.sha256, name: 'lamp.png', path: 'docs/lamp.png' }],
      area: 'words',
      words: '',
      structure: 'edges',
      colors: [],
      margins: { left: 0, right: 0, up: 0, down: 0 },
      featherPx: 6,
      flattenOn: '#ffffff',
      ...changes,
    };
  }

  function masked(name: keyof typeof ids, task: EditDraft['task'] = 'inpaint'): EditDraft {
    return draft(name, task, { area: 'mask', mask: painted() });
  }

  function prepare(wanted: EditDraft): Promise<Result<PreparedEdit>> {
    return preparer.prepare(wanted, new AbortController().signal);
  }

  describe('with a painted mask', () => {
    it('sends what is around the mask, and orders a composite over it', async () => {
      const { input, finish, fitting } = valueOf(await prepare(masked('inpaint')));
      assert.ok(fitting && finish?.kind === 'composite' && input.kind === 'inpaint');
      assert.deepEqual([fitting.width, fitting.height], [1024, 1024]);
      assert.deepEqual(finish.area, fitting.area);
      assert.equal(finish.source, lamp.sha256);
      assert.equal(finish.featherPx, 6);
      assert.ok(finish.matchColor);
      assert.deepEqual(lamp.picture.fits, [
        { ...fitting, format: 'png', flattenOn: '#ffffff', padWith: 'edge' },
      ]);
      assert.equal(input.image.sha256, lamp.sha256);
      assert.equal(input.image.path, 'docs/lamp.png');
    });

    it('keeps the mask as it was painted, and sends it as the model wants it', async () => {
      for (const [name, edit, levels] of [
        ['inpaint', 'white', 'all'],
        ['novaCanvas', 'black', 'two'],
      ] as const) {
        lamp.picture.masks.length = 0;
        const wanted = masked(name);
        const { input, finish, inputs } = valueOf(await prepare(wanted));
        assert.ok(input.kind === 'inpaint' && input.area.kind === 'mask' && finish?.kind === 'composite');
        const [order] = lamp.picture.masks;
        assert.deepEqual(order && { edit: order.edit, levels: order.levels, outside: order.outside }, {
          edit,
          levels,
          outside: 0,
        });
        assert.equal(order?.mask, wanted.mask);
        assert.equal(bench.pixels.written.at(-1), wanted.mask);
        const sha256 = valueOf(await bench.blobs.put(text('mask')));
        assert.equal(input.area.mask.sha256, sha256);
        assert.equal(finish.mask, sha256);
        assert.deepEqual(inputs, [
          { role: 'image', sha256: lamp.sha256, path: 'docs/lamp.png' },
          { role: 'mask', sha256 },
        ]);
      }
    });

    it('sends the whole image where its background is replaced, and leaves colors as they come', async () => {
      const { fitting, finish } = valueOf(await prepare(masked('novaCanvas', 'replaceBackground')));
      assert.deepEqual(fitting?.area, { left: 0, top: 0, width, height });
      assert.ok(finish?.kind === 'composite' && !finish.matchColor);
    });

    it('sends nothing where the mask cannot be kept: no result could be made of the answer', async () => {
      const wanted = masked('inpaint');
      // Open already: only putting fails.
      valueOf(await prepare(wanted));
      bench.blobs.putError = { kind: 'diskFull', folder: 'blobs' };
      assert.equal(errorOf(await prepare(wanted)).kind, 'diskFull');
    });
  });

  describe('with an area that the model chooses', () => {
    for (const [name, task] of [
      ['searchReplace', 'inpaint'],
      ['searchRecolor', 'recolor'],
    ] as const) {
      it(`leaves the answer to ${task} as it came, where the image was sent whole`, async () => {
        const { input, finish, inputs } = valueOf(
          await prepare(draft(name, task, { words: 'the lamp', mask: painted() })),
        );
        assert.equal(finish, undefined);
        assert.deepEqual(
          inputs.map(({ role }) => role),
          ['image'],
        );
        assert.ok(JSON.stringify(input).includes('the lamp'));
      });
    }

    it('orders padding off again that a thin image got', async () => {
      const thin = await bench.add('thin', 3000, 100);
      const sources = [{ sha256: thin.sha256, name: 'thin.png' }];
      for (const [name, task] of [
        ['searchReplace', 'inpaint'],
        ['searchRecolor', 'recolor'],
        ['conservativeUpscale', 'upscale'],
      ] as const) {
        const prepared = valueOf(await prepare(draft(name, task, { sources, words: 'the lamp' })));
        assert.deepEqual(prepared.finish, {
          kind: 'crop',
          source: thin.sha256,
          area: prepared.fitting?.area,
        });
      }
      const cut = valueOf(await prepare(draft('removeBackground', 'removeBackground', { sources })));
      assert.equal(cut.finish?.kind, 'cutOut');
    });
  });

  describe('when a background is removed', () => {
    it("cuts a scaled image's own pixels out, and takes the answer where it has them already", async () => {
      const scaled = valueOf(await prepare(draft('removeBackground', 'removeBackground')));
      assert.ok(scaled.finish?.kind === 'cutOut');
      const small = valueOf(
        await prepare(
          draft('removeBackground', 'removeBackground', {
            sources: [{ sha256: dress.sha256, name: 'dress.png' }],
          }),
        ),
      );
      assert.equal(small.finish, undefined);
    });
  });

  describe('when an image is extended', () => {
    const margins = { left: 400, right: 0, up: 0, down: 200 };

    it('tells the margins at the scale of the image as it is sent', async () => {
      const { input, finish, fitting } = valueOf(await prepare(draft('outpaint', 'outpaint', { margins })));
      assert.ok(input.kind === 'outpaint' && fitting && finish?.kind === 'composite');
      const scale = fitting.width / width;
      assert.ok(scale < 1);
      assert.deepEqual(input.margins, {
        left: Math.round(400 * scale),
        right: 0,
        up: 0,
        down: Math.round(200 * scale),
      });
      assert.equal(input.mask, undefined);
      // The answer shows the image with its margins.
      assert.deepEqual(finish.area, { left: -400, top: 0, width: 4400, height: 3200 });
      assert.deepEqual(finish.extend, { left: 400, top: 0, right: 0, bottom: 200 });
      assert.equal(finish.featherPx, 0);
      assert.equal(finish.mask, undefined);
    });

    it('sends the padded image with a mask over what is new to a model that needs one', async () => {
      const { input, finish, fitting, inputs } = valueOf(
        await prepare(draft('novaCanvas', 'outpaint', { margins })),
      );
      assert.ok(input.kind === 'outpaint' && input.mask && finish?.kind === 'composite');
      assert.deepEqual(fitting?.area, { left: -400, top: 0, width: 4400, height: 3200 });
      assert.deepEqual(finish.area, fitting.area);
      assert.equal(lamp.picture.masks[0]?.outside, 255);
      // Nobody has painted it.
      assert.deepEqual(bench.pixels.written, []);
      assert.deepEqual(
        inputs.map(({ role }) => role),
        ['image'],
      );
    });
  });

  it('sends all inputs of a variation, in their order, each within the limits', async () => {
    const other = { sha256: dress.sha256, name: 'dress.png', path: 'docs/dress.png' };
    const { input, inputs } = valueOf(
      await prepare({
        ...draft('novaCanvas', 'imageVariation'),
        sources: [...draft('novaCanvas', 'upscale').sources, other],
      }),
    );
    assert.ok(input.kind === 'imageVariation');
    assert.deepEqual(
      input.images.map(({ sha256 }) => sha256),
      [lamp.sha256, dress.sha256],
    );
    assert.deepEqual(
      inputs.map(({ path }) => path),
      ['docs/lamp.png', 'docs/dress.png'],
    );
    for (const { fits } of [lamp.picture, dress.picture]) {
      const [fit] = fits;
      assert.ok(fit && fit.width * fit.height <= 4_194_303);
    }
  });

  it('tells image and style, image and garment apart', async () => {
    const other = { sha256: dress.sha256, name: 'dress.png' };
    const transfer = valueOf(await prepare(draft('styleTransfer', 'followStyle', { style: other })));
    assert.ok(transfer.input.kind === 'followStyle');
    assert.deepEqual(
      [transfer.input.style.sha256, transfer.input.image?.sha256],
      [dress.sha256, lamp.sha256],
    );
    const guide = valueOf(await prepare(draft('styleGuide', 'followStyle', { style: other, sources: [] })));
    assert.ok(guide.input.kind === 'followStyle');
    assert.deepEqual([guide.input.style.sha256, guide.input.image], [dress.sha256, undefined]);
    const tryOn = valueOf(
      await prepare(
        draft('novaCanvas', 'tryOn', { garment: other, area: 'garment', garmentClass: 'UPPER_BODY' }),
      ),
    );
    assert.ok(tryOn.input.kind === 'tryOn');
    assert.equal(tryOn.input.garment.sha256, dress.sha256);
    assert.deepEqual(tryOn.input.area, { kind: 'garment', garmentClass: 'UPPER_BODY' });
  });

  it('makes a palette without any image', async () => {
    const { input, inputs, fitting, finish } = valueOf(
      await prepare(draft('novaCanvas', 'followPalette', { sources: [], colors: ['#112233'] })),
    );
    assert.deepEqual(input, { kind: 'followPalette', colors: ['#112233'] });
    assert.deepEqual([inputs, fitting, finish], [[], undefined, undefined]);
    assert.equal(bench.pixels.opened, 0);
  });

  it('sends a JPEG where a PNG would be more than the service takes', async () => {
    lamp.picture.pngBytes = 12_000_001;
    const { input } = valueOf(await prepare(draft('inpaint', 'inpaint', { area: 'mask', mask: painted() })));
    assert.ok(input.kind === 'inpaint');
    assert.equal(input.image.type, 'jpeg');
    assert.deepEqual(
      lamp.picture.fits.map(({ format }) => format),
      ['png', 'jpeg'],
    );
  });

  it('notes what the user chose, and only what counts in the task', async () => {
    const everything = {
      words: 'the lamp',
      colors: ['#112233'],
      margins: { left: 8, right: 0, up: 0, down: 0 },
      contextPx: 0,
      flattenOn: '#3a7d44',
    } as const;
    const settingsOf = async (wanted: EditDraft): Promise<unknown> => valueOf(await prepare(wanted)).settings;
    const flattenOn = '#3a7d44';
    assert.deepEqual(await settingsOf({ ...masked('inpaint'), ...everything }), {
      area: 'mask',
      featherPx: 6,
      contextPx: 0,
      flattenOn,
    });
    assert.deepEqual(await settingsOf(draft('searchRecolor', 'recolor', everything)), {
      words: 'the lamp',
      flattenOn,
    });
    assert.deepEqual(await settingsOf(draft('outpaint', 'outpaint', everything)), {
      margins: everything.margins,
      flattenOn,
    });
    assert.deepEqual(await settingsOf(draft('novaCanvas', 'followPalette', everything)), {
      colors: ['#112233'],
      flattenOn,
    });
    assert.deepEqual(await settingsOf(draft('fastUpscale', 'upscale')), {});
  });

  const empty = createMask(8, 6);
  for (const [field, name, task, changes] of [
    ['image', 'inpaint', 'inpaint', { sources: [], area: 'mask', mask: painted() }],
    ['mask', 'inpaint', 'inpaint', { area: 'mask' }],
    ['mask', 'eraseObject', 'removeObject', { area: 'mask', mask: empty }],
    ['words', 'searchReplace', 'inpaint', { words: ' \t' }],
    ['words', 'searchRecolor', 'recolor', {}],
    ['garmentClass', 'novaCanvas', 'tryOn', { area: 'garment' }],
    ['style', 'styleTransfer', 'followStyle', {}],
    ['style', 'styleGuide', 'followStyle', { sources: [] }],
    ['colors', 'novaCanvas', 'followPalette', {}],
    ['margins', 'outpaint', 'outpaint', {}],
  ] as const) {
    it(`refuses ${task} without ${field} before anything is opened`, async () => {
      const error = errorOf(await prepare(draft(name, task, changes)));
      assert.ok(error.kind === 'badRequest', error.kind);
      assert.equal(error.field, field);
      assert.equal(bench.pixels.opened, 0);
    });
  }

  it('says which picture cannot be read, wherever it goes', async () => {
    const gone = { sha256: 'ab'.repeat(32), name: 'gone.png' };
    for (const wanted of [
      draft('fastUpscale', 'upscale', { sources: [gone] }),
      draft('novaCanvas', 'imageVariation', {
        sources: [...draft('novaCanvas', 'imageVariation').sources, gone],
      }),
      draft('styleGuide', 'followStyle', { sources: [], style: gone }),
    ]) {
      const error = errorOf(await prepare(wanted));
      assert.ok(error.kind === 'notReadable', error.kind);
      assert.equal(error.name, 'gone.png');
    }
  });

  it('knows where soft edges of a mask are lost', () => {
    const soft = drawn('#+.');
    assert.ok(losesSoftEdges(soft, { edit: 'black', levels: 'two' }));
    assert.ok(!losesSoftEdges(soft, { edit: 'white', levels: 'all' }));
    assert.ok(!losesSoftEdges(drawn('#.'), { edit: 'black', levels: 'two' }));
    assert.ok(!losesSoftEdges(soft, undefined));
  });
});
