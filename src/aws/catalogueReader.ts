import * as z from 'zod/mini';
import type { ListedModel, ListedProfile, ServiceCatalogue } from '../core/models/directory';
import type { AwsConnection } from './connection';

/** Pages of 100; far more than any account lists. */
const MAX_PAGES = 50;

const listedModel = z.object({
  id: z.string(),
  name: z.optional(z.string()),
  provider: z.optional(z.string()),
  outputModalities: z.array(z.string()),
  inputModalities: z.optional(z.array(z.string())),
  lifecycleStatus: z.optional(z.string()),
  legacyTime: z.optional(z.string()),
  endOfLifeTime: z.optional(z.string()),
  inferenceTypes: z.array(z.string()),
});
const listedProfile = z.object({
  id: z.string(),
  status: z.optional(z.string()),
  modelIds: z.array(z.string()),
});
const catalogue = z.object({
  region: z.string(),
  readAt: z.number(),
  models: z.array(listedModel),
  profiles: z.array(listedProfile),
});

/** A kept catalogue, checked as anything from outside; undefined when it is not one, or not of this region. */
export function parseCatalogue(kept: unknown, region: string): ServiceCatalogue | undefined {
  const parsed = z.safeParse(catalogue, kept);
  if (!parsed.success || parsed.data.region !== region) return undefined;
  const { models, profiles, readAt } = parsed.data;
  return { region, readAt, models: models.map(compact), profiles: profiles.map(compact) };
}

/**
 * What the service lists now. Its enums are wider than the SDK's types, so values pass as they come.
 *
 * @throws what the SDK throws, also for the caller's abort
 */
export async function readCatalogue(
  connection: AwsConnection,
  region: string,
  readAt: number,
  signal: AbortSignal,
): Promise<ServiceCatalogue> {
  const [client, { ListFoundationModelsCommand, ListInferenceProfilesCommand }] = await Promise.all([
    connection.control(region),
    import('@aws-sdk/client-bedrock'),
  ]);
  const options = { abortSignal: signal };

  const readProfiles = async (): Promise<readonly ListedProfile[]> => {
    const profiles: ListedProfile[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const command = new ListInferenceProfilesCommand({
        maxResults: 100,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const answer = await client.send(command, options);
      for (const { inferenceProfileId, status, models } of answer.inferenceProfileSummaries ?? []) {
        if (inferenceProfileId === undefined) continue;
        const modelIds = (models ?? []).flatMap(({ modelArn }) => modelIdOf(modelArn) ?? []);
        profiles.push(compact({ id: inferenceProfileId, status, modelIds: [...new Set(modelIds)] }));
      }
      nextToken = answer.nextToken;
      if (!nextToken) break;
    }
    return profiles;
  };

  const [{ modelSummaries }, profiles] = await Promise.all([
    client.send(new ListFoundationModelsCommand({}), options),
    readProfiles(),
  ]);
  const models: ListedModel[] = [];
  for (const summary of modelSummaries ?? []) {
    if (summary.modelId === undefined) continue;
    models.push(
      compact({
        id: summary.modelId,
        name: summary.modelName,
        provider: summary.providerName,
        outputModalities: summary.outputModalities ?? [],
        inputModalities: summary.inputModalities,
        lifecycleStatus: summary.modelLifecycle?.status,
        legacyTime: summary.modelLifecycle?.legacyTime?.toISOString(),
        endOfLifeTime: summary.modelLifecycle?.endOfLifeTime?.toISOString(),
        inferenceTypes: summary.inferenceTypesSupported ?? [],
      }),
    );
  }
  return { region, readAt, models, profiles };
}

/** `arn:aws:bedrock:us-east-1::foundation-model/ID` → `ID`. */
function modelIdOf(arn: string | undefined): string | undefined {
  return /:foundation-model\/(.+)$/.exec(arn ?? '')?.[1];
}

type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the keys whose value is undefined. */
function compact<T extends object>(value: T): Compact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Compact<T>;
}
