import type { Colours } from '../terminal';
import { editReport } from './editReport';
import { learningCurve } from './learningCurve';
import { clockTime, counted, dollars, whole } from './numbers';
import { oneLine } from './printable';
import type { RunSummary } from './runSummary';

/** What the closing report says about a run besides its events. */
export interface RunReportContext {
  /** Run directory, as people would type it. */
  readonly dir: string;
  /** The author's library, if the run started from one. */
  readonly libraryDir: string | undefined;
  readonly isSimulated: boolean;
  readonly colours: Colours;
}

/** The closing report of a run: curve, library, every edit with its evidence, cost, and where it lies. */
export function runReport(run: RunSummary, context: RunReportContext): string[] {
  const { colours } = context;
  return [
    ...section('Learning curve (val)', learningCurve(run.val, run.bestEpoch, colours), colours),
    ...section(`Library: ${counted(run.library.length, 'learned skill')}`, names(run), colours),
    ...section(`Edits: ${tally(run)}`, edits(run, colours), colours),
    ...section('Cost', [`  ${costText(run)}`], colours),
    ...section('Where', whereabouts(context), colours),
    ...(context.isSimulated
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

function names({ library }: RunSummary): string[] {
  return library.length === 0 ? ['  none'] : library.map((name) => `  ${oneLine(name, 80)}`);
}

function tally({ edits: all }: RunSummary): string {
  const applied = all.filter((edit) => edit.applied).length;
  return `${whole(all.length)} judged, ${whole(applied)} applied`;
}

function edits({ edits: all }: RunSummary, colours: Colours): string[] {
  const order = [...all.filter(({ applied }) => !applied), ...all.filter(({ applied }) => applied)];
  return order.flatMap((edit, at) => [...(at === 0 ? [] : ['']), ...editReport(edit, colours)]);
}

function costText({ usage, seconds }: RunSummary): string {
  const tokens = usage.inputTokens + usage.outputTokens;
  const usd = usage.usd > 0 ? `, ${dollars(usage.usd)}` : '';
  return `${counted(usage.calls, 'model call')} (${whole(usage.reused)} more answered from this run's own replies), ${whole(tokens)} tokens${usd}, ${clockTime(seconds)} min`;
}

function whereabouts({ dir, libraryDir }: RunReportContext): string[] {
  const own = libraryDir ?? 'your library';
  return [
    `  the run            ${dir}`,
    `  its best library   ${dir}/skills/best`,
    `  ${own} was not touched. To take an edit over, open the run in VS Code and accept it there,`,
    `  or copy the skill file: cp ${dir}/skills/best/NAME.md ${own}/`,
  ];
}
