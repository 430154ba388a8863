import type { Clock } from '../clock';
import type { Finisher } from '../edit/finisher';
import type { Blobs } from '../files/blobs';
import type { ImageStore, Inbox } from '../files/store';
import type { S3Uploads } from '../files/upload';
import type { JobList } from '../jobs/jobList';
import type { RequestLimiter } from '../jobs/limiter';
import type { Log } from '../log';
import type { ModelAdapter } from '../models/adapter';
import type { ModelDescriptor } from '../models/descriptor';
import type { ModelDirectory } from '../models/directory';
import type { ModelInvoker } from '../models/invoker';
import type { Ledger } from '../money/ledger';
import type { RecipeStore } from '../recipes/recipe';

/** Finds the adapter that speaks to a model. */
export interface AdapterLookup {
  adapterFor(model: ModelDescriptor): ModelAdapter;
}

/** All that the engine needs from outside; each is a port with its promise beside it. */
export interface GeneratorPorts {
  readonly invoker: ModelInvoker;
  readonly adapters: AdapterLookup;
  readonly inbox: Inbox;
  readonly imageStore: ImageStore;
  readonly recipes: RecipeStore;
  readonly ledger: Ledger;
  readonly limiter: RequestLimiter;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly extensionVersion: string;
  /** Told what an invocation proved of a model. */
  readonly proofs: ModelDirectory['remember'];
  /**
   * Where recipes of images in this folder are kept: the folder itself where it is a workspace folder; undefined (the
   * extension's storage) for a folder that was only chosen for these images.
   */
  readonly recipeFolder: (folder: string) => string | undefined;
  /** Makes results of the answers to edits; needed as soon as a request is one. */
  readonly finisher?: Pick<Finisher, 'finish'>;
  /** Keeps the answers behind those results. */
  readonly blobs?: Blobs;
  /** Makes the copies that requests with `s3Upload` want. */
  readonly uploads?: S3Uploads;
  readonly jobs?: JobList;
  readonly log: Log;
}
