import * as vscode from 'vscode';
import type { Result } from '../../core/result';
import { showProblems } from '../../platform/searchProblems';
import type { GalleryDependencies } from './dependencies';
import { chooseFolders } from './chooseFolders';
import { searchActions, searchNotices } from './searchNotices';
import type { SearchSide } from './searchSide';
import type { ShownImages } from './shown';
import { actions, notices } from './snapshot';
import { firstState } from './state';

/** What the buttons of notices do. The ids are the page's word for it, so others do nothing. */
export class NoticeActions {
  readonly #shown: ShownImages;
  readonly #deps: Pick<GalleryDependencies, 'reporter' | 'words'>;

  constructor(shown: ShownImages, deps: Pick<GalleryDependencies, 'reporter' | 'words'>) {
    this.#shown = shown;
    this.#deps = deps;
  }

  async run(notice: string, action: string): Promise<void> {
    if (notice === notices.empty) return this.#empty(action);
    const { search } = this.#shown;
    if (!search || search.runButton(notice, action)) return;
    switch (notice) {
      case searchNotices.consent:
      case searchNotices.noPlan:
        return this.#consent(search, action);
      case searchNotices.indexing:
        return this.#indexing(search, action);
      case searchNotices.problems:
        return this.#problems(search);
      case searchNotices.recovered:
        search.indexRest();
        return;
      case searchNotices.nothingClose:
        return this.#nothingClose(action);
    }
  }

  async #empty(action: string): Promise<void> {
    if (action === actions.clear) {
      this.#shown.change({ query: '', pictures: [], filters: firstState.filters });
    } else if (action === actions.generate) {
      await vscode.commands.executeCommand('easel.generateFromSelection');
    } else if (action === actions.openStudio) {
      await vscode.commands.executeCommand('easel.openStudio');
    }
  }

  async #consent(search: SearchSide, action: string): Promise<void> {
    if (action === searchActions.index) this.#report(search.consent.agree());
    else if (action === searchActions.notNow) await search.consent.notNow();
    else if (action === searchActions.connect) await vscode.commands.executeCommand('easel.connect');
    else if (action === searchActions.chooseFolders) {
      const { plan } = search.consent;
      if (!plan) return;
      const isChanged = await chooseFolders(
        search.meaning.search,
        plan,
        this.#shown.allImages(),
        this.#deps.words,
      );
      this.#report(isChanged);
      if (isChanged.ok && isChanged.value) await search.consent.replan();
    }
  }

  async #indexing({ meaning: { search } }: SearchSide, action: string): Promise<void> {
    if (action === searchActions.pause) this.#report(await search.pause());
    else if (action === searchActions.resume) this.#report(search.resume());
    else if (action === searchActions.changeBudget) {
      await vscode.commands.executeCommand('easel.changeBudget');
    }
  }

  async #problems(search: SearchSide): Promise<void> {
    const problems = search.meaning.search.problems();
    this.#report(problems);
    if (!problems.ok) return;
    await showProblems(problems.value, this.#deps.words);
    await search.problemsSeen();
  }

  async #nothingClose(action: string): Promise<void> {
    if (action === searchActions.showLoose) this.#shown.change({ isLooseShown: true });
    else if (action === searchActions.generateThis) {
      await vscode.commands.executeCommand('easel.generateFromSelection', this.#shown.state.query.trim());
    }
  }

  #report(result: Result<unknown>): void {
    if (!result.ok) this.#deps.reporter.report(result.error);
  }
}
