import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { until } from '../host/until';
import { s3Client } from '../unit/simulator/clients';
import { objectKeys } from './accountSteps';
import { openOnSimulator, preview, studioOf } from './describeSteps';
import { lamp, tabTo } from './studioSteps';

const BUCKET = 'easel-ui-copies';

describe('accepted images', () => {
  it('are copied to S3 where the setting says so, and offer it again where that fails', async () => {
    const { installed, simulator, close } = await openOnSimulator({
      files: { 'lamp.png': await lamp(640, 480) },
      settings: { 'easel.s3.upload': `s3://${BUCKET}/site` },
    });
    const s3 = s3Client(simulator);
    try {
      const { workbench } = installed;
      const { page } = workbench;
      await preview(installed, 'lamp.png');
      await workbench.runCommand('Easel: Edit in Easel Studio');
      const studio = studioOf(installed);
      await studio.getByRole('textbox', { name: 'Prompt' }).fill('a tall fern');
      await studio.getByRole('button', { name: /Vary Image · \$/ }).waitFor();
      await page.keyboard.press('Control+Enter');
      await studio.getByRole('option', { name: /^Candidate 1: a tall fern/ }).waitFor();
      await tabTo(studio, installed, 'accept');
      await page.keyboard.press('Enter');
      await studio
        .getByText(/^Saved .*lamp-.*png/)
        .first()
        .waitFor();

      await workbench.notification(/The copy to s3:\/\/easel-ui-copies\/site failed/);
      await workbench.screenshot('studio-copy-failed');
      await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
      await page.getByRole('button', { name: 'Retry Upload' }).click();
      await until('the copy', async () => (await objectKeys(s3, BUCKET)).length === 1);
      await workbench.notification(/^Copied lamp-.*\.png to s3:\/\/easel-ui-copies\/site\/lamp-/);
    } finally {
      s3.destroy();
      await close();
    }
  });
});
