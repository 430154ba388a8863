import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface IsolatedEnvironment {
  /** Replaces `~/.aws/config` of this test. */
  writeConfig(text: string): Promise<void>;
  writeCredentials(text: string): Promise<void>;
  set(name: string, value: string): void;
  folder(): string;
}

/** Gives each test of the surrounding `describe` an empty AWS setup, so that nobody's own is read or used. */
export function isolateEnvironment(): IsolatedEnvironment {
  let saved: NodeJS.ProcessEnv = {};
  let folder = '';

  beforeEach(async () => {
    saved = { ...process.env };
    folder = await mkdtemp(join(tmpdir(), 'easel-aws-'));
    for (const name of Object.keys(process.env)) {
      if (/^(?:AWS_|NODE_EXTRA_CA_CERTS$)|_PROXY$/i.test(name)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, {
      HOME: folder,
      USERPROFILE: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env))
      if (!(name in saved)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, saved);
    await rm(folder, { recursive: true, force: true });
  });

  return {
    writeConfig: (text) => writeFile(join(folder, 'config'), text),
    writeCredentials: (text) => writeFile(join(folder, 'credentials'), text),
    set: (name, value) => {
      process.env[name] = value;
    },
    folder: () => folder,
  };
}
