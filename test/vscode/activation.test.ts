import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the extension', () => {
  function easel(): vscode.Extension<unknown> {
    const extension = vscode.extensions.getExtension('easel.easel-bedrock');
    assert.ok(extension, 'easel.easel-bedrock is not installed');
    return extension;
  }

  it('activates', async () => {
    await easel().activate();
    assert.equal(easel().isActive, true);
  });

  it('registers every command that it declares', async () => {
    await easel().activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = easel().packageJSON as Manifest;
    assert.ok(contributes.commands.length > 0);
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
