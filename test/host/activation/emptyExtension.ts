import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const emptyExtensionId = 'grasp.empty';

/** The least that an extension can be: what the host itself takes for one. */
export async function writeEmptyExtension(folder: string): Promise<string> {
  const manifest = {
    name: 'empty',
    publisher: 'grasp',
    version: '0.0.1',
    engines: { vscode: '^1.104.0' },
    main: './extension.js',
    extensionKind: ['workspace'],
    activationEvents: [],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'extension.js'), 'exports.activate = () => undefined;\n');
  return folder;
}
