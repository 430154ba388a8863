import assert from 'node:assert/strict';
import { openWebview } from './harness';

describe('the pages', () => {
  for (const entry of ['studio', 'gallery', 'grid'] as const) {
    it(`${entry} loads under a policy that allows nothing but its own script and style`, async () => {
      const view = await openWebview({ entry });
      await view.page.locator('body > :not(script)').first().waitFor({ state: 'attached' });
      assert.deepEqual(view.problems, []);
      await view.close();
    });
  }
});
