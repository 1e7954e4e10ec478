import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a test run a temporary folder of its own and takes it away with all that tests have left in it. */
export default function ownTempFolder(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'grasp-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
