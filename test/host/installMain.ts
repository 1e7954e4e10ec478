/** `npm run host:install` */
import { installHost, isInstalled } from './install';
import { findChromium, pins, served } from './places';

async function main(): Promise<void> {
  const wasThere = isInstalled();
  await installHost();
  const state = wasThere ? 'is there' : 'is ready';
  console.log(`code-server ${pins.codeServer} on Node ${pins.node} ${state}: ${served}`);
  console.log(`Chromium: ${findChromium()}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
