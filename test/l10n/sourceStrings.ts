/** Every text of the extension's code that translators translate, as the bundle holds it. */
import { getL10nJson } from '@vscode/l10n-dev';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
const repository = path.resolve(__dirname, '../..');

export const bundleFile = path.join(repository, 'l10n/bundle.l10n.json');

/** In the order of the alphabet, so that a change of one text changes one line. */
export async function sourceStrings(): Promise<Readonly<Record<string, unknown>>> {
  const root = path.join(repository, 'src');
  const names = await readdir(root, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort();
  const files = await Promise.all(
    sources.map(async (name) => ({
      extension: '.ts',
      contents: await readFile(path.join(root, name), 'utf8'),
    })),
  );
  const translatable = files.filter(({ contents }) => /\bl10n\b/.test(contents));
  const found = Object.entries(await getL10nJson(translatable.map(withImport)));
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A pure module is handed `l10n`, and the tool looks only where it is imported. */
function withImport<T extends { readonly contents: string }>(file: T): T {
  const isImported = /import[^;]*\bl10n\b[^;]*from 'vscode'|import \* as vscode/.test(
    file.contents,
  );
  return isImported
    ? file
    : { ...file, contents: `import { l10n } from 'vscode';\n${file.contents}` };
}
