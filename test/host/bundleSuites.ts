/** Bundles mocha suites and their runner, so that the extension host needs no TypeScript and no loader. */
import { build } from 'esbuild';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { repository, scratch } from './places';

export interface Bundled {
  readonly runner: string;
  readonly suites: readonly string[];
}

const here = path.join(repository, 'test/host');

/** The suites of a kind of host; `only` keeps those whose path contains it. */
export async function findSuites(kind: string, only = ''): Promise<string[]> {
  const folder = path.join(here, 'suite', kind);
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith('.test.ts') && file.includes(only))
    .sort()
    .map((file) => path.join(folder, file));
}

export async function bundleSuites(kind: string, suites: readonly string[]): Promise<Bundled> {
  const entries = [path.join(here, 'inHost/runner.ts'), ...suites];
  const [runner = '', ...bundled] = await bundle(entries, path.join(scratch, 'host', kind));
  return { runner, suites: bundled };
}

/**
 * Bundles stay below the repository: `mocha` is not bundled and must be found from there. One instance of it
 * is shared by the runner and the suites, which is how a suite's `describe` reaches the runner.
 */
export async function bundle(entries: readonly string[], outdir: string): Promise<string[]> {
  await build({
    entryPoints: [...entries],
    outbase: here,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return entries.map((file) =>
    path.join(outdir, path.relative(here, file).replace(/\.ts$/, '.js')),
  );
}
