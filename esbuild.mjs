// Bundles every entry point into dist/. Each bundle runs without node_modules.
//   --watch  build again on every change    --debug  readable, with source maps
import { build, context } from 'esbuild';
import { chmod } from 'node:fs/promises';

const watch = process.argv.includes('--watch');
const debug = watch || process.argv.includes('--debug');

/** @type {import('esbuild').BuildOptions} */
const cli = {
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: !debug,
  keepNames: true,
  sourcemap: debug,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
};

if (watch) {
  await (await context(cli)).watch();
} else {
  await build(cli);
  await chmod('dist/cli.js', 0o755);
}
