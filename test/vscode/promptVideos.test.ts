import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import type { RunRecord } from '../../src/core/promptFiles/runs/record';
import { until } from '../host/until';

/** The offline provider answers, so these run the very code that talks to Amazon Bedrock. */
describe('videos of prompt files', () => {
  const folder = 'prompt-videos';

  function root(): vscode.Uri {
    const first = vscode.workspace.workspaceFolders?.[0];
    assert.ok(first, 'the tests need an open folder');
    return first.uri;
  }

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.joinPath(root(), folder, name);
    await mkdir(dirname(uri.fsPath), { recursive: true });
    await writeFile(uri.fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return document;
  }

  /** Videos that runs of a file have started, by the kept runs. */
  async function started(name: string): Promise<readonly string[]> {
    const runs = join(root().fsPath, '.easel/runs');
    const names = await readdir(runs).catch((): string[] => []);
    const texts = await Promise.all(names.map((each) => readFile(join(runs, each), 'utf8')));
    return texts
      .map((text) => JSON.parse(text) as RunRecord)
      .filter(({ file }) => file === `${folder}/${name}`)
      .flatMap(({ cells }) => cells.flatMap(({ made }) => made?.job ?? []));
  }

  async function accept(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  async function lensTitles(document: vscode.TextDocument): Promise<readonly (string | undefined)[]> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    return lenses.map(({ command }) => command?.title);
  }

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are started once, from words and from an image', async () => {
    const frame = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#8ac' } })
      .png()
      .toBuffer();
    const document = await open(
      'kite.imgprompt.md',
      '---\ntask: textToVideo\nmodel: Ray 2\nduration: 5\noutput: { path: "prompt-videos/films/${slug}" }\n---\n\nA red kite in the wind\n',
    );
    await writeFile(join(root().fsPath, folder, 'frame.png'), frame);
    assert.equal((await lensTitles(document))[0], 'Run · 1 video, 5 s, free');
    await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
    assert.equal((await started('kite.imgprompt.md')).length, 1);
    const animated = await open(
      'animated.imgprompt.md',
      '---\ntask: imageToVideo\nmodel: Ray 2\nduration: 5\nimage: frame.png\noutput: { path: "prompt-videos/films/animated" }\n---\n\nThe kite rises\n',
    );
    await accept(vscode.commands.executeCommand('easel.runPromptFile', animated.uri));
    assert.equal((await started('animated.imgprompt.md')).length, 1);
    // Enter now shows the jobs: nothing is left to be started.
    await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
    assert.equal((await started('kite.imgprompt.md')).length, 1);
  });

  it('show the seconds of a storyboard above the file', async () => {
    const document = await open(
      'board.imgprompt.md',
      '---\nmodel: amazon.nova-reel-v1:1\n---\n\n## Shots\n\n- A kite on the grass\n- The kite rises\n',
    );
    assert.match((await lensTitles(document))[0] ?? '', /^Run Storyboard( · 12 s, free)?$/);
  });
});
