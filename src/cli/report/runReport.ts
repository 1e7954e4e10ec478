import type { Layout } from '../../engine/skill/types';
import { addUsage } from '../../engine/usage';
import type { RunState } from '../../store/runState';
import type { Colours } from '../terminal';
import { editRecords } from './editRecords';
import type { EditRecord } from './editRecords';
import { editReport } from './editReport';
import { learningCurve } from './learningCurve';
import { counted, dollars, duration, whole } from './numbers';
import { oneLine } from './printable';
import { whereabouts } from './whereabouts';

/** What the closing report says about a run besides its events. */
export interface RunReportContext {
  /** Run directory, as people would type it. */
  readonly dir: string;
  /** The author's library, if the run started from one. */
  readonly libraryDir: string | undefined;
  readonly layout: Layout;
  /** Where each learned skill lies in the library, by its name. */
  readonly files: ReadonlyMap<string, string>;
  readonly seconds: number;
  readonly isSimulated: boolean;
  readonly colours: Colours;
}

/**
 * The closing report of a run: every edit with its evidence, then curve, library, cost and where it lies.
 * The edits of a run that was stopped are left for its end.
 */
export function runReport(run: RunState, context: RunReportContext): string[] {
  const { colours, isSimulated } = context;
  const records = editRecords(run);
  return [
    ...section(
      `Edits: ${tally(records)}`,
      run.status === 'finished' ? edits(records, context) : [],
      colours,
    ),
    ...section('Decisions of yours that could not be carried out', undone(run), colours),
    ...section('Learning curve (val)', learningCurve(run, colours), colours),
    ...section(
      `Library: ${counted(run.library.length, 'learned skill')}`,
      names(run, context),
      colours,
    ),
    ...section('Cost', [costText(run, context.seconds)], colours),
    ...section('Where', whereabouts(run, context), colours),
    ...(isSimulated
      ? [
          '',
          colours.yellow('Everything above was played by a simulation, not by a language model.'),
        ]
      : []),
  ];
}

function section(title: string, lines: readonly string[], colours: Colours): string[] {
  return lines.length === 0 ? [] : ['', colours.bold(title), ...lines];
}

function names({ library }: RunState, { files }: RunReportContext): string[] {
  if (library.length === 0) return ['  none'];
  return library.map((name) => {
    const place = entryOf(files.get(name));
    const isElsewhere = place !== undefined && place !== name && place !== `${name}.md`;
    return `  ${oneLine(name, 80)}${isElsewhere ? ` (in ${oneLine(place, 80)})` : ''}`;
  });
}

/** What to copy of a skill: its folder, or its file. */
export function entryOf(file: string | undefined): string | undefined {
  return file?.split('/')[0];
}

/** The last word on an edit, where the library had moved on. */
function undone({ decisions }: RunState): string[] {
  const last = new Map(decisions.map((taken) => [taken.decision.edit, taken]));
  return [...last.values()]
    .filter(({ effect }) => effect === 'stale')
    .map(({ decision, detail }) => {
      const what = `${decision.decision} ${oneLine(decision.edit, 60)}`;
      return `  ${what}: ${oneLine(detail)}`;
    });
}

function tally(records: readonly EditRecord[]): string {
  const applied = records.filter((edit) => edit.applied).length;
  return `${whole(records.length)} judged, ${whole(applied)} applied`;
}

/** What was applied comes last, where people look first. */
function edits(records: readonly EditRecord[], { colours, layout }: RunReportContext): string[] {
  return [...records]
    .sort((a, b) => Number(a.applied) - Number(b.applied))
    .flatMap((edit, at) => [...(at === 0 ? [] : ['']), ...editReport(edit, colours, layout)]);
}

function costText({ usage }: RunState, seconds: number): string {
  const { calls, reused, inputTokens, outputTokens, usd } = addUsage(usage.agent, usage.writer);
  const parts = [
    counted(calls, 'model call'),
    `${whole(reused)} more answered from this run’s own replies`,
    `${whole(inputTokens + outputTokens)} tokens`,
    ...(usd > 0 ? [dollars(usd)] : []),
    duration(seconds),
  ];
  return `  ${parts.join(', ')}`;
}
