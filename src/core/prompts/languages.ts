/** How one kind of string literal is written. */
export interface StringSyntax {
  readonly open: string;
  readonly close: string;
  /** `backslash` protects the next character, `doubled` writes the quote twice. */
  readonly escape?: 'backslash' | 'doubled';
  readonly isMultiline?: boolean;
  /** `${…}` inside holds code. */
  readonly hasExpressions?: boolean;
}

/** What must be known of a programming language to find comments and strings in it. */
export interface LanguageSyntax {
  /** Longest first where one starts another. */
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  readonly strings: readonly StringSyntax[];
  /** A line comment starts only after white space (`a#b` is a word). */
  readonly commentNeedsSpace?: boolean;
  /** `/…/` may be a regular expression. */
  readonly hasRegex?: boolean;
  readonly hasJsx?: boolean;
}

const double: StringSyntax = { open: '"', close: '"', escape: 'backslash' };
const single: StringSyntax = { open: "'", close: "'", escape: 'backslash' };
const template: StringSyntax = {
  open: '`',
  close: '`',
  escape: 'backslash',
  isMultiline: true,
  hasExpressions: true,
};
const rawBacktick: StringSyntax = { open: '`', close: '`', isMultiline: true };
const triple = (quote: string): StringSyntax => ({
  open: quote.repeat(3),
  close: quote.repeat(3),
  escape: 'backslash',
  isMultiline: true,
});

const slashes: LanguageSyntax = {
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  strings: [double, single],
};
const javascript: LanguageSyntax = { ...slashes, strings: [double, single, template], hasRegex: true };
const jsx: LanguageSyntax = { ...javascript, hasJsx: true };
const python: LanguageSyntax = {
  lineComments: ['#'],
  blockComments: [],
  strings: [triple('"'), triple("'"), double, single],
};
const hash: LanguageSyntax = {
  lineComments: ['#'],
  blockComments: [],
  strings: [double, single],
  commentNeedsSpace: true,
};
const shell: LanguageSyntax = {
  ...hash,
  strings: [
    { ...double, isMultiline: true },
    { open: "'", close: "'", isMultiline: true },
  ],
};
const dashes: LanguageSyntax = {
  lineComments: ['--'],
  blockComments: [['/*', '*/']],
  strings: [
    { open: "'", close: "'", escape: 'doubled', isMultiline: true },
    { open: '"', close: '"', escape: 'doubled', isMultiline: true },
  ],
};
const semicolons: LanguageSyntax = {
  lineComments: [';'],
  blockComments: [],
  strings: [{ ...double, isMultiline: true }],
};

