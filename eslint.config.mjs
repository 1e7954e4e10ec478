import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

/**
 * The layers, innermost first. A folder may import itself and whatever stands before it;
 * `tasks`, `backends` and `store` stand side by side and do not know each other.
 */
const mayImport = {
  util: [],
  engine: ['util'],
  tasks: ['util', 'engine'],
  backends: ['util', 'engine'],
  store: ['util', 'engine'],
  config: ['util', 'engine', 'tasks', 'backends', 'store'],
  cli: ['util', 'engine', 'tasks', 'backends', 'store', 'config'],
  surfaces: ['util', 'engine', 'tasks', 'backends', 'store', 'config', 'cli'],
};

const layers = Object.keys(mayImport);
const zones = layers.map((layer) => ({
  target: `./src/${layer}`,
  from: [
    './src/extension.ts',
    './test',
    ...layers
      .filter((other) => other !== layer && !mayImport[layer].includes(other))
      .map((other) => `./src/${other}`),
  ],
  message: `src/${layer} may import only: ${[layer, ...mayImport[layer]].join(', ')}`,
}));

/** Outside `surfaces` and `extension.ts` nothing may know the editor. */
const noEditor = {
  name: 'vscode',
  message: 'Only src/surfaces and src/extension.ts know VS Code.',
};

/** The engine gets time, chance and files handed in. */
const enginePurity = [
  { object: 'Date', property: 'now', message: 'Use the Clock port.' },
  { object: 'Math', property: 'random', message: 'Use the Rng port.' },
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'runs', 'coverage', 'test/fixtures'] },
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [...tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/surfaces/**', 'src/extension.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noEditor] }] },
  },
  {
    files: ['src/engine/**/*.ts', 'src/util/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error', ...enginePurity],
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'The engine reads no settings and no environment.' },
        { name: 'setTimeout', message: 'Use the Clock port.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [noEditor],
          patterns: [
            { group: ['node:*', 'fs', 'path', 'crypto', 'os'], message: 'No Node in the engine.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-console': 'off' },
  },
);
