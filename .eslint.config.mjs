import js from '@eslint/js';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;

/** Packages by kind. `node` stands for the modules of Node itself. */
const packages = {
  vscode: /^vscode$/,
  node: /^node:/,
  zod: /^zod\/mini$/,
  yaml: /^yaml$/,
  aws: /^(@aws-sdk|@smithy)\/|^https-proxy-agent$/,
  sharp: /^sharp$/,
  signing: /^(@aws-crypto|@smithy)\//,
  video: /^h264-mp4-encoder$/,
  webview: /^(preact|@vscode-elements\/elements|@vscode\/codicons)($|\/)/,
};

/**
 * Which way imports point: a file in a layer imports from its own layer and from those named here, and no package but
 * those named here. Features are a layer each, so that they cannot import one another.
 */
const layers = {
  core: { layers: [], packages: ['zod', 'yaml'] },
  protocol: { layers: ['core'], packages: ['zod'] },
  platform: { layers: ['protocol', 'core'], packages: ['vscode', 'node', 'zod'] },
  features: { layers: ['platform', 'protocol', 'core'], packages: ['vscode', 'node', 'zod'] },
  aws: { layers: ['core'], packages: ['node', 'aws', 'zod'] },
  threads: { layers: ['core'], packages: ['node'] },
  pixels: { layers: ['threads', 'core'], packages: ['node', 'sharp', 'zod'] },
  storage: { layers: ['threads', 'core'], packages: ['node', 'zod'] },
  simulator: { layers: [], packages: ['node', 'sharp', 'signing', 'video', 'zod'] },
  'webview-ui': { layers: ['protocol', 'core'], packages: ['webview', 'zod'] },
  'extension.ts': {
    layers: ['features', 'platform', 'protocol', 'core', 'aws', 'pixels', 'storage'],
    packages: ['vscode', 'node'],
  },
};

/** @returns the layer of a file, and beside it the feature, where features are told apart; undefined outside of them */
function layerOf(path) {
  const [top, second, third] = relative(root, path).split(sep);
  if (top === 'webview-ui') return { layer: top, name: top };
  if (top !== 'src' || second === undefined) return undefined;
  if (second === 'features') return { layer: second, name: `features/${third}` };
  const layer = /^extension(\.ts)?$/.test(second) ? 'extension.ts' : second;
  return { layer, name: layer };
}

/** Unlike `no-restricted-imports` it resolves relative paths, and sees `import()` in code and in types. */
const layersRule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      layer: '{{from}} must not import from {{to}}: see docs/architecture.md',
      package: '{{from}} must not import the package {{to}}: see docs/architecture.md',
      unknown: '{{from}} is not a layer: see docs/architecture.md',
    },
  },
  create(context) {
    const from = layerOf(context.filename);
    if (from === undefined) return {};
    const allowed = layers[from.layer];

    function check(source) {
      if (typeof source?.value !== 'string') return;
      const report = (messageId, to) =>
        context.report({ node: source, messageId, data: { from: from.name, to: to ?? '' } });
      if (allowed === undefined) return report('unknown');
      if (!source.value.startsWith('.') && !isAbsolute(source.value)) {
        if (!allowed.packages.some((kind) => packages[kind].test(source.value)))
          report('package', source.value);
        return;
      }
      const to = layerOf(resolve(context.filename, '..', source.value));
      if (to === undefined) return report('layer', source.value);
      if (to.name !== from.name && (to.layer === from.layer || !allowed.layers.includes(to.layer))) {
        report('layer', to.name);
      }
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
    };
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.cache/', 'docs/sample-project/', 'test/fixtures/'] },
  // A comment that switches a rule off has no effect: rules are changed here, with a reason.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { easel: { rules: { layers: layersRule } } },
    rules: {
      'easel/layers': 'error',
      'no-console': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that declares it.' },
        {
          selector: 'MemberExpression[object.name=/^(describe|context|it)$/][property.name="only"]',
          message: 'A test run must run every test.',
        },
      ],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A rejected promise is handed on as it came; what was caught is unknown.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowRethrowing: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Prompts are counted and cut by code point, on purpose.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An interface asks for a promise also where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A type parameter that stands once still names what a caller has to say.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/core/**', 'src/protocol/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['Buffer', 'process', 'global', 'require', 'setImmediate', 'window', 'document', 'navigator'].map(
          (name) => ({
            name,
            message: 'Not in both Node and browsers.',
          }),
        ),
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      // Fakes have empty methods, and an assertion has just shown what a `!` claims.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A test also asks what the types promise, and puts the environment back as it was.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['*.mjs', '.*.mjs'],
    languageOptions: { globals: { process: 'readonly' } },
  },
);
