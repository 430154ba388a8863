import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findAwsCli, signInCommand } from '../../../src/aws/signIn';
import { isolateEnvironment } from './isolatedEnvironment';

describe('signInCommand', () => {
  it('signs in with the profile', () => {
    assert.deepEqual(signInCommand('dev', 'linux'), {
      args: ['sso', 'login', '--profile', 'dev'],
      line: 'aws sso login --profile dev',
    });
  });

  it('passes any name as one word, in the shells of each platform', () => {
    const name = `it's; rm -rf $HOME`;
    assert.deepEqual(signInCommand(name, 'linux').args, ['sso', 'login', '--profile', name]);
    assert.equal(signInCommand(name, 'darwin').line, `aws sso login --profile 'it'\\''s; rm -rf $HOME'`);
    assert.equal(signInCommand(name, 'win32').line, `aws sso login --profile 'it''s; rm -rf $HOME'`);
  });

  it('does not let a name become an option', () => {
    assert.deepEqual(signInCommand('--endpoint-url', 'linux').args, [
      'sso',
      'login',
      '--profile=--endpoint-url',
    ]);
  });
});

describe('findAwsCli', () => {
  const environment = isolateEnvironment();

  it('finds the program on the path, and only an executable one', async () => {
    const one = join(environment.folder(), 'one');
    const two = join(environment.folder(), 'two');
    await mkdir(one);
    await mkdir(two);
    await writeFile(join(one, 'aws'), 'a text');
    await writeFile(join(two, 'aws'), '#!/bin/sh\n');
    await chmod(join(two, 'aws'), 0o755);
    const found = await findAwsCli({ PATH: [one, two].join(delimiter) }, 'linux');
    assert.equal(found, join(two, 'aws'));
  });

  it('is undefined where it is not installed, and never looks into a relative folder', async () => {
    assert.equal(await findAwsCli({ PATH: environment.folder() }, 'linux'), undefined);
    assert.equal(await findAwsCli({ PATH: '.:bin' }, 'linux'), undefined);
    assert.equal(await findAwsCli({}, 'linux'), undefined);
  });
});
