// Bundles every entry point into dist/. What is there runs without node_modules.
//   --watch  build again on every change    --debug  readable, with source maps
import { build, context } from 'esbuild';
import { chmod, writeFile } from 'node:fs/promises';
import { build as buildSplit, watch as watchSplit } from 'rolldown';
import { notices } from './notices.mjs';

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
  // They come in a file of their own.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions[]} Each a file of its own. */
const bundles = [
  { ...common, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  // The laboratory is read when the editor first needs it.
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

/** Modules that run as soon as extension.js does. */
const atStart = new Set();
/** Modules that need the YAML parser as soon as they run; it is as large as all others that wait. */
const withYaml = new Set();

/** @type {import('rolldown').Plugin} Finds out both from what imports what. */
const sorter = {
  name: 'sorter',
  buildEnd() {
    const reach = (id, into) => {
      if (into.has(id)) return into;
      into.add(id);
      for (const next of this.getModuleInfo(id)?.importedIds ?? []) reach(next, into);
      return into;
    };
    atStart.clear();
    withYaml.clear();
    for (const id of this.getModuleIds()) {
      if (this.getModuleInfo(id).isEntry) reach(id, atStart);
      if ([...reach(id, new Set())].some(isYaml)) withYaml.add(id);
    }
  },
};

const isYaml = (id) => /[\\/]node_modules[\\/]yaml[\\/]/.test(id);

/**
 * @type {import('rolldown').BuildOptions} The editor waits until all of extension.js has been compiled, so it holds
 * only what runs at the start; the rest is in two files that the first `import()` of anything in them reads.
 */
const extension = {
  input: { extension: 'src/extension.ts' },
  platform: 'node',
  external: ['vscode', /^node:/],
  transform: { target: 'node20' },
  // What the other files share with it stays in it.
  preserveEntrySignatures: 'allow-extension',
  checks: { ineffectiveDynamicImport: false },
  plugins: [sorter],
  output: {
    dir: 'dist',
    format: 'cjs',
    minify: !debug,
    sourcemap: debug,
    comments: { legal: false },
    chunkFileNames: ({ name }) => (name === 'later' || name === 'yaml' ? '[name].js' : 'shared.js'),
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'yaml', test: (id) => withYaml.has(id) && !atStart.has(id) },
        { name: 'later', test: (id) => !id.startsWith('\0') && !atStart.has(id) },
      ],
    },
  },
};

if (watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
  watchSplit(extension);
} else {
  const [split, ...built] = await Promise.all([
    buildSplit(extension),
    ...bundles.map((bundle) => build(bundle)),
  ]);
  await chmod('dist/cli.js', 0o755);
  const modules = [
    ...split.output.flatMap((chunk) => contributing(chunk.modules ?? {}, 'renderedLength')),
    ...built.flatMap(({ metafile }) =>
      Object.values(metafile.outputs).flatMap(({ inputs }) =>
        contributing(inputs, 'bytesInOutput'),
      ),
    ),
  ];
  await writeFile('dist/ThirdPartyNotices.txt', notices(modules));
}

/** Modules of which something is left in the bundle. */
function contributing(modules, size) {
  return Object.keys(modules).filter((id) => modules[id][size] > 0);
}
