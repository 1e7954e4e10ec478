import tseslint from 'typescript-eslint';

/**
 * The layers, innermost first. A folder may import itself and what is named here; `tasks`, `backends` and
 * `store` stand side by side and do not know each other.
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

/** Outside `surfaces` and `extension.ts` nothing may know the editor. */
const noEditor = {
  name: 'vscode',
  message: 'Only src/surfaces and src/extension.ts know VS Code.',
};

/** The engine gets files, settings, time and chance handed in. */
const isPure = (layer) => layer === 'engine' || layer === 'util';
const purity = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Use the Clock port.' },
    { object: 'Math', property: 'random', message: 'Use the Rng port.' },
  ],
  'no-restricted-globals': [
    'error',
    { name: 'process', message: 'The engine reads no settings and no environment.' },
    { name: 'setTimeout', message: 'Use the Clock port.' },
  ],
};

/** Whatever the editor shows goes through one wrapper, which makes it plain text. */
const speaking = {
  files: ['src/surfaces/**/*.ts', 'src/extension.ts'],
  ignores: ['src/surfaces/common/messages.ts', 'src/surfaces/common/pickers.ts'],
  rules: {
    'no-restricted-properties': [
      'error',
      ...Object.entries({
        showInformationMessage: 'showInformation of common/messages',
        showWarningMessage: 'showWarning of common/messages',
        showErrorMessage: 'showError of common/messages',
        showInputBox: 'askFor of common/messages',
        createInputBox: 'askFor of common/messages',
        withProgress: 'whileShowing of common/messages',
        setStatusBarMessage: 'sayBriefly of common/messages',
        showQuickPick: 'pickFrom of common/pickers',
        createQuickPick: 'Picker of common/pickers',
      }).map(([property, instead]) => ({ property, message: `Use ${instead}.` })),
    ],
  },
};
const plainTooltip = ':not(CallExpression[callee.name=/^(safeMarkdown|tooltipText)$/])';
const tooltips = [
  `AssignmentExpression[left.property.name='tooltip'] > .right${plainTooltip}`,
  // Of a command, as lenses and rows have them.
  `ObjectExpression:has(> Property[key.name='arguments']) > Property[key.name='tooltip'] > .value${plainTooltip}`,
].map((selector) => ({ selector, message: 'Use tooltipText, or safeMarkdown of escaped parts.' }));

/** What a file of this layer may not import, whether at the top or later. */
function boundary(layer) {
  const others = layers.filter((other) => other !== layer && !mayImport[layer].includes(other));
  const forbidden = `^(\\.\\./)+(${[...others, 'extension', 'test'].join('|')})(/|$)`;
  const message = `src/${layer} may import only: ${[layer, ...mayImport[layer]].join(', ')}.`;
  const nodeModules = '^(node:|(fs|path|os|crypto|child_process|http|https|net)(/|$))';
  const patterns = [
    { regex: forbidden, message },
    ...(isPure(layer) ? [{ regex: nodeModules, message: 'No Node in the engine.' }] : []),
  ];
  const editor = layer === 'surfaces' ? [] : [noEditor];
  const inSelector = (regex) => regex.replaceAll('/', '\\/');
  return {
    files: [`src/${layer}/**/*.ts`],
    ignores: isPure(layer) ? ['**/*.test.ts'] : [],
    rules: {
      'no-restricted-imports': ['error', { paths: editor, patterns }],
      'no-restricted-syntax': [
        'error',
        ...patterns.map(({ regex, message }) => ({
          selector: `ImportExpression[source.value=/${inSelector(regex)}/]`,
          message,
        })),
        ...editor.map(({ name, message }) => ({
          selector: `ImportExpression[source.value='${name}']`,
          message,
        })),
        ...(layer === 'surfaces' ? tooltips : []),
      ],
      ...(isPure(layer) ? purity : {}),
    },
  };
}

/** A test beside the engine may use Node, and still no other layer. */
const engineTests = {
  files: ['src/engine/**/*.test.ts', 'src/util/**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ regex: '^(\\.\\./)+(tasks|backends|store|config|cli|surfaces|test)(/|$)' }] },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'runs', 'coverage', '.cache', 'test/fixtures'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
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
  ...layers.map(boundary),
  engineTests,
  speaking,
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-console': 'off' },
  },
);
