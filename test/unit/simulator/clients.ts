import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RunningSimulator, StartRecord } from '../../../src/simulator/server';

/** What every client of the simulator is told, and nothing of the machine's own setup. */
export function clientConfig(simulator: StartRecord) {
  return {
    endpoint: simulator.url,
    region: simulator.region,
    credentials: { accessKeyId: simulator.accessKeyId, secretAccessKey: simulator.secretAccessKey },
    authSchemePreference: ['sigv4'],
    maxAttempts: 1,
  };
}

/** The client as the SDK ships it: cleartext HTTP/2. */
export function http2Client(simulator: StartRecord): BedrockRuntimeClient {
  return new BedrockRuntimeClient(clientConfig(simulator));
}

export function http1Client(simulator: RunningSimulator): BedrockRuntimeClient {
  return new BedrockRuntimeClient({ ...clientConfig(simulator), requestHandler: new NodeHttpHandler() });
}

export function controlClient(simulator: RunningSimulator): BedrockClient {
  return new BedrockClient(clientConfig(simulator));
}

export function s3Client(simulator: StartRecord, region = simulator.region): S3Client {
  const { authSchemePreference: _unused, ...config } = clientConfig(simulator);
  return new S3Client({ ...config, region, forcePathStyle: true });
}
