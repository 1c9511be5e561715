import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { downOnly } from './scripts/layers.js';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'editors/*/dist/',
      'types/',
      'coverage/',
      'node_modules/',
      'src/**/*.generated.ts',
      'src/**/*.generated.js',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Index access is checked (noUncheckedIndexedAccess); `!` marks the places where a bound was just tested.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { layers: { rules: { 'down-only': downOnly } }, regexp },
    rules: {
      'layers/down-only': 'error',
      // Files of a pull request meet these patterns; test/hostile/patterns.test.ts measures each one.
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain', ignorePartial: true }],
    },
  },
  {
    // Below the command line nothing prints, reads the clock or the environment: time and I/O are arguments.
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/tools/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'pass it in from src/cli' }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'time is an argument' },
        { object: 'Math', property: 'random', message: 'randomness is an argument' },
      ],
    },
  },
  {
    // Below src/project nothing touches the file system.
    files: [
      'src/{analysis,checks,documents,promql,pipelines,logql,template,routing,config,yaml,diagnostics,source,go,util,reporters,lint}/**/*.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:)?(fs|child_process|net|http|https|os|process)(/|$)',
              message: 'I/O arrives as an argument (docs/architecture.md)',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['action/**', 'scripts/**', 'bench/**', 'demo/**', 'deploy/**', 'bin/**', '*.js', '*.ts'],
    languageOptions: {
      globals: {
        ...{ process: 'readonly', console: 'readonly', URL: 'readonly' },
        ...{ fetch: 'readonly', AbortSignal: 'readonly', performance: 'readonly' },
        ...{ setInterval: 'readonly', clearInterval: 'readonly' },
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    // The only CommonJS of ours: a start without the loader of ES modules is shorter.
    files: ['bin/**'],
    languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly', __dirname: 'readonly' } },
  },
);
