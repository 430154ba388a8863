import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { JobList } from '../../core/jobs/jobList';
import type { VideoJobFeed } from '../../core/jobs/lateVideoJobs';
import type { CommandId } from '../../platform/ids';
import type { Reporter } from '../../platform/reporter';
import type { Words } from '../../platform/words';
import { jobRows, shortLabel, type JobRow, type JobSection } from './jobRows';

const { t } = vscode.l10n;

/** The seconds of a running job are shown, while somebody can see them. */
const TICK_MS = 1000;

/** Many changes at once, as while fifty jobs start, are shown as one. */
const GATHER_MS = 50;

const sections: readonly JobSection[] = ['active', 'finished', 'failed'];

export interface SectionNode {
  readonly kind: 'section';
  readonly section: JobSection;
}

/** The same object for as long as the job is listed, so that VS Code keeps its place, choice and focus. */
export interface JobNode {
  readonly kind: 'job';
  row: JobRow;
}

export type JobsNode = SectionNode | JobNode;

export interface JobsTreePorts {
  readonly videos: VideoJobFeed;
  readonly images: Pick<JobList, 'snapshot' | 'onDidChange'>;
  readonly reporter: Pick<Reporter, 'textOf'>;
  readonly words: Words;
}

/** The *Jobs* view: running, finished and failed, images and videos alike. */
export class JobsTree implements vscode.TreeDataProvider<JobsNode>, Disposable {
  readonly #ports: JobsTreePorts;
  readonly #store = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<JobsNode | undefined>();
  readonly #sections = new Map<JobSection, SectionNode>(
    sections.map((section) => [section, { kind: 'section', section }]),
  );
  #nodes = new Map<string, JobNode>();
  #isVisible = false;
  #ticks: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(ports: JobsTreePorts) {
    this.#ports = ports;
    this.#store.add(this.#changed);
    this.#store.add(ports.videos.onDidChange(() => this.#changeSoon()));
    this.#store.add(ports.images.onDidChange(() => this.#changeSoon()));
    this.#read();
  }

  /** Counts seconds only while the view is seen. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible) this.#change();
    else this.#tick();
  }

  getChildren(node?: JobsNode): JobsNode[] {
    const all = [...this.#nodes.values()];
    if (!node) {
      return [...this.#sections.values()].filter(({ section }) =>
        all.some(({ row }) => row.section === section),
      );
    }
    return node.kind === 'section' ? all.filter(({ row }) => row.section === node.section) : [];
  }

  getParent(node: JobsNode): JobsNode | undefined {
    return node.kind === 'job' ? this.#sections.get(node.row.section) : undefined;
  }

  getTreeItem(node: JobsNode): vscode.TreeItem {
    return node.kind === 'section' ? sectionItem(node) : jobItem(node.row);
  }

  dispose(): void {
    clearInterval(this.#ticks);
    clearTimeout(this.#gathering);
    this.#store.dispose();
  }

  #changeSoon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#change();
    }, GATHER_MS);
  }

  #change(): void {
    this.#read();
    this.#changed.fire(undefined);
  }

  #read(): void {
    const { videos, images, words, reporter } = this.#ports;
    const rows = jobRows(videos.list(), images.snapshot(), words, {
      textOf: (error) => reporter.textOf(error),
      fileUri: (folder, path) =>
        vscode.Uri.joinPath(vscode.Uri.parse(folder, true), ...path.split('/')).toString(),
    });
    const before = this.#nodes;
    this.#nodes = new Map(
      rows.map((row) => {
        const known = before.get(row.id);
        if (known) known.row = row;
        return [row.id, known ?? { kind: 'job', row }];
      }),
    );
    this.#tick();
  }

  #tick(): void {
    const isNeeded = this.#isVisible && [...this.#nodes.values()].some(({ row }) => row.isTicking);
    if (!isNeeded) {
      clearInterval(this.#ticks);
      this.#ticks = undefined;
    } else this.#ticks ??= setInterval(() => this.#count(), TICK_MS);
  }

  /** Only the rows whose seconds have changed: the others keep what is hovered and chosen in them. */
  #count(): void {
    const texts = new Map([...this.#nodes].map(([id, { row }]) => [id, row.description]));
    this.#read();
    for (const [id, node] of this.#nodes) {
      if (texts.get(id) !== node.row.description) this.#changed.fire(node);
    }
  }
}

function sectionItem({ section }: SectionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(sectionLabel(section), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `section:${section}`;
  item.contextValue = 'section';
  return item;
}

function sectionLabel(section: JobSection): string {
  switch (section) {
    case 'active':
      return t('Active');
    case 'finished':
      return t('Finished');
    case 'failed':
      return t('Failed');
  }
}

function jobItem(row: JobRow): vscode.TreeItem {
  const { id, label, description, tooltip, icon, section, abilities } = row;
  const item = new vscode.TreeItem(shortLabel(label), vscode.TreeItemCollapsibleState.None);
  // A row that moves to another section is another row for VS Code.
  item.id = `${section}:${id}`;
  item.description = description;
  item.tooltip = tooltip === '' ? `${label}\n${description}` : `${label}\n${description}\n\n${tooltip}`;
  item.iconPath = new vscode.ThemeIcon(
    icon.name,
    icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
  );
  item.contextValue = [section, ...abilities].join(' ');
  if (abilities.includes('open')) {
    const command: CommandId = 'easel.jobs.open';
    item.command = { command, title: t('Open'), arguments: [row] };
  }
  item.accessibilityInformation = { label: `${label}, ${sectionLabel(section)}, ${description}` };
  return item;
}
