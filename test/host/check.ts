// `npm run check`: types, lint and format, all three also when one fails.
import { join } from 'node:path';
import { writeCounts } from './counts';
import { repositoryFolder } from './paths';
import { run } from './run';

const checks: readonly (readonly [label: string, script: string, ...args: string[]])[] = [
  ['types', 'typescript/bin/tsc', '--noEmit', '--project', 'tsconfig.json'],
  ['types of the pages', 'typescript/bin/tsc', '--noEmit', '--project', 'webview-ui/tsconfig.json'],
  ['types of their tests', 'typescript/bin/tsc', '--noEmit', '--project', 'test/webview/tsconfig.json'],
  ['lint', 'eslint/bin/eslint.js', '--config', '.eslint.config.mjs', '--max-warnings', '0', '.'],
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
];

const outcomes = await Promise.all(
  checks.map(async ([label, script, ...args]) => {
    const path = join(repositoryFolder, 'node_modules', script);
    const { code, output } = await run(process.execPath, [path, ...args], { cwd: repositoryFolder });
    process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'}: ${label}\n${code === 0 ? '' : output}`);
    return code === 0;
  }),
);
const passed = outcomes.filter((isFine) => isFine).length;
await writeCounts('check', { passed, failed: outcomes.length - passed });
process.exitCode = passed === outcomes.length ? 0 : 1;