/** By VS Code's language identifier. */
const syntaxes: Readonly<Record<string, LanguageSyntax>> = {
  javascript: jsx,
  javascriptreact: jsx,
  typescript: javascript,
  typescriptreact: jsx,
  c: slashes,
  cpp: slashes,
  'cuda-cpp': slashes,
  'objective-c': slashes,
  'objective-cpp': slashes,
  csharp: slashes,
  java: { ...slashes, strings: [triple('"'), double, single] },
  kotlin: { ...slashes, strings: [triple('"'), double, single] },
  scala: { ...slashes, strings: [triple('"'), double, single] },
  groovy: { ...slashes, strings: [triple('"'), triple("'"), double, single] },
  swift: { ...slashes, strings: [triple('"'), double] },
  dart: { ...slashes, strings: [triple('"'), triple("'"), double, single] },
  go: { ...slashes, strings: [double, single, rawBacktick] },
  // A single quote in Rust may be a lifetime, so only double quotes count.
  rust: { ...slashes, strings: [{ ...double, isMultiline: true }] },
  zig: { ...slashes, blockComments: [], strings: [double] },
  php: {
    ...slashes,
    lineComments: ['//', '#'],
    strings: [
      { ...double, isMultiline: true },
      { ...single, isMultiline: true },
    ],
  },
  css: { lineComments: [], blockComments: [['/*', '*/']], strings: [double, single] },
  scss: slashes,
  less: slashes,
  sass: slashes,
  stylus: slashes,
  json: { lineComments: [], blockComments: [], strings: [double] },
  jsonl: { lineComments: [], blockComments: [], strings: [double] },
  jsonc: { ...slashes, strings: [double] },
  json5: slashes,
  proto3: slashes,
  glsl: slashes,
  hlsl: slashes,
  shaderlab: slashes,
  graphql: { lineComments: ['#'], blockComments: [], strings: [triple('"'), double] },
  python,
  starlark: python,
  ruby: {
    ...shell,
    strings: [
      { ...double, isMultiline: true },
      { ...single, isMultiline: true },
    ],
  },
  perl: {
    ...shell,
    strings: [
      { ...double, isMultiline: true },
      { ...single, isMultiline: true },
    ],
  },
  elixir: { ...hash, strings: [triple('"'), { ...double, isMultiline: true }] },
  r: {
    ...hash,
    strings: [
      { ...double, isMultiline: true },
      { ...single, isMultiline: true },
    ],
  },
  julia: { lineComments: ['#'], blockComments: [['#=', '=#']], strings: [triple('"'), double] },
  coffeescript: {
    lineComments: ['#'],
    blockComments: [['###', '###']],
    strings: [triple('"'), double, single],
  },
  powershell: {
    lineComments: ['#'],
    blockComments: [['<#', '#>']],
    strings: [
      { open: '"', close: '"', escape: 'doubled', isMultiline: true },
      { open: "'", close: "'", escape: 'doubled', isMultiline: true },
    ],
    commentNeedsSpace: true,
  },
  shellscript: shell,
  makefile: { ...hash, strings: [] },
  dockerfile: { ...hash, strings: [double] },
  yaml: hash,
  dockercompose: hash,
  toml: {
    ...hash,
    strings: [
      triple('"'),
      { open: "'''", close: "'''", isMultiline: true },
      double,
      { open: "'", close: "'" },
    ],
  },
  ini: { lineComments: [';', '#'], blockComments: [], strings: [], commentNeedsSpace: true },
  properties: { lineComments: ['#', '!'], blockComments: [], strings: [], commentNeedsSpace: true },
  dotenv: hash,
  ignore: { ...hash, strings: [] },
  terraform: { lineComments: ['#', '//'], blockComments: [['/*', '*/']], strings: [double] },
  nix: {
    lineComments: ['#'],
    blockComments: [['/*', '*/']],
    strings: [
      { open: "''", close: "''", isMultiline: true },
      { ...double, isMultiline: true },
    ],
  },
  sql: dashes,
  lua: {
    lineComments: ['--'],
    blockComments: [['--[[', ']]']],
    strings: [double, single, { open: '[[', close: ']]', isMultiline: true }],
  },
  haskell: { lineComments: ['--'], blockComments: [['{-', '-}']], strings: [double] },
  elm: { lineComments: ['--'], blockComments: [['{-', '-}']], strings: [triple('"'), double] },
  ada: { lineComments: ['--'], blockComments: [], strings: [{ open: '"', close: '"', escape: 'doubled' }] },
  clojure: semicolons,
  lisp: semicolons,
  commonlisp: semicolons,
  scheme: semicolons,
  fsharp: {
    lineComments: ['//'],
    blockComments: [['(*', '*)']],
    strings: [triple('"'), { ...double, isMultiline: true }],
  },
  ocaml: { lineComments: [], blockComments: [['(*', '*)']], strings: [{ ...double, isMultiline: true }] },
  pascal: {
    lineComments: ['//'],
    blockComments: [
      ['{', '}'],
      ['(*', '*)'],
    ],
    strings: [{ open: "'", close: "'", escape: 'doubled' }],
  },
  matlab: { lineComments: ['%'], blockComments: [['%{', '%}']], strings: [double] },
  erlang: { lineComments: ['%'], blockComments: [], strings: [double] },
  vb: { lineComments: ["'"], blockComments: [], strings: [{ open: '"', close: '"', escape: 'doubled' }] },
  bat: { lineComments: ['::', 'rem ', 'REM '], blockComments: [], strings: [{ open: '"', close: '"' }] },
};

/** Comments and strings of a programming language; undefined for prose, markup and languages not in the table. */
export function syntaxOf(languageId: string): LanguageSyntax | undefined {
  return Object.hasOwn(syntaxes, languageId) ? syntaxes[languageId] : undefined;
}

/** How a language is written down and how it links to an image. */
export type LanguageFamily =
  | 'markdown'
  | 'asciidoc'
  | 'restructuredText'
  | 'latex'
  | 'html'
  | 'xml'
  | 'jsx'
  | 'css'
  | 'code'
  | 'data'
  | 'plain';

const families: Readonly<Record<string, LanguageFamily>> = {
  markdown: 'markdown',
  mdx: 'markdown',
  quarto: 'markdown',
  rmd: 'markdown',
  prompt: 'markdown',
  instructions: 'markdown',
  chatagent: 'markdown',
  skill: 'markdown',
  asciidoc: 'asciidoc',
  adoc: 'asciidoc',
  restructuredtext: 'restructuredText',
  rst: 'restructuredText',
  latex: 'latex',
  tex: 'latex',
  html: 'html',
  vue: 'html',
  'vue-html': 'html',
  svelte: 'html',
  astro: 'html',
  handlebars: 'html',
  razor: 'html',
  erb: 'html',
  ejs: 'html',
  twig: 'html',
  liquid: 'html',
  'django-html': 'html',
  'jinja-html': 'html',
  xml: 'xml',
  xsl: 'xml',
  svg: 'xml',
  javascriptreact: 'jsx',
  typescriptreact: 'jsx',
  css: 'css',
  scss: 'css',
  less: 'css',
  // Data without comments: a line more would change what it says.
  csv: 'data',
  tsv: 'data',
  diff: 'data',
  patch: 'data',
};

/** The family of a language identifier; a language nobody knows is `plain`. */
export function familyOf(languageId: string): LanguageFamily {
  const family = Object.hasOwn(families, languageId) ? families[languageId] : undefined;
  return family ?? (syntaxOf(languageId) ? 'code' : 'plain');
}
