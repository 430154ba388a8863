import assert from 'node:assert/strict';
import type { StudioSnapshot } from '../../src/protocol/studio';
import { until } from '../host/until';
import { axeViolations } from './harness';
import { themeNames } from './pageHtml';
import { openStudio, studioSnapshot } from './studioHost';

const { prompt } = studioSnapshot();
assert.ok(prompt);
const similar: NonNullable<StudioSnapshot['prompt']> = {
  ...prompt,
  similar: { id: 'open', label: '3 similar images are here' },
};

describe('similar images in the Studio', () => {
  for (const theme of themeNames) {
    it(`are a quiet line beside the counter in ${theme}, in which nothing moves when it comes`, async () => {
      const studio = await openStudio({ theme, width: 1400, height: 900, snapshot: { prompt } });
      const { page } = studio;
      const model = page.getByRole('button', { name: 'Model' });
      const before = await model.boundingBox();
      await studio.show({ prompt: similar });
      const line = page.getByRole('button', { name: '3 similar images are here' });
      await line.waitFor();
      assert.deepEqual(await model.boundingBox(), before);
      assert.ok(((await line.boundingBox())?.height ?? 0) >= 24);
      await studio.screenshot(`studio-similar-${theme}`);
      assert.deepEqual(await axeViolations(page), []);
      assert.deepEqual(studio.problems, []);
      await studio.close();
    });
  }

  it('wraps where there is no room beside a long counter', async () => {
    const studio = await openStudio({
      width: 360,
      height: 740,
      snapshot: { prompt: { ...similar, text: 'fern '.repeat(2050) } },
    });
    const wide = await studio.page.evaluate('document.documentElement.scrollWidth > innerWidth');
    assert.equal(wide, false);
    await studio.screenshot('studio-similar-360');
    await studio.close();
  });

  it('are shown after what was typed is sent', async () => {
    const studio = await openStudio({ width: 1400, height: 900, snapshot: { prompt: similar } });
    const { page } = studio;
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a brass lamp');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.dataset.focus'), 'similar');
    await page.keyboard.press('Enter');
    await until('the act', async () => await Promise.resolve(studio.asked('act').length === 1));
    assert.deepEqual(studio.asked('act')[0]?.params, { notice: 'similar', action: 'open' });
    const order = studio.requests.map(({ method }) => method);
    assert.ok(order.lastIndexOf('change') < order.indexOf('act'), 'the prompt comes first');
    await studio.close();
  });
});
