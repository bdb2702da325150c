/** Correctness by typed rules, and the house's own: what is written here is what a reviewer need not say. */
import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const namedOnly = { message: 'Export by name: one name for one thing, everywhere.' };
const syntax = [
  {
    selector: 'TSEnumDeclaration',
    message: 'A list `as const` and a union of its members say the same in plain data.',
  },
  { selector: 'ExportDefaultDeclaration', ...namedOnly },
  { selector: 'ExportSpecifier[exported.name="default"]', ...namedOnly },
  { selector: 'TSExportAssignment', ...namedOnly },
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write its members out: a literal spread into a literal only saves lines.',
  },
  // `x && { x }` also drops an empty text and zero, whether that is meant or not.
  ...[
    'ObjectExpression > SpreadElement > LogicalExpression[operator="&&"]',
    'JSXSpreadAttribute > LogicalExpression[operator="&&"]',
    'SpreadElement > ConditionalExpression > ObjectExpression[properties.length=0]',
  ].map((selector) => ({
    selector,
    message: 'Say it by defined({ … }), which drops undefined and nothing else; a prop may be undefined.',
  })),
];
const builtPattern = {
  selector: 'NewExpression[callee.name="RegExp"]:not([arguments.0.type="Literal"])',
  message: 'A pattern that is put together cannot be judged; write it out.',
};

const environment = {
  object: 'process',
  property: 'env',
  message: 'adapters/env.ts is the only reader of the environment.',
};
const environmentImport = {
  regex: '^(node:)?process$',
  importNames: ['env', 'default'],
  message: environment.message,
};

const notReplayed = 'It gives another value when the workflow is replayed.';
const sandboxProperties = [
  { object: 'Date', property: 'now', message: notReplayed },
  { object: 'Math', property: 'random', message: notReplayed },
];
const sandboxGlobals = [
  ...[
    'console',
    'process',
    'Buffer',
    'require',
    'global',
    'globalThis',
    'performance',
    'crypto',
    'fetch',
    'queueMicrotask',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
];
const builtinImport = {
  regex: `^(node:.*|(${builtinModules.join('|')})(/.*)?)$`,
  message: 'The core touches nothing outside: Node has no place in the sandbox.',
};
/** What another Node may answer otherwise: the core judges by ranges that are written out. */
const perRuntime = { message: 'It depends on the Unicode and the locales of the running Node: see contract/text.ts.' };
const perRuntimeSyntax = [
  { selector: 'Literal[regex.pattern=/\\\\p\\{(?!C[cs]\\})/i]', ...perRuntime },
  { selector: 'Literal[value=/\\\\p\\{(?!C[cs]\\})/i]', ...perRuntime },
  { selector: 'TemplateElement[value.cooked=/\\\\p\\{(?!C[cs]\\})/i]', ...perRuntime },
  { selector: 'MemberExpression[property.name=/^(toLocale\\w*|localeCompare)$/]', ...perRuntime },
  { selector: 'Identifier[name="Intl"]', ...perRuntime },
];
const clock = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'The domain is pure: time is an argument.',
};

export default defineConfig(
  globalIgnores(['dist/', 'dist.*/', 'var/', '.cache/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', process: 'readonly', __dirname: 'readonly' },
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // There are no enums here and few classes, and the two rules take two fifths of the whole time.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-type-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      complexity: ['error', { max: 10, variant: 'modified' }],
      eqeqeq: 'error',
      'max-lines': ['error', 250],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-imports': ['error', { patterns: [environmentImport] }],
      'no-restricted-properties': ['error', environment],
      'no-restricted-syntax': ['error', ...syntax, builtPattern],
    },
  },
  {
    // Any text may come from outside: a pattern takes one look at each character. Tests read what we made.
    files: ['**/*.{ts,tsx,cjs,mjs}'],
    ignores: ['test/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...sandboxGlobals],
      'no-restricted-imports': ['error', { patterns: [builtinImport] }],
      'no-restricted-properties': ['error', environment, ...sandboxProperties],
      'no-restricted-syntax': ['error', ...syntax, builtPattern, ...perRuntimeSyntax],
    },
  },
  {
    files: ['workflows/domain/**/*.ts', 'workflows/contract/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax, builtPattern, ...perRuntimeSyntax, clock] },
  },
  // Its patterns are single characters out of one version's ranges.
  {
    files: ['workflows/contract/text.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax, ...perRuntimeSyntax, clock] },
  },
  // One place for all that is read on the screen.
  { files: ['web/texts.ts'], rules: { 'max-lines': 'off' } },
  { files: ['adapters/env.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-type-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', 400],
      'no-restricted-syntax': ['error', ...syntax],
      'no-restricted-properties': 'off',
    },
  },
  // Jest calls their default exports.
  { files: ['test/support/{global,e2e}-setup.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
