/** The extension as it is released: packaged, once per test process. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { command } from '../../host/command';
import { repository } from '../../host/places';

let made: Promise<string> | undefined;

export function makeVsix(): Promise<string> {
  made ??= (async () => {
    const file = path.join(tmpdir(), 'grasp.vsix');
    // As `npm run package`, but to where no other test looks; npm's own variables would be no help.
    await command('npm', ['run', 'package', '--', '--out', file], { cwd: repository });
    return file;
  })();
  return made;
}
