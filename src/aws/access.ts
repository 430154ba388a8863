import type { ModelAccess } from '../core/models/directory';
import { ok, type Result } from '../core/result';
import type { AwsConnection } from './connection';
import type { AwsModelDirectory } from './directory';
import { freeCall } from './freeCall';

/** Access as invocations proved it, else as the service claims. */
export class AwsModelAccess implements ModelAccess {
  readonly #connection: AwsConnection;
  readonly #directory: Pick<AwsModelDirectory, 'proofOf'>;

  constructor(connection: AwsConnection, directory: Pick<AwsModelDirectory, 'proofOf'>) {
    this.#connection = connection;
    this.#directory = directory;
  }

  /**
   * @param modelId the bare model id, also for models that are called by profile
   * @returns `unknown` where the service's answer is neither yes nor no: a first call may still start the subscription
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModelAvailability.html
   */
  async check(
    modelId: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Result<'usable' | 'noAccess' | 'unknown'>> {
    const proof = await this.#directory.proofOf(region, modelId);
    if (proof !== undefined) return ok(proof === 'usable' ? 'usable' : 'noAccess');
    return freeCall(this.#connection, { modelId, region }, signal, async (limited) => {
      const [client, { GetFoundationModelAvailabilityCommand }] = await Promise.all([
        this.#connection.control(region),
        import('@aws-sdk/client-bedrock'),
      ]);
      const { agreementAvailability, authorizationStatus, entitlementAvailability, regionAvailability } =
        await client.send(new GetFoundationModelAvailabilityCommand({ modelId }), { abortSignal: limited });
      if (authorizationStatus === 'NOT_AUTHORIZED' || regionAvailability === 'NOT_AVAILABLE')
        return 'noAccess';
      const isGranted =
        agreementAvailability?.status === 'AVAILABLE' &&
        authorizationStatus === 'AUTHORIZED' &&
        entitlementAvailability !== 'NOT_AVAILABLE';
      return isGranted ? 'usable' : 'unknown';
    });
  }
}
