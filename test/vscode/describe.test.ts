import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { until } from '../host/until';

/** One document of a format, as it is in each state of its image. `@ALT@` is what a model has written. */
interface Format {
  readonly extension: string;
  readonly missing: string;
  readonly written: string;
  /** Undefined where the format offers no way. */
  readonly decorative: string | undefined;
  readonly old: string;
  readonly rewritten: string;
  /** What *Mark as Decorative* makes of the old text. */
  readonly oldDecorative: string | undefined;
}

const page = (image: string): string => `# Lamps\n\nThe lamp of the house.\n\n${image}\n\nMore text.\n`;
const html = (image: string): string => `<main>\r\n  <h1>Lamps</h1>\r\n  ${image}\r\n</main>\r\n`;
const jsx = (image: string): string =>
  `export function Page() {\n  return (\n    <main>\n      <h1>Lamps</h1>\n      ${image}\n    </main>\n  );\n}\n`;
const vue = (image: string): string => `<template>\n  <main>${image}</main>\n</template>\n`;
const adoc = (image: string): string => `= Lamps\n\nThe lamp of the house.\n\n${image}\n`;
const rst = (image: string): string => `Lamps\n=====\n\nThe lamp of the house.\n\n${image}\n\nMore text.\n`;

const element = {
  missing: '<img src="lamp.png" width="40">',
  written: '<img src="lamp.png" alt="@ALT@" width="40">',
  decorative: '<img src="lamp.png" alt="" width="40">',
  old: '<img src="lamp.png" alt="Old" width="40">',
  rewritten: '<img src="lamp.png" alt="@ALT@" width="40">',
  oldDecorative: '<img src="lamp.png" alt="" width="40">',
};

const closed = {
  missing: '<img src="lamp.png" />',
  written: '<img src="lamp.png" alt="@ALT@" />',
  decorative: '<img src="lamp.png" alt="" />',
  old: '<img src="lamp.png" alt="Old" />',
  rewritten: '<img src="lamp.png" alt="@ALT@" />',
  oldDecorative: '<img src="lamp.png" alt="" />',
};

const markdown = {
  missing: '![](lamp.png)',
  written: '![@ALT@](lamp.png)',
  decorative: '<img src="lamp.png" alt="">',
  old: '![Old](lamp.png)',
  rewritten: '![@ALT@](lamp.png)',
  oldDecorative: '<img src="lamp.png" alt="">',
};

type Images = Omit<Format, 'extension'>;

function format(extension: string, around: (image: string) => string, images: Images): Format {
  const whole = Object.entries(images).map(([state, image]) => [state, image && around(image)]);
  return { extension, ...(Object.fromEntries(whole) as Images) };
}

const formats: readonly Format[] = [
  format('md', page, markdown),
  // What a site generator resolves in images of Markdown alone is not made an element.
  format('mdx', page, { ...markdown, decorative: undefined, oldDecorative: undefined }),
  format('html', html, element),
  format('jsx', jsx, closed),
  format('tsx', jsx, closed),
  format('vue', vue, closed),
  // What the offline provider says has commas, which end an attribute outside of quotes.
  format('adoc', adoc, {
    missing: 'image::lamp.png[]',
    written: 'image::lamp.png["@ALT@"]',
    decorative: 'image::lamp.png[alt=""]',
    old: 'image::lamp.png[Old,40]',
    rewritten: 'image::lamp.png["@ALT@",40]',
    oldDecorative: 'image::lamp.png[alt="",40]',
  }),
  format('rst', rst, {
    missing: '.. image:: lamp.png\n   :width: 40px',
    written: '.. image:: lamp.png\n   :alt: @ALT@\n   :width: 40px',
    decorative: '.. image:: lamp.png\n   :alt:\n   :width: 40px',
    old: '.. image:: lamp.png\n   :alt: Old\n   :width: 40px',
    rewritten: '.. image:: lamp.png\n   :alt: @ALT@\n   :width: 40px',
    oldDecorative: '.. image:: lamp.png\n   :alt:\n   :width: 40px',
  }),
];

const WRITE = 'Write Alt Text with Easel';
const REWRITE = 'Rewrite Alt Text with Easel';
const MARK = 'Mark as Decorative';

