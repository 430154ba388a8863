import assert from 'node:assert/strict';
import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { GetAsyncInvokeCommand, StartAsyncInvokeCommand } from '@aws-sdk/client-bedrock-runtime';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { until } from '../host/until';
import { http1Client, s3Client } from '../unit/simulator/clients';
import {
  bucketNames,
  clipboard,
  filmPage,
  jobRow,
  objectKeys,
  openInAccount,
  showImage,
  showTab,
  tickAll,
  type InAccount,
} from './accountSteps';

const sentence = 'A red kite rises over a green hill at dawn.';
const board = `# Kite

## Morning

A red kite lies in the grass, static shot.

## Noon

The kite rises over the hill, slow dolly in.

## Evening

The kite comes down in the dusk.
`;
const theme = 'dark';
const PICTURES = 'easel-ui-pictures';

/** Easel asks for the first time after a third of what is usual, then when films are usually ready. */
const ASKED_MS = 110_000;

describe('videos in an AWS account, as a person looks after them', function () {
  // One day in one account: each step goes on from the one before.
  this.bail(true);
  let account: InAccount;
  let s3: S3Client;
  let bucket = '';

  before(async () => {
    account = await openInAccount(theme, {
      'story.md': `# A story\n\n${sentence}\n\nThe end.\n`,
      'board.shots.md': board,
      '.vscode/settings.json': JSON.stringify({ 'easel.s3.upload': `s3://${PICTURES}/site` }),
    });
    s3 = s3Client(account.simulator);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await account.workbench.screenshot('account-failure');
  });
  after(() => account.close());

  it('sets up a bucket before the first video, and checks it', async () => {
    const { workbench } = account;
    await workbench.openFile('story.md');
    await workbench.selectLine(3);
    await workbench.runCommand('Easel: Make Video from Selection');
    await workbench.expectTitle(/^Make 1 video · about \$3\.75$/);
    const [first] = await workbench.quickPickRows();
    assert.match(first ?? '', /Set up a bucket first/);
    await workbench.screenshot(`account-no-bucket-${theme}`);
    await workbench.page.keyboard.press('Escape');

    await workbench.runCommand('Easel: Set Up Video Bucket');
    await workbench.expectTitle('Set Up Video Bucket');
    await workbench.screenshot(`account-bucket-${theme}`);
    await workbench.pick('Create easel-video-');
    await workbench.notification(
      /Videos go to s3:\/\/easel-video-\d+-us-west-2\/easel\. The bucket is private and was checked\./,
    );
    await workbench.screenshot(`account-bucket-made-${theme}`);
    [bucket = ''] = await bucketNames(s3);
    assert.match(bucket, /^easel-video-\d+-us-west-2$/);
    assert.deepEqual(await objectKeys(s3, bucket), [], 'the check leaves nothing behind');
  });

  it('finds the job of another computer, and plays its film from S3 while the download runs', async () => {
    const { workbench, simulator, workspace } = account;
    const client = http1Client(simulator);
    const { invocationArn: arn = '' } = await client.send(
      new StartAsyncInvokeCommand({
        modelId: 'luma.ray-v2:0',
        modelInput: { prompt: 'a blue pot', duration: '5s', resolution: '540p', aspect_ratio: '16:9' },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${bucket}/easel` } },
      }),
    );
    await until('the film to be made', async () => {
      const { status } = await client.send(new GetAsyncInvokeCommand({ invocationArn: arn }));
      return status === 'Completed';
    });
    client.destroy();
    simulator.faults.add({ kind: 'slow', key: 'output.mp4', bytesPerSecond: 5000 });
    await workbench.runCommand('Easel: Find Video Jobs in This Account');
    await workbench.expectTitle('Find Video Jobs in This Account');
    const [found] = await workbench.quickPickRows();
    assert.match(found ?? '', /Ray 2/);
    await workbench.screenshot(`account-find-${theme}`);
    await tickAll(account);
    await workbench.page.keyboard.press('Enter');

    await jobRow(account, /downloading/).waitFor();
    await jobRow(account, /downloading/).click();
    await workbench.page.locator('.tab.active', { hasText: '(from S3)' }).waitFor();
    const film = await filmPage(account);
    await film.getByText('Played from S3 while it is downloaded.').waitFor();
    await film.getByRole('button', { name: 'Play' }).click();
    await until('the film to play', () => film.locator('video').evaluate(hasPlayed));
    assert.deepEqual(await filmsIn(workspace), [], 'the download still runs');
    await workbench.screenshot(`account-streaming-${theme}`);

    // It was paid for elsewhere.
    await workbench.notification(/video-\w+\.mp4 is ready\./);
    await workbench.page.locator('.tab.active', { hasText: /^video-\w+\.mp4/ }).waitFor();
    assert.equal((await filmsIn(workspace)).length, 1);
    assert.deepEqual(await workbench.page.locator('.tab', { hasText: '(from S3)' }).count(), 0);
    await (await filmPage(account)).getByText('5 s · Ray 2 · made on another computer').waitFor();
    await workbench.screenshot(`account-fetched-${theme}`);
  });

  it('says of a failed job why, what it may have cost, and what to do', async () => {
    const { workbench, simulator } = account;
    simulator.faults.add({ kind: 'outputFiltered', operation: 'StartAsyncInvoke', modelId: 'luma.ray-v2:0' });
    await showTab(account, 'story.md');
    await workbench.selectLine(3);
    await workbench.runCommand('Easel: Make Video from Selection');
    await workbench.expectTitle(/^Make 1 video · about \$3\.75$/);
    await workbench.pick('Make Video');
    await jobRow(account, /a-red-kite.*usually/).waitFor();
    // Nova Reel makes its shots meanwhile.
    simulator.faults.add({
      kind: 'partlyFiltered',
      operation: 'StartAsyncInvoke',
      modelId: 'amazon.nova-reel-v1:1',
      shots: [2],
    });
    await workbench.openFile('board.shots.md');
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run Storyboard · 18 s' }).click();
    await workbench.expectTitle(/^Make 1 video · about \$1\.44$/);
    await workbench.screenshot(`account-storyboard-${theme}`);
    await workbench.pick('Make Video');

    const row = jobRow(account, /content filter held the video back · may be charged/);
    await row.waitFor({ timeout: ASKED_MS });
    const said = await workbench.notification(
      'The content filter held the video back. It may be charged (about $3.75).',
    );
    await said.getByRole('button', { name: 'Edit Prompt' }).waitFor();
    await workbench.screenshot(`account-failed-${theme}`);
    await said.getByRole('button', { name: 'Edit Prompt' }).click();
    await workbench.answer('A red kite rises over a calm lake');
    await workbench.expectTitle(/^Make 1 video · about \$3\.75$/);
    await workbench.page.keyboard.press('Escape');
  });

  it('keeps the shots that were made, and says which are missing and why', async () => {
    const { workbench, workspace } = account;
    await jobRow(account, /kite.*2 of 3 shots · \$1\.44/).waitFor({ timeout: ASKED_MS });
    assert.deepEqual(
      (await filmsIn(workspace)).filter((name) => name.startsWith('kite')),
      ['kite-shot-1.mp4', 'kite-shot-3.mp4'],
    );
    const said = workbench.page
      .locator('.notification-list-item', { hasText: /2 of 3 shots of kite are ready/ })
      .first();
    await said.waitFor({ timeout: ASKED_MS });
    await workbench.screenshot(`account-partial-${theme}`);
  });

  it('copies the URL of an image that was uploaded, and keeps the bucket out of the project', async () => {
    const { workbench, workspace } = account;
    await s3.send(
      new CreateBucketCommand({
        Bucket: PICTURES,
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    await showTab(account, 'story.md');
    await workbench.selectLine(3);
    await workbench.runCommand('Easel: Generate Image from Selection');
    await workbench.expectTitle(/^Generate 1 image/);
    await workbench.pick('Generate');
    await workbench.notification(/Saved a-red-kite/);
    const folder = join(workspace, 'generated-images');
    await until('the copy', async () => (await objectKeys(s3, PICTURES)).length === 1);
    const [image = ''] = (await readdir(folder)).filter((name) => name.endsWith('.png'));
    // By its bytes: a new name does not hide it.
    await rename(join(folder, image), join(folder, 'renamed.png'));
    await showImage(account, 'renamed.png');
    await workbench.runCommand('Easel: Copy Presigned URL');
    await workbench.expectTitle('Copy Presigned URL: renamed.png');
    await workbench.screenshot(`account-presign-${theme}`);
    await workbench.pick('15 minutes');
    await workbench.notification('The URL of renamed.png is on the clipboard. It works for 15 minutes.');
    const url = new URL(await clipboard(account));
    assert.equal(url.searchParams.get('X-Amz-Expires'), '900');
    const copy = Buffer.from(await (await fetch(url)).arrayBuffer());
    assert.deepEqual(copy, await readFile(join(folder, 'renamed.png')));
    for (const file of await readdir(workspace, { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || !/\.(json|md)$/.test(file.name) || file.name === 'settings.json') continue;
      const text = await readFile(join(file.parentPath, file.name), 'utf8');
      assert.ok(!text.includes(PICTURES) && !text.includes(bucket), `${file.name} names a bucket`);
    }
  });

  it('lists all of it for cleaning up, asks, and deletes what is ticked', async () => {
    const { workbench } = account;
    await workbench.runCommand('Easel: Clean Up AWS Resources');
    await workbench.expectTitle('Clean Up AWS Resources');
    const rows = (await workbench.quickPickRows()).join('\n');
    assert.match(rows, /a-red-kite.*\.png.*s3:\/\/easel-ui-pictures\/site/);
    assert.match(rows, /kite.*files/);
    assert.match(rows, new RegExp(`The bucket ${bucket}`));
    await workbench.screenshot(`account-clean-up-${theme}`);
    await tickAll(account);
    await workbench.page.keyboard.press('Enter');
    const question = workbench.page.locator('.monaco-dialog-box', {
      hasText: `Delete the bucket ${bucket} and`,
    });
    await question.getByText('Files in your projects stay.').waitFor();
    await workbench.screenshot(`account-clean-up-asks-${theme}`);
    await question.getByRole('button', { name: 'Delete' }).click();
    await workbench.notification(`Deleted the bucket ${bucket} with everything in it.`);
    assert.deepEqual(await bucketNames(s3), [PICTURES], 'a bucket of the user’s own stays');
    assert.deepEqual(await objectKeys(s3, PICTURES), []);
    await showImage(account, 'renamed.png');
    await workbench.runCommand('Easel: Copy Presigned URL');
    await workbench.notification('renamed.png is not in S3, as far as Easel knows.');
  });
});

/** Runs in the page. */
function hasPlayed(video: { readonly currentTime: number }): boolean {
  return video.currentTime > 0.2;
}

async function filmsIn(workspace: string): Promise<readonly string[]> {
  const names = await readdir(join(workspace, 'generated-videos')).catch((): string[] => []);
  return names.filter((name) => name.endsWith('.mp4'));
}
