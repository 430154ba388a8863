import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { lazy } from '../../core/lazy';
import { err } from '../../core/result';
import { registerCommand } from '../../platform/commands';
import { GRID_VIEW_TYPE } from './grid/viewType';
import { isPromptFile, promptFiles } from './isPromptFile';
import type { PromptFileDependencies } from './ports';
import type { PromptFiles } from './promptFiles';

/** Begins the key of a field, a reference, a value, an item, a partial. */
const triggers = ['{', ':', ' ', '>', '-', '[', '#'];

/**
 * Language features of prompt files. Until one is open, all that exists of them is what is registered here: other
 * Markdown files load nothing.
 */
export function registerPromptFiles(
  dependencies: () => Promise<PromptFileDependencies>,
  report: (error: ImageError) => void,
): Disposable {
  const store = new DisposableStore();
  const loaded = lazy(async (): Promise<PromptFiles> => {
    const [{ PromptFiles: Loaded }, deps] = await Promise.all([import('./promptFiles'), dependencies()]);
    return store.add(new Loaded(deps));
  });
  const look = (document: vscode.TextDocument, when: 'now' | 'soon'): void => {
    if (!isPromptFile(document)) return;
    loaded()
      .then(({ diagnostics }) =>
        when === 'now' ? diagnostics.look(document) : diagnostics.lookSoon(document),
      )
      .catch((cause: unknown) => report({ kind: 'unexpected', cause }));
  };
  const { workspace, languages } = vscode;
  for (const each of [
    workspace.onDidOpenTextDocument((document) => look(document, 'now')),
    workspace.onDidChangeTextDocument(({ document }) => look(document, 'soon')),
    languages.registerCodeActionsProvider(
      promptFiles,
      {
        provideCodeActions: async (document, range, { diagnostics }, token) => {
          if (!isPromptFile(document)) return [];
          const [{ analyses, deps }, { fixActions }] = await Promise.all([loaded(), import('./fixActions')]);
          const analysis = await analyses.of(document);
          return token.isCancellationRequested ? [] : fixActions(analysis, range, diagnostics, deps.words);
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    languages.registerCompletionItemProvider(
      promptFiles,
      {
        provideCompletionItems: async (document, position, token) => {
          if (!isPromptFile(document)) return [];
          const [{ analyses, deps }, { completions }] = await Promise.all([
            loaded(),
            import('./completion/completions'),
          ]);
          const analysis = await analyses.of(document);
          return token.isCancellationRequested ? [] : completions(analysis, position, deps);
        },
      },
      ...triggers,
    ),
    languages.registerHoverProvider(promptFiles, {
      provideHover: async (document, position, token) => {
        if (!isPromptFile(document)) return undefined;
        const [{ analyses, deps }, { hoverAt }] = await Promise.all([loaded(), import('./hover')]);
        const analysis = await analyses.of(document);
        return token.isCancellationRequested ? undefined : hoverAt(analysis, position, deps);
      },
    }),
  ]) {
    store.add(each);
  }
  store.add(
    registerCommand('easel.newPromptFile', report, async (image) => {
      const [deps, { newPromptFile }] = await Promise.all([dependencies(), import('./create/newPromptFile')]);
      return newPromptFile(image, deps);
    }),
  );
  const runner = lazy(async () => {
    const [{ RunPromptFile }, { analyses, deps }] = await Promise.all([
      import('./run/runPromptFile'),
      loaded(),
    ]);
    return new RunPromptFile(deps, analyses, await deps.engine());
  });
  store.add(
    registerCommand('easel.runPromptFile', report, async (document) =>
      // What an untrusted workspace may not do is not even loaded there.
      vscode.workspace.isTrusted ? (await runner()).run(document) : err({ kind: 'untrustedWorkspace' }),
    ),
  );
  const comparison = lazy(async () => {
    const [{ CompareRuns }, deps] = await Promise.all([import('./compare/compareRuns'), dependencies()]);
    const { folderPorts } = await deps.engine();
    return store.add(new CompareRuns(deps, (folder) => folderPorts(folder).store));
  });
  store.add(
    registerCommand('easel.compareRuns', report, async (document) => (await comparison()).run(document)),
  );
  registerExpansion(store, loaded, report);
  registerGrid(store, loaded, report);
  registerLenses(store, loaded);
  registerNavigation(store, loaded);
  // What was open before Easel was: after the start, which it shall not lengthen.
  const timer = setTimeout(() => {
    for (const document of workspace.textDocuments) look(document, 'now');
  });
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}

function registerGrid(
  store: DisposableStore,
  loaded: () => Promise<PromptFiles>,
  report: (error: ImageError) => void,
): void {
  const panels = lazy(async () => {
    const [{ GridPanels }, { analyses, deps, diagnostics }] = await Promise.all([
      import('./grid/gridPanels'),
      loaded(),
    ]);
    const { settings, words, format, clock, reporter } = deps;
    const [engine, grid] = await Promise.all([deps.engine(), deps.grid()]);
    return store.add(
      new GridPanels({
        ...grid,
        settings,
        words,
        format,
        clock,
        reporter,
        engine,
        analyses,
        onDidLook: diagnostics.onDidLook,
      }),
    );
  });
  store.add(
    registerCommand('easel.openGrid', report, async (document) =>
      vscode.workspace.isTrusted ? (await panels()).open(document) : err({ kind: 'untrustedWorkspace' }),
    ),
  );
  store.add(
    vscode.window.registerWebviewPanelSerializer(GRID_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await panels()).restore(panel, state),
    }),
  );
}

function registerLenses(store: DisposableStore, loaded: () => Promise<PromptFiles>): void {
  const changed = store.add(new vscode.EventEmitter<void>());
  const followed = lazy(async () => {
    const files = await loaded();
    // A partial or a setting that changes the price changes no prompt file.
    store.add(files.diagnostics.onDidLook(() => changed.fire()));
    return files;
  });
  store.add(
    vscode.languages.registerCodeLensProvider(promptFiles, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) => {
        if (!isPromptFile(document) || !vscode.workspace.isTrusted) return [];
        const [{ analyses, deps }, { lensesOf }] = await Promise.all([followed(), import('./run/lenses')]);
        const analysis = await analyses.of(document);
        return token.isCancellationRequested ? [] : lensesOf(analysis, deps, vscode.workspace.isTrusted);
      },
    }),
  );
}

