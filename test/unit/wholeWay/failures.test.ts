import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { Fault } from '../../../src/simulator/faults';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { canvas, core, World, type WorldOptions } from './world';

/** What a failure leaves: the words, the money, the files. */
interface Expected {
  readonly fault: Fault;
  readonly modelId?: string;
  readonly says: RegExp;
  /** In USD; a refused request costs nothing. */
  readonly counted?: number;
}

const cases: Readonly<Record<string, Expected>> = {
  'throttled for good': {
    fault: { kind: 'throttle', count: 5 },
    says: /^Amazon Bedrock still limits Stable Image Core after 5 tries\. Nothing was charged\.$/,
  },
  'server error for good': { fault: { kind: 'unavailable', count: 5 }, says: /after 5 tries/ },
  'quota used up': {
    fault: { kind: 'quota' },
    says: /^Your quota for Stable Image Core in us-west-2 is used up\./,
  },
  'model timeout': {
    fault: { kind: 'modelTimeout' },
    says: /^No answer within \d+ s\. Easel does not repeat it by itself\. It may be charged \(about \$0\.04\)\.$/,
    counted: 0.04,
  },
  'model ended': {
    fault: { kind: 'ended' },
    modelId: canvas,
    says: /^Nova Canvas ended on September 30, 2026\./,
  },
  'model locked': {
    fault: { kind: 'legacyLocked' },
    modelId: canvas,
    says: /^Nova Canvas is closed to accounts that have not used it lately\./,
  },
  'no model access': {
    fault: { kind: 'noAccess' },
    says: /^Your account has no access to Stable Image Core\./,
  },
  'denied by a policy': { fault: { kind: 'iamDenied' }, says: /bedrock:InvokeModel/ },
  'subscription pending': {
    fault: { kind: 'subscriptionPending' },
    says: /^AWS is still activating Stable Image Core\. This can take 15 minutes\./,
  },
  'sign-in expired': {
    fault: { kind: 'expiredToken' },
    says: /sign-in .*has expired\. Nothing was spent; your prompt is kept\./,
  },
  'prompt filtered (Stability)': {
    fault: { kind: 'promptFiltered' },
    says: /^The content filter held the prompt back\. It may be charged \(about \$0\.04\)\.$/,
    counted: 0.04,
  },
  'prompt filtered (Amazon)': {
    fault: { kind: 'promptFiltered' },
    modelId: canvas,
    says: /^The content filter held the prompt back\./,
    counted: 0.04,
  },
  'input filtered': { fault: { kind: 'inputFiltered' }, says: /held the input image back/, counted: 0.04 },
  'output filtered': {
    fault: { kind: 'outputFiltered' },
    says: /content filter held .*back\. It may be charged \(about \$0\.04\)\.$/,
    counted: 0.04,
  },
  guardrail: { fault: { kind: 'guardrail' }, says: /guardrail/i, counted: 0.04 },
  'connection reset': { fault: { kind: 'reset', afterBytes: 500 }, says: /may be charged/, counted: 0.04 },
  'truncated JSON': {
    fault: { kind: 'truncatedJson' },
    says: /^The answer was not a usable image; it is kept for you\./,
    counted: 0.04,
  },
  'no JSON at all': { fault: { kind: 'invalidJson' }, says: /not a usable image; it is kept/, counted: 0.04 },
  'invalid base64': {
    fault: { kind: 'invalidBase64' },
    says: /not a usable image; it is kept/,
    counted: 0.04,
  },
  'bytes that are no image': {
    fault: { kind: 'notAnImage' },
    says: /not a usable image; it is kept/,
    counted: 0.04,
  },
  'half an image': {
    fault: { kind: 'truncatedImage' },
    says: /not a usable image; it is kept/,
    counted: 0.04,
  },
  'inference error': {
    fault: { kind: 'inferenceError' },
    says: /not a usable image; it is kept/,
    counted: 0.04,
  },
};

