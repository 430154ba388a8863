import type { AwsProfiles } from '../../core/aws/profiles';
import type { AwsCli, Identities, SignInStatus } from '../../core/aws/signIn';
import type { Clock } from '../../core/clock';
import type { BucketCheck, Doctor, SearchCheck } from '../../core/doctor';
import type { ModelDescriptor } from '../../core/models/descriptor';
import type { ModelService } from '../../core/models/service';
import type { Ledger } from '../../core/money/ledger';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';

/** Everything that connecting and checking needs of the rest. */
export interface ConnectDependencies {
  readonly profiles: AwsProfiles;
  readonly cli: AwsCli;
  readonly identities: Identities;
  readonly signInStatus: SignInStatus;
  readonly doctor: Doctor;
  readonly service: ModelService;
  /** The models Easel knows, for what can be used in which region. */
  readonly models: readonly ModelDescriptor[];
  /** Display name of a model; the id itself where it is unknown. */
  readonly modelName: (id: string) => string;
  /** The model that the next command would start with, where the user chose one. */
  readonly chosenModelId: () => string | undefined;
  /** Looks at the bucket for videos; undefined where none is needed. */
  readonly checkBucket: (signal: AbortSignal) => Promise<BucketCheck | undefined>;
  /** Looks at the index of the workspace; undefined where no folder is open. */
  readonly checkSearch: (signal: AbortSignal) => Promise<SearchCheck | undefined>;
  readonly setUpVideoBucket: () => unknown;
  readonly ledger: Pick<Ledger, 'totals'>;
  /** Resolves when the ledger can answer, or never will. */
  readonly booksReady: () => Promise<unknown>;
  readonly settings: Settings;
  readonly reporter: Reporter;
  readonly words: Words;
  readonly clock: Clock;
  readonly extensionVersion: string;
  readonly showLog: () => void;
}
