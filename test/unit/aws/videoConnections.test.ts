import assert from 'node:assert/strict';
import type { AwsBackend } from '../../../src/aws/backends';
import { AwsConnection } from '../../../src/aws/connection';
import type { AwsSettings, OfflineSettings } from '../../../src/aws/settings';
import { AwsVideoConnections } from '../../../src/aws/videoConnections';
import { isolateEnvironment } from './isolatedEnvironment';

const offline: OfflineSettings = {
  provider: 'offline',
  url: 'http://127.0.0.1:1',
  region: 'us-west-2',
  accessKeyId: 'a',
  secretAccessKey: 'b',
};

describe('AwsVideoConnections', () => {
  isolateEnvironment();

  function connectionsIn(settings: AwsSettings) {
    const own = new AwsConnection(settings);
    const backend = { connection: own } as AwsBackend;
    const connections = new AwsVideoConnections({
      backends: { backend: async () => backend },
      offline: { settings: async () => offline },
      bedrock: () => ({ provider: 'bedrock', profile: 'other', endpoint: 'http://127.0.0.1:2' }),
    });
    return { own, connections };
  }

  it('take the window’s own where the job was started with the same', async () => {
    const dev = connectionsIn({ provider: 'bedrock', profile: 'dev' });
    assert.equal(await dev.connections.of({ provider: 'bedrock', profile: 'dev' }), dev.own);
    const without = connectionsIn({ provider: 'bedrock' });
    assert.equal(await without.connections.of({ provider: 'bedrock' }), without.own);
    const off = connectionsIn(offline);
    assert.equal(await off.connections.of({ provider: 'offline' }), off.own);
  });

  it('make one, and one only, for a job of other settings', async () => {
    const { own, connections } = connectionsIn(offline);
    const [first, second] = await Promise.all([
      connections.of({ provider: 'bedrock', profile: 'dev' }),
      connections.of({ provider: 'bedrock', profile: 'dev' }),
    ]);
    assert.equal(first, second);
    assert.notEqual(first, own);
    assert.deepEqual(first.settings, {
      provider: 'bedrock',
      profile: 'dev',
      endpoint: 'http://127.0.0.1:2',
    });
    const chain = await connections.of({ provider: 'bedrock' });
    assert.deepEqual(chain.settings, { provider: 'bedrock', endpoint: 'http://127.0.0.1:2' });
    const bedrock = connectionsIn({ provider: 'bedrock', profile: 'dev' });
    assert.deepEqual((await bedrock.connections.of({ provider: 'offline' })).settings, offline);
    connections.dispose();
    bedrock.connections.dispose();
  });
});