describe('the whole way, when it fails', () => {
  let world: World;

  async function start(options?: WorldOptions): Promise<void> {
    world = await World.start(options);
  }
  afterEach(() => world.close());

  for (const [name, { fault, modelId = core, says, counted = 0 }] of Object.entries(cases)) {
    it(`${name}: says so, counts ${counted === 0 ? 'nothing' : `$${counted}`}, leaves no file`, async () => {
      await start();
      world.simulator.faults.add(fault);
      const result = await world.generate(world.request({ modelId }));
      const said = world.said(result);
      assert.equal(said.length, 1, said.join(' | '));
      assert.match(said[0] ?? '', says);
      assert.equal(world.spentUsd(), counted);
      assert.deepEqual(await world.files(), []);
      assert.deepEqual(await world.inbox.entries(), []);
    });
  }

  it('keeps the good part of a batch that is partly held back', async () => {
    await start();
    world.simulator.faults.add({ kind: 'partlyFiltered' });
    const result = await world.generate(world.request({ modelId: canvas, count: 3 }));
    assert.ok(result.ok);
    assert.equal(result.value.images.length, 2);
    assert.equal(result.value.heldBack, 1);
    assert.equal((await world.files()).filter((path) => path.startsWith('generated-images')).length, 2);
    assert.equal(world.spentUsd(), 0.12);
  });

  it('waits and tries again when it is throttled, and tells', async () => {
    await start();
    world.simulator.faults.add({ kind: 'throttle', count: 2 });
    const told: string[] = [];
    const result = await world.generate(world.request(), 10, ({ kind }) => told.push(kind));
    assert.ok(result.ok);
    assert.equal(result.value.images.length, 1);
    assert.equal(told.filter((kind) => kind === 'retrying').length, 2);
    assert.equal(world.spentUsd(), 0.04);
  });

  it('says a wrong clock in minutes', async () => {
    await start({ simulator: { now: () => Date.now() + 22 * 60_000 } });
    const said = world.said(await world.generate());
    assert.match(said.join(), /^This computer's clock is 22 minutes off, so AWS refused the request\./);
    assert.equal(world.spentUsd(), 0);
  });

  it('says that keys are refused', async () => {
    await start({ credentials: { accessKeyId: 'AKIAWRONG', secretAccessKey: 'wrong' } });
    const result = await world.generate();
    assert.equal(world.said(result).length, 1);
    assert.equal(world.spentUsd(), 0);
  });

  it('names the host that cannot be reached, at no cost', async () => {
    await start();
    await world.simulator.close();
    const said = world.said(await world.generate());
    assert.match(said.join(), /^127\.0\.0\.1.* cannot be reached\. Nothing was spent\.$/);
    assert.equal(world.spentUsd(), 0);
  });

  it('stops at the budget before anything is sent', async () => {
    await start();
    const result = await world.generate(world.request(), 0.03);
    assert.match(
      world.said(result).join(),
      /^This would pass today's budget: \$0\.00 of \$0\.03 spent, about \$0\.04 more\. Nothing was sent\.$/,
    );
    assert.deepEqual(world.simulator.requests(), []);
  });

  it('asks for a region that has the model', async () => {
    await start({ simulator: { lifecycle: 'real', region: 'eu-west-1' } });
    const said = world.said(await world.generate(world.request({ region: 'eu-west-1' })));
    assert.match(
      said.join(),
      /^Stable Image Core is not in eu-west-1\. Easel never changes the region by itself\./,
    );
  });

  it('refuses what the model cannot take before it is sent', async () => {
    await start();
    const result = await world.generate(world.request({ prompt: 'x'.repeat(10_001) }));
    assert.equal(world.said(result).length, 1);
    assert.deepEqual(world.simulator.requests(), []);
  });

  it('gives up after the time limit and counts what it may cost', async () => {
    await start({ limits: { connectMs: 1000, requestMs: 150, idleMs: 1000 } });
    world.simulator.faults.add({ kind: 'delay', delayMs: 2000 });
    assert.match(world.said(await world.generate()).join(), /^No answer within .*It may be charged/);
    assert.equal(world.spentUsd(), 0.04);
  });

  it('keeps what arrived when it is cancelled, and counts what was sent', async () => {
    await start();
    world.simulator.faults.add({ kind: 'delay', delayMs: 5000 });
    const controller = new AbortController();
    const work = world.generate(
      world.request(),
      10,
      ({ kind }) => {
        if (kind === 'generating') setImmediate(() => controller.abort());
      },
      controller.signal,
    );
    const result = await work;
    assert.deepEqual(world.said(result), []);
    assert.deepEqual(await world.files(), []);
  });

  for (const [code, says] of [
    ['ENOSPC', /^generated-images cannot be written \(disk full\)\. The image is safe in Easel's storage\.$/],
    ['EACCES', /^generated-images cannot be written \(.+\)\. The image is safe in Easel's storage\.$/],
  ] as const) {
    it(`keeps the image when the folder answers ${code}, and brings it home later`, async () => {
      let isBroken = true;
      const fileSystem: FileSystem = {
        ...nodeFileSystem,
        writeNew: async (path, bytes) => {
          if (isBroken) throw Object.assign(new Error(code), { code });
          await nodeFileSystem.writeNew(path, bytes);
        },
      };
      await start({ fileSystem });
      const result = await world.generate();
      assert.match(world.said(result).join(), says);
      assert.deepEqual(await world.files(), []);
      assert.equal(world.spentUsd(), 0.04);
      const [entry] = await world.inbox.entries();
      assert.ok(entry);
      isBroken = false;
      assert.ok((await world.generator.recover(entry)).ok);
      assert.deepEqual(await world.inbox.entries(), []);
      assert.ok((await world.files()).includes('generated-images/kite.png'));
    });
  }

  it('keeps the file when its copy to S3 fails', async () => {
    await start();
    const result = await world.generate(world.request({ s3Upload: 's3://no-such-bucket-here/prefix' }));
    assert.ok(result.ok);
    assert.equal(result.value.images.length, 1);
    assert.match(
      world.said(result).join(),
      /^Saved kite\.png\. The copy to s3:\/\/no-such-bucket-here\/prefix failed/,
    );
  });

  it('does not let another program on the port pass for the service', async () => {
    await start();
    const server = createServer((socket) => {
      socket.resume();
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi');
    });
    await world.simulator.close();
    const port = Number(new URL(world.simulator.url).port);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      assert.match(world.said(await world.generate()).join(), /not a usable image; it is kept/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
