// The notices of everything that is bundled into dist/: who made it, and under which licence it may be passed on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

const LICENCE = /^(licen[cs]e|copying|notice|copyright)([.-].*)?$/i;
const NODE_MODULES = `${sep}node_modules${sep}`;

/**
 * @param {Iterable<string>} modules paths of bundled modules
 * @returns {ReadonlyMap<string, { name: string, version: string, license: string, texts: ReadonlySet<string> }>}
 * by folder. Code that a package took over from another comes with a licence of its own beside it.
 */
export function packagesOf(modules) {
  const packages = new Map();
  for (const module of modules) {
    const path = resolve(module);
    const root = packageRoot(path);
    if (root === undefined) continue;
    if (!packages.has(root)) packages.set(root, { ...manifest(root), texts: new Set() });
    const { texts } = packages.get(root);
    for (let folder = dirname(path); folder.length >= root.length; folder = dirname(folder)) {
      for (const text of licencesIn(folder)) texts.add(text);
    }
  }
  return packages;
}

/** @throws Error for a package without a licence to pass on: look for it, and decide. */
export function notices(modules) {
  const packages = [...packagesOf(modules).values()].sort((a, b) =>
    `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1,
  );
  const silent = packages.filter(({ texts }) => texts.size === 0).map(({ name }) => name);
  if (silent.length > 0) throw new Error(`no licence text comes with ${silent.join(', ')}`);
  const parts = packages.map(
    ({ name, version, license, texts }) =>
      `${name} ${version} (${license})\n\n${[...texts].join('\n\n')}`,
  );
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `GRASP is made with the following packages, parts of which come with it.\n${rule.slice(1)}${parts.join(rule)}\n`;
}

/** The folder of the innermost package that a module belongs to; `undefined` for our own. */
function packageRoot(path) {
  const at = path.lastIndexOf(NODE_MODULES);
  if (at < 0) return undefined;
  const folder = path.slice(0, at + NODE_MODULES.length);
  const words = path.slice(folder.length).split(sep);
  return join(folder, ...words.slice(0, words[0]?.startsWith('@') ? 2 : 1));
}

function manifest(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { name, version, license: typeof license === 'string' ? license : 'see below' };
}

function licencesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n').trim());
}
