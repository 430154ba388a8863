import assert from 'node:assert/strict';
import type { AskMessageView, AskSnapshot } from '../../src/protocol/ask';
import { axeViolations } from './harness';
import { themeNames } from './pageHtml';
import { openStudio, type OpenStudio } from './studioHost';

const forged =
  '<img src="x" onerror="document.title=1"> [run](command:x) ![p](https://example.com/p.png) **bold** <script>1</script>';

const question: AskMessageView = {
  id: 'q1',
  role: 'user',
  name: 'You',
  text: 'What is it?',
  isWriting: false,
  canEdit: true,
};

const answer: AskMessageView = {
  id: 'a1',
  role: 'assistant',
  name: 'Claude Haiku 4.5',
  text: forged,
  isWriting: false,
  sent: 'Sent 1568 x 1176, no EXIF · 1,840 + 42 tokens · under $0.01',
  canEdit: false,
};

const judgement = {
  title: 'Judged by Claude Haiku 4.5',
  summary: 'Candidate 2 fits best.',
  images: [
    {
      name: 'lamp.png',
      isBest: false,
      overall: '6 mixed',
      scores: [{ name: 'Prompt', value: '6' }],
      explanation: 'Two shades.',
      suggestions: ['One shade'],
    },
    {
      name: 'fern.png',
      isBest: true,
      overall: '9 excellent',
      scores: [{ name: 'Prompt', value: '9' }],
      explanation: 'As asked.',
      suggestions: [],
    },
  ],
  prompt: {
    parts: [
      { kind: 'same', text: 'a tall fern' },
      { kind: 'added', text: ' in a clay pot' },
    ],
    actions: [{ id: 'run', label: 'Run This Prompt…' }],
  },
  sent: 'Sent 2 images, no EXIF · under $0.01',
} as const satisfies AskSnapshot['judgement'];

function askSnapshot(change: Partial<AskSnapshot> = {}): AskSnapshot {
  return {
    revision: 1,
    conversation: '0123abcd-0123-0123-0123-0123456789ab',
    images: [
      { id: 'i1', name: 'lamp.png' },
      { id: 'i2', name: 'fern.png' },
    ],
    purposes: ['Caption', 'Alt Text', 'Details', 'Text in Image', 'Short Story'].map((label) => ({
      id: label,
      label,
    })),
    messages: [question, answer],
    model: 'Claude Haiku 4.5',
    isBusy: false,
    price: 'under $0.01 a message · so far $0.01',
    notices: [],
    judgement,
    ...change,
  };
}

async function openAsk(
  options: { readonly theme?: (typeof themeNames)[number]; readonly width?: number } = {},
  change: Partial<AskSnapshot> = {},
): Promise<OpenStudio> {
  const studio = await openStudio({ height: 800, width: 620, ...options });
  await studio.page.getByRole('tab', { name: 'Ask' }).click();
  await studio.tell('ask.snapshot', askSnapshot(change));
  await studio.page.getByRole('textbox', { name: 'Ask about these images' }).waitFor();
  return studio;
}

describe("the tab 'Ask'", () => {
  for (const theme of themeNames) {
    it(`has no violations that axe finds in ${theme}`, async () => {
      const studio = await openAsk({ theme });
      await studio.screenshot(`ask-${theme}`);
      assert.deepEqual(await axeViolations(studio.page), []);
      await studio.close();
    });
  }

  it('shows forged markup of an answer as the text it is', async () => {
    const studio = await openAsk();
    const text = studio.page.locator('.askMessage.assistant .askText');
    assert.equal(await text.innerText(), forged);
    assert.equal(await text.locator('*').count(), 0);
    await studio.close();
  });

  it('inserts, copies and saves a focused answer by one key each', async () => {
    const studio = await openAsk();
    await studio.page.locator('.askMessage.assistant').focus();
    for (const key of ['i', 'c', 's']) await studio.page.keyboard.press(key);
    assert.deepEqual(
      studio.asked('ask.answer').map(({ params }) => params['action']),
      ['insert', 'copy', 'save'],
    );
    await studio.close();
  });

  it('sends with Enter, not with Shift+Enter, and stops with the same button', async () => {
    const studio = await openAsk();
    const { page } = studio;
    const box = page.getByRole('textbox', { name: 'Ask about these images' });
    await box.fill('What is this?');
    await box.press('Shift+Enter');
    assert.equal(studio.asked('ask.send').length, 0);
    await box.press('Enter');
    assert.equal(studio.asked('ask.send').length, 1);
    const before = await page.locator('.composerSend').boundingBox();
    await studio.tell('ask.snapshot', askSnapshot({ revision: 2, isBusy: true }));
    await page.getByRole('button', { name: 'Stop' }).click();
    assert.equal(studio.asked('ask.stop').length, 1);
    assert.deepEqual(await page.locator('.composerSend').boundingBox(), before);
    await studio.close();
  });

  it('fits a narrow panel', async () => {
    const studio = await openAsk({ width: 360 });
    await studio.screenshot('ask-360');
    const wide = await studio.page.evaluate<boolean>(
      'document.querySelector(".ask").scrollWidth > document.querySelector(".ask").clientWidth + 1',
    );
    assert.equal(wide, false);
    await studio.close();
  });
});
