import type { RequestLimiter } from '../../core/jobs/limiter';
import type { ModelDirectory } from '../../core/models/directory';
import type { Ledger } from '../../core/money/ledger';
import type { Pixels } from '../../core/pixels/port';
import { Asker } from '../../core/vision/ask/asker';
import { AltTextWriter } from '../../core/vision/alt/writer';
import { VisionCaller } from '../../core/vision/caller';
import { Describer } from '../../core/vision/describer';
import { ImageFitter } from '../../core/vision/images';
import { Judge } from '../../core/vision/judge/judge';
import type { VisionService } from '../../core/vision/models/availability';
import { visionModels } from '../../core/vision/models/catalogue';
import type { VisionModel } from '../../core/vision/models/descriptor';
import type { Converser } from '../../core/vision/ports';
import { ImageQuestions } from '../../core/vision/questions/question';
import { MissingAlt } from './alt/missingAlt';
import { WriteAlt } from './alt/writeAlt';
import { ConversationTab } from './ask/conversationTab';
import { DescribeImages } from './describeImages';
import { ImageLooker } from './lookAtImages';
import type { DescribeDependencies } from './ports';
import type { Describing } from './register';

type Built = 'vision' | 'describer' | 'asker' | 'altWriter' | 'judge' | 'questions';

/** What the feature is built from. */
export interface DescribingPorts extends Omit<DescribeDependencies, Built> {
  readonly vision: (models: readonly VisionModel[]) => VisionService;
  readonly converser: Converser;
  readonly limiter: RequestLimiter;
  readonly proofs: ModelDirectory['remember'];
  readonly pixels: () => Promise<Pixels>;
  readonly ledger: Ledger;
}

/** Everything that looking at images needs, built at its first use. */
export function createDescribing(ports: DescribingPorts): Describing {
  const { converser, limiter, proofs, pixels, ledger, vision, ...rest } = ports;
  const { clock, log } = rest;
  const caller = new VisionCaller({ converser, ledger, limiter, clock, random: Math.random, proofs, log });
  const fitter = new ImageFitter(pixels);
  const deps: DescribeDependencies = {
    ...rest,
    vision: vision(visionModels),
    describer: new Describer(caller, fitter),
    asker: new Asker(caller, fitter),
    altWriter: new AltTextWriter(caller, fitter),
    judge: new Judge(caller, fitter),
    questions: new ImageQuestions(caller, fitter),
  };
  return {
    images: new DescribeImages(deps),
    alt: new WriteAlt(deps),
    missing: new MissingAlt(deps),
    looker: new ImageLooker(deps),
    askTab: (page) => new ConversationTab(deps, page),
  };
}
