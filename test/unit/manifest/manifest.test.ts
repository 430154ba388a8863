import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from '../../host/paths';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly menus: Readonly<
      Record<string, readonly { readonly command?: string; readonly when?: string }[]>
    >;
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

interface Property {
  readonly scope: string;
  readonly default: unknown;
}

const read = (...path: readonly string[]): string => readFileSync(join(repositoryFolder, ...path), 'utf8');

function sources(): string {
  const files = readdirSync(join(repositoryFolder, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('simulator'))
    .map((file) => read('src', file))
    .join('\n');
}

describe('the manifest', () => {
  const text = read('package.json');
  const manifest = JSON.parse(text) as Manifest;
  const code = sources();
  const { commands, configuration, menus } = manifest.contributes;
  const settings = Object.keys(configuration.properties);

  it('declares the commands that the code registers, and no other', () => {
    const ids = read('src', 'platform', 'ids.ts');
    const inCode = [...ids.matchAll(/'(easel\.[\w.]+)': \[/g)].map(([, id]) => id);
    assert.deepEqual(commands.map(({ command }) => command).sort(), inCode.sort());
  });

  it('declares the settings that the code reads, and no other', () => {
    const reader = read('src', 'platform', 'settings.ts');
    const inCode = [...reader.matchAll(/(?:get\(|usd\(easel, )'([\w.]+)'/g)].map(
      ([, key]) => `easel.${key ?? ''}`,
    );
    assert.deepEqual([...new Set(inCode)].sort(), settings.sort());
  });

  it('has words for every key, and no words without a key', () => {
    const words = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const keys = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(words).sort());
  });

  it('restricts what chooses provider, account, region, endpoint, bucket and folder', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const key of settings.filter((each) => /provider|aws|guardrail|output|s3/.test(each))) {
      assert.ok(restricted.includes(key), key);
    }
  });

  it('leaves budgets and prices to the user alone', () => {
    for (const key of settings.filter((each) => /budget|prices/.test(each))) {
      assert.equal(configuration.properties[key]?.scope, 'application', key);
    }
  });

  it('names only declared commands in menus', () => {
    const declared = new Set(commands.map(({ command }) => command));
    for (const [menu, items] of Object.entries(menus)) {
      for (const { command } of items) {
        assert.ok(command === undefined || declared.has(command), `${menu}: ${String(command)}`);
      }
    }
  });

  it('gives every l10n.t a whole sentence as a literal, so that it can be translated', () => {
    const calls = [...code.matchAll(/(?<![\w.])t\(\s*([^\s])/g)].map(([, first]) => first);
    assert.ok(calls.length > 100, String(calls.length));
    assert.deepEqual(
      calls.filter((first) => first !== "'" && first !== '"' && first !== '`'),
      [],
    );
  });
});
