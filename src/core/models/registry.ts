import type { ModelDescriptor, ModelFamily } from './descriptor';
import { guessDescriptor, guessVersion } from './families';

/** What an id turned out to be. */
export type ResolvedModel =
  | { readonly kind: 'known'; readonly model: ModelDescriptor }
  /** Not in the table, but its name has a known family's shape: usable with a warning. */
  | { readonly kind: 'guessed'; readonly model: ModelDescriptor }
  /** An ARN that does not tell which model stands behind it: the user is asked once. */
  | { readonly kind: 'needsFamily'; readonly id: string }
  | { readonly kind: 'unknown'; readonly id: string };

/** Families that the user named for ARNs that do not tell, by ARN. */
export type NamedFamilies = Readonly<Record<string, ModelFamily>>;

/** Prefixes of cross-region inference profiles seen in 2026. */
const profilePrefix = /^(us-gov|us|eu|apac|jp|au|ca|global)\./;
const foundationArn = /^arn:[\w-]+:bedrock:[\w-]*::foundation-model\/(.+)$/;
const systemProfileArn = /^arn:[\w-]+:bedrock:[\w-]*:\d*:inference-profile\/(.+)$/;
const opaqueArn =
  /^arn:[\w-]+:bedrock:[\w-]*:\d*:(application-inference-profile|provisioned-model|custom-model|custom-model-deployment|imported-model)\/./;

/** The models that Easel knows. */
export class ModelRegistry {
  readonly models: readonly ModelDescriptor[];
  readonly #byId = new Map<string, ModelDescriptor>();

  /** @throws TypeError when two models have one id */
  constructor(models: readonly ModelDescriptor[]) {
    for (const model of models) {
      for (const id of [model.id, ...model.profileIds]) {
        if (this.#byId.has(id)) throw new TypeError(`Two models with the id ${id}`);
        this.#byId.set(id, model);
      }
    }
    this.models = models;
  }

  /** A model of the table by its id, a profile's id, or an ARN that names either. */
  find(id: string): ModelDescriptor | undefined {
    const bare = bareId(id);
    return this.#byId.get(bare) ?? this.#byId.get(bare.replace(profilePrefix, ''));
  }

  resolve(id: string, named: NamedFamilies = {}): ResolvedModel {
    const known = this.find(id);
    if (known) return { kind: 'known', model: known };
    const family = Object.hasOwn(named, id) ? named[id] : undefined;
    // Its members do different things, so the family alone does not say what the model behind an ARN does.
    if (family !== undefined && family !== 'stabilityService') {
      return { kind: 'guessed', model: guessDescriptor(id, family, this.models) };
    }
    if (opaqueArn.test(id)) return { kind: 'needsFamily', id };
    const ownId = bareId(id).replace(profilePrefix, '');
    const version = guessVersion(ownId, 'stabilityService', this.models);
    if (version) return { kind: 'guessed', model: { ...version, id: bareId(id) } };
    const guessedFamily = familyOf(ownId);
    return guessedFamily === undefined
      ? { kind: 'unknown', id }
      : { kind: 'guessed', model: guessDescriptor(bareId(id), guessedFamily, this.models) };
  }
}

function bareId(id: string): string {
  return foundationArn.exec(id)?.[1] ?? systemProfileArn.exec(id)?.[1] ?? id;
}

/** Names that a family has used so far; a new version keeps the name and counts up. */
const familyShapes: readonly (readonly [RegExp, ModelFamily])[] = [
  [/^amazon\.(nova-canvas|titan-image-generator)-v\d+(:\d+)?$/, 'amazonImage'],
  [/^stability\.(sd3[\w-]*|stable-image-(core|ultra))-v\d+(:\d+)?$/, 'stabilityText'],
];

function familyOf(id: string): ModelFamily | undefined {
  return familyShapes.find(([shape]) => shape.test(id))?.[1];
}
