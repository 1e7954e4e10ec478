import { Command } from 'commander';
import { measuredLine } from '../../engine/learn/measuredLine';
import { appendDecision } from '../../store/decisions';
import { isLive, readRun } from '../../store/readRun';
import { isRun } from '../../store/runLayout';
import { candidatesOf } from '../../store/runState';
import type { CandidateState } from '../../store/runState';
import { UserError } from '../../util/errors';
import { didYouMean } from '../../util/didYouMean';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { jsonOption } from '../options';
import { editTitle } from '../report/editReport';
import { oneLine } from '../report/printable';
import type { RunCommand, Session } from '../session';

interface DecideFlags {
  readonly edit?: string;
  readonly accept?: boolean;
  readonly reject?: boolean;
  readonly undo?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

export function decideCommand(run: RunCommand): Command {
  return new Command('decide')
    .description('accept or reject an edit of a run yourself, whatever the gate said')
    .argument('<run>', 'run directory')
    .option('--edit <id>', 'id of the edit, as the run prints it')
    .option('--accept', 'put it into the run’s library')
    .option('--reject', 'take it out of the run’s library')
    .option('--undo', 'go back to what the gate said')
    .option('--reason <text>', 'why; kept with the edit')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
A run that is going on takes the decision up at its next update; a run that has ended takes it up
when it is resumed (grasp learn … --resume). Your own library is never touched.

Examples:
  grasp decide runs/first --edit e0-u2-5c91f2 --accept --reason "the probe set has no such case"
  grasp decide runs/first --edit e0-u2-5c91f2 --undo`,
    )
    .action((dir: string, flags: DecideFlags) =>
      run(flags, (session) => decide(dir, flags, session)),
    );
}

async function decide(dir: string, flags: DecideFlags, session: Session): Promise<ExitCode> {
  const { terminal, clock } = session;
  const decision = chosen(flags);
  if (!isRun(dir)) {
    throw new UserError('there is no run here', {
      place: { file: dir },
      fix: 'Name a run directory, such as runs/first.',
      kind: 'usage',
    });
  }
  const state = await readRun(dir);
  const candidate = findEdit(candidatesOf(state), flags.edit ?? '', dir);
  const live = isLive(dir);
  // What was measured is kept with a word against it, as the editor does.
  const { verdict, outcomes } = candidate.judged;
  const isAgainst = decision !== 'undo' && (decision === 'accept') !== (verdict === 'accepted');
  const evidence = isAgainst ? measuredLine(outcomes) : undefined;
  appendDecision(dir, {
    edit: candidate.judged.id,
    decision,
    ...(flags.reason === undefined ? {} : { reason: flags.reason }),
    at: new Date(clock.now()).toISOString(),
    ...(evidence === undefined ? {} : { evidence }),
  });
  const effect = live
    ? 'The run is going on and takes this up at its next update.'
    : 'The run is not going on; "grasp learn … --resume" takes this into its library.';
  terminal.say(
    `${decision} ${candidate.judged.id}  ${editTitle(candidate.judged)}  (the gate said: ${candidate.judged.verdict})`,
  );
  terminal.say(`  ${effect}`);
  terminal.result({ run: dir, edit: candidate.judged.id, decision, live, effect });
  return exitCode.done;
}

function chosen({ accept, reject, undo }: DecideFlags): 'accept' | 'reject' | 'undo' {
  const all = { accept, reject, undo };
  const given = (['accept', 'reject', 'undo'] as const).filter((name) => all[name] === true);
  const [decision] = given;
  if (decision !== undefined && given.length === 1) return decision;
  throw new UserError(
    decision === undefined ? 'there is no decision' : 'these are several decisions at once',
    { fix: 'Give one of --accept, --reject and --undo.', kind: 'usage' },
  );
}

function findEdit(all: readonly CandidateState[], id: string, dir: string): CandidateState {
  const found = all.find(({ judged }) => judged.id === id);
  if (found) return found;
  const ids = all.map(({ judged }) => judged.id);
  const near = didYouMean(id, ids);
  const list = ids.length === 0 ? 'It has judged none yet.' : `Its edits: ${ids.join(', ')}.`;
  const message =
    id === '' ? 'there is no --edit' : `this run has judged no edit "${oneLine(id, 80)}"`;
  throw new UserError(message, {
    place: { file: dir },
    fix: near === undefined ? list : `Did you mean "${near}"?`,
    kind: 'usage',
  });
}
