import type { SearchDependencies } from './dependencies';
import { Duplicates } from './duplicates';
import { FindAndInsert } from './findAndInsert';
import { SortIntoGroups } from './groups/sortIntoGroups';
import { Heatmap } from './heatmap/heatmap';
import { ManageIndex } from './manageIndex';

/** What the commands of search run, loaded at the first of them. */
export class SearchCommands {
  readonly find: FindAndInsert;
  readonly manage: ManageIndex;
  readonly heatmap: Heatmap;
  readonly groups: SortIntoGroups;
  readonly duplicates: Duplicates;

  constructor(deps: SearchDependencies) {
    this.find = new FindAndInsert(deps);
    this.manage = new ManageIndex(deps);
    this.heatmap = new Heatmap(deps);
    this.groups = new SortIntoGroups(deps);
    this.duplicates = new Duplicates(deps);
  }
}
