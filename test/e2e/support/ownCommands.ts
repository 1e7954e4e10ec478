/** Our own commands as the palette shows them: `Category: Title`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { repository } from '../../host/places';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
  };
}

export interface OwnCommand {
  readonly id: string;
  readonly title: string;
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(path.join(repository, name), 'utf8')) as T;
}

/** The command of ours with this id or title. */
export async function ownCommand(titleOrId: string): Promise<OwnCommand | undefined> {
  const { contributes } = await readJson<Manifest>('package.json');
  const texts = await readJson<Record<string, string>>('package.nls.json');
  const commands = contributes.commands.map(({ command, title, category }) => {
    const text = title.replace(/^%(.*)%$/, (whole, key: string) => texts[key] ?? whole);
    return { id: command, title: category === undefined ? text : `${category}: ${text}` };
  });
  return commands.find(({ id, title }) => id === titleOrId || title === titleOrId);
}
