import { Refusal, jsonResponse } from '../errors';
import type { SimResponse } from '../http';
import { geographyNames, isCallableIn } from './geographies';
import { findModel, geographiesOf, simModels, standing, type LifecycleMode, type SimModel } from './models';

export interface ControlPlaneContext {
  readonly mode: LifecycleMode;
  readonly region: string;
  readonly accountId: string;
  readonly now: number;
}

/** `GET /foundation-models` */
export function listFoundationModels(context: ControlPlaneContext, query: URLSearchParams): SimResponse {
  const provider = query.get('byProvider')?.toLowerCase();
  const modality = query.get('byOutputModality');
  const inference = query.get('byInferenceType');
  const models = simModels
    .filter((model) => isListed(model, context))
    .filter((model) => provider === undefined || model.provider.toLowerCase() === provider)
    .filter((model) => modality === null || model.output === modality)
    .map((model) => summaryOf(model, context))
    .filter((summary) => inference === null || summary.inferenceTypesSupported.includes(inference));
  return jsonResponse({ modelSummaries: models });
}

/** `GET /foundation-models/{modelIdentifier}` */
export function getFoundationModel(context: ControlPlaneContext, id: string): SimResponse {
  return jsonResponse({ modelDetails: summaryOf(listedModel(context, id), context) });
}

/** `GET /foundation-model-availability/{modelId}` */
export function getModelAvailability(context: ControlPlaneContext, id: string): SimResponse {
  const found = findModel(id);
  if (!found) throw notFound();
  const isHere = isListed(found.model, context);
  return jsonResponse({
    modelId: found.model.id,
    agreementAvailability: { status: isHere ? 'AVAILABLE' : 'NOT_AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: isHere ? 'AVAILABLE' : 'NOT_AVAILABLE',
    regionAvailability: isHere ? 'AVAILABLE' : 'NOT_AVAILABLE',
  });
}

/** `GET /inference-profiles` */
export function listInferenceProfiles(context: ControlPlaneContext, query: URLSearchParams): SimResponse {
  const maxResults = Number(query.get('maxResults') ?? 1000);
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 1000) {
    throw new Refusal({
      type: 'ValidationException',
      status: 400,
      message:
        "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: Member must be between 1 and 1000",
    });
  }
  const type = query.get('type');
  const all =
    type === 'APPLICATION'
      ? []
      : simModels
          .filter((model) => isListed(model, context))
          .flatMap((model) =>
            geographiesOf(model)
              // A profile of another part of the world is not known here.
              .filter((geography) => !model.geographies || isCallableIn(geography, context.region))
              .map((geography) => ({ model, geography })),
          );
  const start = Number(query.get('nextToken') ?? 0);
  const page = all.slice(start, start + maxResults);
  const end = start + page.length;
  return jsonResponse({
    inferenceProfileSummaries: page.map(({ model, geography }) => ({
      inferenceProfileName: `${geographyNames[geography]} ${model.name}`,
      description: `Routes requests to ${model.name} in ${geographyNames[geography]} regions.`,
      createdAt: '2025-09-01T00:00:00Z',
      updatedAt: '2025-09-01T00:00:00Z',
      inferenceProfileArn: `arn:aws:bedrock:${context.region}:${context.accountId}:inference-profile/${geography}.${model.id}`,
      models: model.regions
        .filter((region) => !model.geographies || isCallableIn(geography, region))
        .map((region) => ({ modelArn: arnOf(model, region) })),
      inferenceProfileId: `${geography}.${model.id}`,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    })),
    ...(end < all.length ? { nextToken: String(end) } : {}),
  });
}

/** An ended model is gone from the list; a legacy one stays in it. */
function isListed(model: SimModel, { mode, region, now }: ControlPlaneContext): boolean {
  return standing({ model, isProfile: model.isProfileOnly ?? false }, mode, region, now) === 'answers';
}

function listedModel(context: ControlPlaneContext, id: string): SimModel {
  const found = findModel(id);
  if (!found || !isListed(found.model, context)) throw notFound();
  return found.model;
}

function notFound(): Refusal {
  return new Refusal({
    type: 'ResourceNotFoundException',
    status: 404,
    message: 'Could not resolve the foundation model from the provided model identifier.',
  });
}

function summaryOf(model: SimModel, { mode, region, now }: ControlPlaneContext) {
  const isLegacy = mode === 'real' && model.legacyTime !== undefined && Date.parse(model.legacyTime) <= now;
  return {
    modelArn: arnOf(model, region),
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: ['TEXT', 'IMAGE'],
    outputModalities: [model.output],
    responseStreamingSupported: model.output === 'TEXT',
    customizationsSupported: [],
    // The service's own list goes beyond its published enum here.
    inferenceTypesSupported: [
      ...(model.isProfileOnly ? [] : ['ON_DEMAND']),
      ...(geographiesOf(model).length > 0 ? ['INFERENCE_PROFILE'] : []),
    ],
    modelLifecycle: {
      status: isLegacy ? 'LEGACY' : 'ACTIVE',
      ...(isLegacy ? { legacyTime: model.legacyTime, endOfLifeTime: model.endOfLifeTime } : {}),
    },
  };
}

function arnOf(model: SimModel, region: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${model.id}`;
}
