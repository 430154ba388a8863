import { AwsVideoConnections } from '../aws/videoConnections';
import { S3VideoBuckets } from '../aws/videoBuckets';
import { BedrockVideoInvoker } from '../aws/videoInvoker';
import { S3Objects } from '../aws/videoObjects';
import type { OfflineService } from '../aws/offlineService';
import type { BedrockSettings } from '../aws/settings';
import { ImagesByScheme } from '../core/files/byScheme';
import type { LateVideoJobs } from '../core/jobs/lateVideoJobs';
import { VideoJobs } from '../core/video/jobs/videoJobs';
import { createVideoRegistry } from '../core/video/known';
import type { VideoEngine } from '../features/video/dependencies';
import { WorkspaceFilms } from '../platform/workspaceFilms';
import { WorkspaceImages } from '../platform/workspaceImages';
import { LocalImages } from '../storage/images';
import { LocalRecipes } from '../storage/recipes';
import type { SqliteUploadRecords } from '../storage/uploadRecords';
import { LocalFilms } from '../storage/videoFiles';
import { SqliteVideoJobs } from '../storage/videoJobs';
import { SqliteLease } from '../storage/videoLease';
import type { SharedParts } from './shared';

/** What videos need beside what everything does. */
export interface VideoSurroundings extends SharedParts {
  readonly offline: OfflineService;
  readonly bedrock: () => BedrockSettings;
  /** What shows jobs before the engine is loaded. */
  readonly videos: LateVideoJobs;
  readonly uploadRecords: SqliteUploadRecords;
  /** Takes the names of the models, by id. */
  readonly names: Map<string, string>;
  readonly extensionVersion: string;
}

/** Loaded a little after the start where jobs are known, else with the first video. */
export async function createVideoEngine(surroundings: VideoSurroundings): Promise<VideoEngine> {
  const { storage, database, ledger, backends, blobs, pixels, recipeFolder, settings, clock } = surroundings;
  const { offline, bedrock, videos, uploadRecords, names, extensionVersion, logOf, owner } = surroundings;
  const registry = createVideoRegistry();
  for (const { id, name } of registry.models) names.set(id, name);
  const connections = owner.add(new AwsVideoConnections({ backends, offline, bedrock }));
  owner.add(
    settings.onDidChange((affects) => {
      if (['provider', 'aws'].some(affects)) connections.changed();
    }),
  );
  const recipes = new LocalRecipes(storage);
  const objects = new S3Objects(connections);
  const log = logOf('video');
  const videoJobs = owner.add(
    new VideoJobs(
      {
        invoker: new BedrockVideoInvoker(connections, {
          factsOf: (id) => registry.find(id),
          log,
        }),
        objects,
        files: new LocalFilms(storage, { elsewhere: new WorkspaceFilms() }),
        store: owner.add(new SqliteVideoJobs(database, log)),
        lease: new SqliteLease(database, clock, crypto.randomUUID()),
        ledger,
        blobs: await blobs(),
        recipes,
        // Recipes of films are written with the local file system alone.
        recipeFolder: (folder) => (folder.startsWith('file:') ? recipeFolder(folder) : undefined),
        clock,
        random: Math.random,
        newId: () => crypto.randomUUID(),
        extensionVersion,
        log,
      },
      registry,
    ),
  );
  videoJobs.begin();
  videos.attach(videoJobs);
  return {
    jobs: videoJobs,
    buckets: new S3VideoBuckets(connections),
    copies: { records: uploadRecords, objects },
    registry,
    pixels,
    blobs: await blobs(),
    files: new ImagesByScheme(new LocalImages(), new WorkspaceImages()),
    recipes,
  };
}
