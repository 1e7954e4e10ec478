/** What the served host needs of the system: a browser, a font to draw with, and a compiler for two small modules. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { command } from './command';
import { findChromium, onPath, served } from './places';

interface Need {
  readonly what: string;
  readonly packages: readonly string[];
  isThere(): boolean;
}

const needsOf = (browser: boolean): readonly Need[] => [
  {
    what: 'Chromium',
    packages: ['chromium', 'fonts-dejavu-core'],
    isThere: () => !browser || findChromium() !== undefined,
  },
  {
    what: 'a C++ compiler, make and Python 3',
    packages: ['g++', 'make', 'python3'],
    // Needed once, to install.
    isThere: () =>
      existsSync(served) ||
      ['g++', 'make', 'python3'].every((program) => onPath(program) !== undefined),
  },
];

export async function installPackages(
  browser: boolean,
  say: (line: string) => void,
): Promise<void> {
  const missing = needsOf(browser).filter((need) => !need.isThere());
  if (missing.length === 0) return;
  const what = missing.map((need) => need.what).join(' and ');
  const packages = missing.flatMap((need) => need.packages);
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
    throw new Error(
      `To run VS Code here, ${what} must be installed first. On Debian or Ubuntu:\n` +
        `  sudo apt-get install --no-install-recommends ${packages.join(' ')}\n` +
        'Elsewhere by your own package manager; GRASP_CHROMIUM names a browser in an unusual place. ' +
        'Or set VSCODE_EXECUTABLE to the program of a desktop VS Code.',
    );
  }
  say(`Installing ${packages.join(', ')}.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const quietly = ['-qq', '-o', 'DPkg::Lock::Timeout=600'];
  const install = ['--yes', '--no-install-recommends', 'install'];
  await inTurn(() => command('apt-get', [...quietly, 'update'], { env }));
  await inTurn(() => command('apt-get', [...quietly, ...install, ...packages], { env }));
}

const maxTries = 20;
const pauseMs = 5_000;

/** Somebody else may be installing at the same time, and apt does not wait for every kind of turn. */
async function inTurn(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === maxTries || !/could not get lock/i.test(String(error))) throw error;
      await setTimeout(pauseMs);
    }
  }
}
