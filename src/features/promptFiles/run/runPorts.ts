import type * as vscode from 'vscode';
import type { ServiceState } from '../../../core/models/service';
import { ImageCellMaker, type RunPlace } from '../../../core/promptFiles/runs/imageMaker';
import type { CellMaker, RunPorts } from '../../../core/promptFiles/runs/ports';
import type { FolderReader } from '../../../core/promptFiles/sources';
import { localDay } from '../../../platform/localDay';
import type { PromptFileDependencies } from '../ports';
import type { FileCell } from './cellsOfFile';
import type { RunEngine } from './ports';
import { prepareEdit } from './prepareEdit';

/** Where the cells of one run come from, and where they are sent. */
export interface RunScene {
  readonly folder: vscode.Uri;
  readonly document: vscode.Uri;
  readonly state: ServiceState;
  readonly cells: readonly Pick<FileCell, 'cell' | 'template'>[];
  readonly reader: FolderReader;
}

/** What a queue works with. Cells whose results go to different places have a maker each; they share all else. */
export function runPorts(
  runEngine: RunEngine,
  { settings, clock }: Pick<PromptFileDependencies, 'settings' | 'clock'>,
  { folder, document, state: { provider, region }, cells, reader }: RunScene,
): RunPorts {
  const { engine, inbox, edits, budget } = runEngine;
  const { archive, ...ports } = runEngine.folderPorts(folder.toString());
  const { imageTemplate, editTemplate, s3Upload } = settings.resource(document);
  const makerFor = (template: string): ImageCellMaker => {
    const place: RunPlace = {
      provider,
      region,
      folder: folder.toString(),
      template,
      date: localDay(new Date(clock.now())),
      ...(s3Upload === undefined || provider === 'offline' ? {} : { s3Upload }),
    };
    return new ImageCellMaker({
      engine,
      inbox,
      archive,
      budget,
      place,
      prepareEdit: (wish, signal) => prepareEdit(wish, reader, edits, signal),
      clock,
    });
  };
  const templates = new Map(
    cells.map(({ cell, template }) => [
      cell.key,
      template ?? (cell.wish.task === 'textToImage' ? imageTemplate : editTemplate),
    ]),
  );
  const makers = new Map([...new Set(templates.values())].map((each) => [each, makerFor(each)]));
  const usual = makers.get(imageTemplate) ?? makerFor(imageTemplate);
  const maker: CellMaker = {
    make: (cell, signal) => (makers.get(templates.get(cell.key) ?? '') ?? usual).make(cell, signal),
    recover: (keys) => usual.recover(keys),
    areThere: (made) => usual.areThere(made),
  };
  return { ...ports, maker, clock };
}
