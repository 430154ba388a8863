import type * as vscode from 'vscode';
import type { ImageError } from '../../../core/errors';
import type { ServiceState } from '../../../core/models/service';
import { ImageCellMaker, type RunPlace } from '../../../core/promptFiles/runs/imageMaker';
import type { CopyWish } from '../../../core/promptFiles/copies';
import { Copies } from '../../../core/promptFiles/runs/copies';
import { CopyingMaker } from '../../../core/promptFiles/runs/copyingMaker';
import { CellMakers } from '../../../core/promptFiles/runs/makers';
import type { CellMaker, RunPorts } from '../../../core/promptFiles/runs/ports';
import type { CellWish } from '../../../core/promptFiles/cellRequest';
import type { FolderReader } from '../../../core/promptFiles/sources';
import type { PromptVideos } from '../../../core/video/promptVideos';
import { localDay } from '../../../platform/localDay';
import { placeOf } from '../analysis';
import type { PromptFileDependencies } from '../ports';
import type { FileCell } from './cellsOfFile';
import type { RunEngine } from './ports';
import { prepareEdit } from './prepareEdit';
import { videoMaker } from './videoPorts';

/** Where the cells of one run come from, and where they are sent. */
export interface RunScene {
  readonly folder: vscode.Uri;
  readonly document: vscode.Uri;
  readonly state: ServiceState;
  readonly cells: readonly Pick<FileCell, 'cell' | 'template'>[];
  readonly reader: FolderReader;
  /** Where the file asks for videos. */
  readonly videos?: PromptVideos | undefined;
  /** Where the file asks for further formats or widths. */
  readonly copies?: CopyWish | undefined;
}

/** What a queue works with. Cells whose results go to different places have a maker each; they share all else. */
export function runPorts(
  runEngine: RunEngine,
  { settings, clock, reporter }: Pick<PromptFileDependencies, 'settings' | 'clock' | 'reporter'>,
  { folder, document, state, cells, reader, videos, copies }: RunScene,
): RunPorts {
  const { engine, inbox, edits, budget } = runEngine;
  const { provider, region } = state;
  const promptFile = placeOf(document)?.path ?? '';
  // One disk that is full is one message.
  const told = new Set<ImageError['kind']>();
  const onFailed = (error: ImageError): void => {
    if (!told.has(error.kind)) reporter.report(error);
    told.add(error.kind);
  };
  const { archive, ...ports } = runEngine.folderPorts(folder.toString());
  const { imageTemplate, editTemplate, videoTemplate, s3Upload } = settings.resource(document);
  const makerFor = (template: string): CellMaker => {
    const place: RunPlace = {
      provider,
      region,
      folder: folder.toString(),
      template,
      date: localDay(new Date(clock.now())),
      promptFile,
      ...(s3Upload === undefined || provider === 'offline' ? {} : { s3Upload }),
    };
    const plain = new ImageCellMaker({
      engine,
      inbox,
      archive,
      budget,
      place,
      prepareEdit: (wish, signal) => prepareEdit(wish, reader, edits, signal),
      clock,
    });
    const images = copies
      ? new CopyingMaker(plain, copiesFor(runEngine, copies, folder, reader), onFailed)
      : plain;
    if (!videos) return images;
    const scene = { videos, archive, budget, folder, state, template, reader, promptFile };
    return new CellMakers(images, videoMaker(scene, { clock }));
  };
  const usualTemplate = ({ kind, task }: CellWish): string =>
    kind === 'video' ? videoTemplate : task === 'textToImage' ? imageTemplate : editTemplate;
  const templates = new Map(
    cells.map(({ cell, template }) => [cell.key, template ?? usualTemplate(cell.wish)]),
  );
  const makers = new Map([...new Set(templates.values())].map((each) => [each, makerFor(each)]));
  const usual = makers.get(imageTemplate) ?? makerFor(imageTemplate);
  const maker: CellMaker = {
    make: (cell, signal) => (makers.get(templates.get(cell.key) ?? '') ?? usual).make(cell, signal),
    recover: (keys) => usual.recover(keys),
    areThere: (made) => usual.areThere(made),
    current: (made) => usual.current?.(made) ?? made,
  };
  return { ...ports, maker, clock };
}

/** What writes the copies that a file asks for beside its images. */
export function copiesFor(
  { copies }: Pick<RunEngine, 'copies'>,
  wish: CopyWish,
  folder: vscode.Uri,
  reader: FolderReader,
): Copies {
  return new Copies(wish, { ...copies, folder: folder.toString(), reader });
}
