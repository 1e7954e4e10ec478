// Bundles every entry point into dist/. Each bundle runs without node_modules.
import { build, context } from 'esbuild';
import { chmod } from 'node:fs/promises';

const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const cli = {
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: !watch,
  keepNames: true,
  sourcemap: watch,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  loader: { '.md': 'text' },
  logLevel: 'warning',
};

if (watch) {
  await (await context(cli)).watch();
} else {
  await build(cli);
  await chmod('dist/cli.js', 0o755);
}