/** The offline provider answers, so these run the very code that talks to Amazon Bedrock. */
describe('the light bulb on images', () => {
  function root(): string {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'the tests need an open folder');
    return folder.uri.fsPath;
  }

  before(async () => {
    const disc = Buffer.from(
      '<svg width="320" height="240"><circle cx="50%" cy="50%" r="25%" fill="#c33"/></svg>',
    );
    const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#8ac' } })
      .composite([{ input: disc }])
      .png()
      .toBuffer();
    await mkdir(join(root(), 'alt'), { recursive: true });
    await writeFile(join(root(), 'alt/lamp.png'), picture);
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const path = join(root(), 'alt', name);
    await writeFile(path, text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document);
    assert.equal(document.getText(), text);
    return document;
  }

  async function actionsOf(document: vscode.TextDocument): Promise<readonly vscode.CodeAction[]> {
    const at = document.positionAt(document.getText().indexOf('lamp.png'));
    let found: readonly vscode.CodeAction[] = [];
    // Languages of other extensions, and ours, are ready a moment after the window.
    await until(`light bulb in ${document.fileName}`, async () => {
      const actions = await vscode.commands
        .executeCommand<readonly vscode.CodeAction[] | undefined>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(at, at),
        )
        // The older VS Code cancels what is asked while providers are still being registered.
        .then(undefined, () => undefined);
      found = (actions ?? []).filter(({ title }) => [WRITE, REWRITE, MARK].includes(title));
      return found.length > 0;
    });
    return found;
  }

  /** Does what the action says; Enter in a Quick Pick, where there is one. */
  async function run(document: vscode.TextDocument, title: string): Promise<void> {
    const action = (await actionsOf(document)).find((each) => each.title === title);
    assert.ok(action, `${title} in ${document.fileName}`);
    if (action.edit) await vscode.workspace.applyEdit(action.edit);
    if (!action.command) return;
    let isDone = false;
    const { command, arguments: given = [] } = action.command;
    void vscode.commands.executeCommand(command, ...(given as unknown[])).then(() => (isDone = true));
    await until('the command to end', async () => {
      if (title === REWRITE)
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  function assertWritten(document: vscode.TextDocument, template: string): string {
    const [before = '', after = ''] = template.split('@ALT@');
    const text = document.getText();
    const alt = text.slice(before.length, text.length - after.length);
    assert.equal(text, `${before}${alt}${after}`);
    assert.match(alt, /^[^"'<>[\]{}\r\n]{10,160}$/, `a text of one line in ${document.fileName}`);
    return alt;
  }

  for (const { extension, missing, written, decorative, old, rewritten, oldDecorative } of formats) {
    it(`writes, rewrites and empties the alt text in .${extension}`, async () => {
      const empty = await open(`missing.${extension}`, missing);
      const offered = (await actionsOf(empty)).map(({ title }) => title).sort();
      assert.deepEqual(offered, decorative === undefined ? [WRITE] : [MARK, WRITE].sort());
      await run(empty, WRITE);
      assertWritten(empty, written);
      await vscode.commands.executeCommand('undo');
      assert.equal(empty.getText(), missing, 'one undo takes the text away');
      if (decorative !== undefined) {
        await run(empty, MARK);
        assert.equal(empty.getText(), decorative);
      }
      await empty.save();

      const full = await open(`old.${extension}`, old);
      const offeredThere = (await actionsOf(full)).map(({ title }) => title).sort();
      assert.deepEqual(offeredThere, oldDecorative === undefined ? [REWRITE] : [MARK, REWRITE].sort());
      await run(full, REWRITE);
      assert.notEqual(assertWritten(full, rewritten), 'Old');
      await vscode.commands.executeCommand('undo');
      if (oldDecorative !== undefined) {
        await run(full, MARK);
        assert.equal(full.getText(), oldDecorative);
      }
      await full.save();
    });
  }

  it('offers nothing in code, beside images, and where an expression gives the text', async () => {
    const text = 'A line.\n\n`![](lamp.png)`\n\n<img src="lamp.png" alt="">\n';
    const document = await open('quiet.md', text);
    for (const at of [2, text.indexOf('![](lamp.png)') + 4]) {
      const position = document.positionAt(at);
      const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(position, position),
      );
      assert.deepEqual(
        actions.filter(({ title }) => [WRITE, REWRITE, MARK].includes(title)),
        [],
      );
    }
  });

  it('leaves an image alone that was given a text while the model looked at it', async () => {
    const document = await open('meanwhile.md', '![](lamp.png)\n');
    const offset = 0;
    const command = vscode.commands.executeCommand('easel.writeAltText', document.uri, offset, 'write');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 2), 'Mine');
    await vscode.workspace.applyEdit(edit);
    await command;
    assert.equal(document.getText(), '![Mine](lamp.png)\n');
    await document.save();
  });
});
