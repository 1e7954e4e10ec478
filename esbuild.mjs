// Bundles every entry point into dist/. Each bundle runs without node_modules.
//   --watch  build again on every change    --debug  readable, with source maps
import { build, context } from 'esbuild';
import { chmod } from 'node:fs/promises';

const watch = process.argv.includes('--watch');
const debug = watch || process.argv.includes('--debug');

/** @type {import('esbuild').BuildOptions} */
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: !debug,
  keepNames: true,
  sourcemap: debug,
  legalComments: 'none',
  logLevel: 'warning',
};

/** @type {import('esbuild').Plugin} The parser is a third of the rest, and starting the editor needs none: a file beside it. */
const yamlBeside = {
  name: 'yaml-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({ path: './yaml.js', external: true }));
  },
};

/**
 * @type {import('esbuild').Plugin} Every file that imports the editor's interface would ask the host for it and copy
 * its hundreds of members, which is most of what loading takes: one does, and the others share it. Only fit for what
 * has no default export.
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ path, namespace }) =>
      namespace === 'once' ? { path, external: true } : { path, namespace: 'once' },
    );
    onLoad({ filter: /./, namespace: 'once' }, () => ({ contents: "export * from 'vscode';" }));
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  { ...common, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  // What starts with the editor is kept small; the laboratory is read when it is first needed.
  {
    ...common,
    entryPoints: { extension: 'src/extension.ts' },
    plugins: [vscodeOnce, yamlBeside],
    keepNames: false,
  },
  { ...common, entryPoints: { yaml: 'yaml' } },
  { ...common, entryPoints: { lab: 'src/surfaces/probes/lab/createLab.ts' } },
  // A page in the editor's browser: dashboard.js and dashboard.css.
  {
    ...common,
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    entryPoints: ['main.ts', 'dashboard.css'].map((file) => ({
      in: `src/surfaces/dashboard/webview/${file}`,
      out: 'dashboard',
    })),
  },
];

if (watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
  await chmod('dist/cli.js', 0o755);
}
