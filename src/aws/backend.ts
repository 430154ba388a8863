import { AwsModelAccess } from './access';
import type { AwsBackend, BackendOptions } from './backends';
import { AwsConnection } from './connection';
import { BedrockConverser } from './converse';
import { AwsModelDirectory } from './directory';
import { AwsDoctor } from './doctor';
import { BedrockInvoker } from './invoker';
import { AwsS3Uploads } from './s3';

/** @throws Error when the offline provider cannot start */
export async function buildBackend({
  choice: read,
  offline,
  kept,
  clock,
  log,
  factsOf,
}: BackendOptions): Promise<AwsBackend> {
  const choice = read();
  const connection = new AwsConnection(choice.provider === 'offline' ? await offline.settings() : choice);
  const directory = new AwsModelDirectory(connection, kept, clock, log);
  return {
    connection,
    directory,
    invoker: new BedrockInvoker(connection, { guardrail: choice.guardrail, factsOf, log }),
    converser: new BedrockConverser(connection, { guardrail: choice.guardrail, factsOf, log }),
    doctor: new AwsDoctor(connection, new AwsModelAccess(connection, directory), clock),
    uploads: new AwsS3Uploads(connection),
  };
}