/** Finding the way in a file, and between a file and what it names. */
function registerNavigation(store: DisposableStore, loaded: () => Promise<PromptFiles>): void {
  const { languages } = vscode;
  const navigation = async (document: vscode.TextDocument) => {
    const [{ analyses }, module] = await Promise.all([loaded(), import('./navigation')]);
    return { analysis: await analyses.of(document), module };
  };
  for (const each of [
    languages.registerDefinitionProvider(promptFiles, {
      provideDefinition: async (document, position) => {
        if (!isPromptFile(document)) return undefined;
        const { analysis, module } = await navigation(document);
        return module.definitionAt(analysis, position);
      },
    }),
    languages.registerReferenceProvider(promptFiles, {
      provideReferences: async (document, position, { includeDeclaration }) => {
        if (!isPromptFile(document)) return [];
        const { analysis, module } = await navigation(document);
        return module.referencesAt(analysis, position, includeDeclaration);
      },
    }),
    languages.registerRenameProvider(promptFiles, {
      prepareRename: async (document, position) => {
        if (!isPromptFile(document)) throw new Error(vscode.l10n.t('This cannot be renamed.'));
        const { analysis, module } = await navigation(document);
        const range = module.renamedAt(analysis, position);
        // VS Code then asks the next provider, and shows this where there is none.
        if (!range) throw new Error(vscode.l10n.t('Only variables of a prompt file can be renamed.'));
        return range;
      },
      provideRenameEdits: async (document, position, name) => {
        if (!isPromptFile(document)) return undefined;
        const { analysis, module } = await navigation(document);
        return module.renameEdits(analysis, position, name);
      },
    }),
    languages.registerDocumentLinkProvider(promptFiles, {
      provideDocumentLinks: async (document) => {
        if (!isPromptFile(document)) return [];
        const { analysis, module } = await navigation(document);
        return module.documentLinks(analysis);
      },
    }),
    languages.registerDocumentSymbolProvider(
      promptFiles,
      {
        provideDocumentSymbols: async (document) => {
          if (!isPromptFile(document)) return [];
          const [{ analyses }, { symbolsOf }] = await Promise.all([loaded(), import('./outline')]);
          return symbolsOf(await analyses.of(document));
        },
      },
      { label: vscode.l10n.t('Prompt File') },
    ),
    languages.registerFoldingRangeProvider(promptFiles, {
      provideFoldingRanges: async (document) => {
        if (!isPromptFile(document)) return [];
        const [{ analyses }, { foldingOf }] = await Promise.all([loaded(), import('./outline')]);
        return foldingOf(await analyses.of(document));
      },
    }),
  ]) {
    store.add(each);
  }
}

function registerExpansion(
  store: DisposableStore,
  loaded: () => Promise<PromptFiles>,
  report: (error: ImageError) => void,
): void {
  const expander = lazy(async () => {
    const [{ ExpandPrompt }, { analyses, deps }] = await Promise.all([
      import('./expandPrompt/expandPrompt'),
      loaded(),
    ]);
    return new ExpandPrompt(deps, analyses, await deps.expanding());
  });
  store.add(
    registerCommand('easel.expandPrompt', report, async (document) =>
      vscode.workspace.isTrusted ? (await expander()).run(document) : err({ kind: 'untrustedWorkspace' }),
    ),
  );
}
