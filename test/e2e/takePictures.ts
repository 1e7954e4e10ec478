/** `npm run shots`: runs the end-to-end tests that take pictures of the README, and puts those into `media/`. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import UPNG from 'upng-js';
import { repository } from '../host/places';
import { maxBytes, pictures, type Picture } from './pictures';

const vitest = path.join(repository, 'node_modules/vitest/vitest.mjs');

function main(): boolean {
  const files = [...new Set(pictures.map(({ test }) => `test/e2e/${test}.test.ts`))];
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'e2e', ...files], {
    cwd: repository,
    stdio: 'inherit',
  });
  if (status !== 0) return false;
  return pictures.map(keep).every(Boolean);
}

function keep({ name, test, step }: Picture): boolean {
  const folder = path.join(repository, 'test/e2e/shots', test);
  const shot = readdirSync(folder).find((file) => file.replace(/^\d+-/, '') === `${step}.png`);
  if (shot === undefined) {
    console.error(`${test} takes no picture called ${step}`);
    return false;
  }
  const small = withPalette(readFileSync(path.join(folder, shot)));
  if (small.length > maxBytes) {
    console.error(`${shot} of ${test} has ${small.length} bytes of ${maxBytes}: show less in it`);
    return false;
  }
  writeFileSync(path.join(repository, 'media', name), small);
  console.log(`media/${name}: ${Math.ceil(small.length / 1000)} KB`);
  return true;
}

/** A workbench has few colours: with a palette of them a picture weighs half, and looks the same. */
function withPalette(png: Buffer): Buffer {
  const image = UPNG.decode(new Uint8Array(png).buffer);
  return Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, 256));
}

process.exitCode = main() ? 0 : 1;
