import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import { join } from 'node:path';
import { repositoryFolder } from '../../host/paths';

/** Files that need not exist: the rule reads names and imports. */
const refused: readonly (readonly [file: string, statement: string])[] = [
  ['src/core/images/size.ts', "import * as vscode from 'vscode';"],
  ['src/core/images/size.ts', "import type { Uri } from 'vscode';"],
  ['src/core/images/size.ts', "import { join } from 'node:path';"],
  ['src/core/images/size.ts', "import sharp from 'sharp';"],
  ['src/core/images/size.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  ['src/core/images/size.ts', "import { z } from 'zod';"],
  ['src/core/images/size.ts', "import { log } from '../../platform/log';"],
  ['src/core/images/size.ts', "export { log } from '../../storage/files';"],
  ['src/core/images/size.ts', "const later = import('../../pixels/decode');"],
  ['src/core/images/size.ts', "type Later = import('../../aws/clients').Clients;"],
  ['src/protocol/messages.ts', "import { log } from '../platform/log';"],
  ['src/protocol/messages.ts', "import * as vscode from 'vscode';"],
  ['src/platform/log.ts', "import { generate } from '../features/generate/command';"],
  ['src/platform/log.ts', "import { database } from '../storage/database';"],
  ['src/platform/log.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  ['src/features/generate/command.ts', "import { connect } from '../connect/command';"],
  ['src/features/generate/command.ts', "import { database } from '../../storage/database';"],
  ['src/features/generate/command.ts', "const later = import('../../aws/clients');"],
  ['src/features/generate/command.ts', "import { activate } from '../../extension';"],
  ['src/aws/clients.ts', "import * as vscode from 'vscode';"],
  ['src/aws/clients.ts', "import { database } from '../storage/database';"],
  ['src/aws/clients.ts', "import { log } from '../platform/log';"],
  ['src/pixels/decode.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  ['src/pixels/decode.ts', "import { database } from '../storage/database';"],
  ['src/storage/database.ts', "import * as vscode from 'vscode';"],
  ['src/storage/database.ts', "import sharp from 'sharp';"],
  ['src/simulator/main.ts', "import { canonicalJson } from '../core/json';"],
  ['src/simulator/main.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  ['src/extension.ts', "import { start } from './simulator/main';"],
  ['src/extension.ts', "import sharp from 'sharp';"],
  ['src/utils/strings.ts', "import { join } from 'node:path';"],
  ['webview-ui/studio/main.ts', "import { log } from '../../src/platform/log';"],
  ['webview-ui/studio/main.ts', "import { join } from 'node:path';"],
];

const accepted: readonly (readonly [file: string, statement: string])[] = [
  ['src/core/images/size.ts', "import { canonicalJson } from '../json';"],
  ['src/core/recipes/recipe.ts', "import * as z from 'zod/mini';"],
  ['src/protocol/messages.ts', "import type { Result } from '../core/result';"],
  ['src/platform/log.ts', "import * as vscode from 'vscode';"],
  ['src/features/generate/command.ts', "import { summary } from './summary';"],
  ['src/features/generate/command.ts', "import { log } from '../../platform/log';"],
  ['src/aws/clients.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  ['src/pixels/decode.ts', "import sharp from 'sharp';"],
  ['src/storage/database.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ['src/simulator/main.ts', "import { SignatureV4 } from '@smithy/signature-v4';"],
  ['src/extension.ts', "const later = import('./aws/clients');"],
  ['src/extension.ts', "const later = import('./extension/search');"],
  ['src/extension/search.ts', "import { database } from '../storage/database';"],
  ['webview-ui/studio/main.ts', "import { canonicalJson } from '../../src/core/json';"],
];

describe('the layers of src', () => {
  // The layers rule needs no types, and files that do not exist have none.
  const eslint = new ESLint({
    cwd: repositoryFolder,
    overrideConfigFile: join(repositoryFolder, '.eslint.config.mjs'),
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } }],
    ruleFilter: ({ ruleId }) => ruleId === 'easel/layers',
  });

  async function complaints(file: string, statement: string): Promise<readonly string[]> {
    const results = await eslint.lintText(`${statement}\n`, { filePath: join(repositoryFolder, file) });
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => (ruleId === null ? message : ruleId)),
    );
  }

  for (const [file, statement] of refused) {
    it(`refuse in ${file}: ${statement}`, async () => {
      assert.deepEqual(await complaints(file, statement), ['easel/layers']);
    });
  }

  for (const [file, statement] of accepted) {
    it(`accept in ${file}: ${statement}`, async () => {
      assert.deepEqual(await complaints(file, statement), []);
    });
  }
});
