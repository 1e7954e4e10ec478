import type { RunState } from '../../store/runState';
import { entryOf } from './runReport';
import type { RunReportContext } from './runReport';
import { shellWord } from './shellWord';

type RunOutcome = Pick<RunState, 'status' | 'bestEpoch'>;
type WhereaboutsContext = Pick<RunReportContext, 'dir' | 'libraryDir' | 'layout' | 'files'>;

/** Where a run lies, and how to take over what it learned; what is there to take depends on how it ended. */
export function whereabouts(run: RunOutcome, context: WhereaboutsContext): string[] {
  const { dir, libraryDir } = context;
  const place = `  the run            ${dir}`;
  const own = libraryDir === undefined ? [] : [`  ${libraryDir} was not touched.`];
  const outcome = outcomeOf(run);
  // A run that was stopped before its first checkpoint has nothing to take over yet.
  if (!outcome) return [place, ...own];
  return [
    place,
    `  ${outcome.title.padEnd(17)}  ${dir}/${outcome.folder}`,
    ...own,
    '  To take an edit over, open the run in VS Code and accept it there,',
    `  ${copyHint(`${dir}/${outcome.folder}`, context)}`,
  ];
}

/** What a run leaves to take over: at its end what was decided, before that its best checkpoint. */
function outcomeOf({
  status,
  bestEpoch,
}: RunOutcome): { readonly title: string; readonly folder: string } | undefined {
  if (status === 'finished') return { title: 'its library', folder: 'skills/learned' };
  return bestEpoch === null ? undefined : { title: 'its best library', folder: 'skills/best' };
}

function copyHint(folder: string, { libraryDir, layout, files }: WhereaboutsContext): string {
  const what = layout === 'folder' ? 'folder of the skill' : 'skill file';
  if (libraryDir === undefined) return `or copy the ${what} from ${folder}.`;
  const copy = layout === 'folder' ? 'cp -r' : 'cp';
  // A single skill is named; of several, any one.
  const only = files.size === 1 ? entryOf([...files.values()][0]) : undefined;
  const name = only ?? (layout === 'folder' ? 'FOLDER' : 'NAME.md');
  const words = [`${folder}/${name}`, `${libraryDir.replace(/\/+$/, '')}/`].map(shellWord);
  return `or copy the ${what}: ${copy} ${words.join(' ')}`;
}
