import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const entryPoints = [
  'src/extension.ts',
  'src/cli/main.ts',
  'src/surfaces/probes/lab/createLab.ts',
  'src/surfaces/dashboard/webview/main.ts',
];

/**
 * Packages that are bundled, as one bundler sees all of our programs, and that `dist/ThirdPartyNotices.txt` does not
 * name with a text of its own.
 */
export async function missingNotices(repository: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints,
    bundle: true,
    write: false,
    outdir: 'unused',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    external: ['vscode'],
    metafile: true,
    logLevel: 'error',
  });
  const modules = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([module, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [module] : [],
    ),
  );
  const bundled = new Set(modules.flatMap((module) => nameOf(module) ?? []));
  const text = await readFile(path.join(repository, 'dist/ThirdPartyNotices.txt'), 'utf8');
  const named = new Set(text.split(/^-{80}$/m).flatMap((part) => nameIn(part) ?? []));
  return [...bundled].filter((name) => !named.has(name)).sort();
}

function nameOf(module: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
}

/** `name 1.2.3 (MIT)`, then at least a few words. */
function nameIn(part: string): string | undefined {
  return /^\s*(\S+) \d+\.\d+\.\d+\S* \([^)\n]+\)\n\n[^]{100,}/.exec(part)?.[1];
}
