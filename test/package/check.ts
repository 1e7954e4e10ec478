/**
 * `npm run check:package`: is what a user installs what was meant, and small? The list of files is held by
 * test/golden/vsix-files.txt; `npm run check:package -- --update` rewrites it, and the diff is part of the review.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingNotices } from './missingNotices';

const repository = path.resolve(__dirname, '../..');
const golden = path.join(repository, 'test/golden/vsix-files.txt');
const vsce = path.join(repository, 'node_modules/@vscode/vsce/vsce');

const kilobyte = 1_000;
const budgets = {
  'dist/extension.js': 500 * kilobyte,
  'dist/dashboard.js': 300 * kilobyte,
  'dist/grasp.vsix': 1_000 * kilobyte,
};

async function main(): Promise<boolean> {
  const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
    cwd: repository,
    encoding: 'utf8',
  });
  const files = listed
    .split('\n')
    .filter((line) => line !== '')
    .sort();
  if (process.argv.includes('--update')) writeFileSync(golden, `${files.join('\n')}\n`);
  const expected = readFileSync(golden, 'utf8').trim().split('\n');
  const unexpected = files.filter((file) => !expected.includes(file));
  const missing = expected.filter((file) => !files.includes(file));
  for (const file of unexpected) console.error(`would be shipped, and is not in the list: ${file}`);
  for (const file of missing) console.error(`is in the list, and would not be shipped: ${file}`);

  const oversize = Object.entries(budgets).filter(([file, budget]) => {
    const { size } = statSync(path.join(repository, file));
    const is = size > budget ? 'more than' : 'within';
    console.log(`${file}: ${toKilobytes(size)}, ${is} ${toKilobytes(budget)}`);
    return size > budget;
  });
  const silent = await missingNotices(repository);
  for (const name of silent) console.error(`is bundled, and its notice is missing: ${name}`);
  console.log(`${files.length} files`);
  return unexpected.length + missing.length + oversize.length + silent.length === 0;
}

function toKilobytes(bytes: number): string {
  return `${Math.ceil(bytes / kilobyte)} KB`;
}

void main().then((isFine) => (process.exitCode = isFine ? 0 : 1));
