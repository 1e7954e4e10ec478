import type { CandidateJudged } from '../../engine/learn/events';
import { shrinks } from '../../engine/learn/shrinks';
import { arithmetic } from '../../engine/learn/verdictText';
import { fileFor } from '../../engine/skill/skillName';
import type { Layout } from '../../engine/skill/types';
import type { Verdict } from '../../engine/types';
import type { Colours } from '../terminal';
import { counted, whole } from './numbers';
import { oneLine, printable } from './printable';
import { probeTable } from './probeTable';
import type { EditOverride, EditRecord } from './editRecords';
import { skillDiff } from './skillDiff';

/** `MODIFY read_the_bundle`, `REMOVE old + ADD new`. */
export function editTitle({ edits }: CandidateJudged): string {
  return edits.map(({ action, name }) => `${action} ${oneLine(name, 64)}`).join(' + ');
}

/** One edit as it is judged: title, verdict, and which probes it fixed and broke. */
export function judgedLines(judged: CandidateJudged, colours: Colours): string[] {
  const { verdict, reason, outcomes, label, revisionOf } = judged;
  const origin = [
    label === null ? '' : `for ${oneLine(label, 60)}`,
    revisionOf === undefined ? '' : `revises ${revisionOf}`,
  ].filter((part) => part !== '');
  const note = origin.length === 0 ? '' : colours.dim(`  (${origin.join('; ')})`);
  return [
    `${judged.id}  ${colours.bold(editTitle(judged))}${note}`,
    `  ${painted(verdict, colours)}: ${oneLine(reason, 400)}`,
    ...named('fixed', outcomes, 'fixed').map((line) => `  ${colours.green(line)}`),
    ...named('broken', outcomes, 'regressed').map((line) => `  ${colours.red(line)}`),
    ...shrinkLines(judged, colours),
  ];
}

/** One edit with all its evidence: verdict, unified diff, probe table. */
export function editReport(edit: EditRecord, colours: Colours, layout: Layout): string[] {
  const { judged, override, canaries } = edit;
  const diff = Object.keys(judged.after).flatMap((name) =>
    skillDiff(
      fileFor(name, layout),
      { before: judged.before[name] ?? null, after: judged.after[name] ?? null },
      colours,
    ),
  );
  return [
    `${judged.id}  ${colours.bold(editTitle(judged))}  ${painted(judged.verdict, colours)}${fate(edit, colours)}`,
    `  ${oneLine(judged.reason, 400)}`,
    `  score${judged.complete ? '' : ' so far'}: ${arithmetic(judged.score, judged.penalty)}`,
    ...evidence(judged),
    ...shrinkLines(judged, colours),
    ...(canaries ? [`  canaries: ${oneLine(canaries.reason)}`] : []),
    ...(override ? overrideLines(override, colours) : []),
    '',
    ...diff.map((line) => `  ${line}`),
    '',
    ...probeTable(judged.outcomes).map((line) => `  ${line}`),
  ];
}

/** So that nobody accepts by accident what drops most of a skill. */
function shrinkLines(judged: CandidateJudged, colours: Colours): string[] {
  return shrinks(judged).map(({ name, before, after }) =>
    colours.yellow(
      `  shrinks ${oneLine(name, 64)} from ${whole(before)} to ${whole(after)} bytes: look at what it drops`,
    ),
  );
}

/** The author's word against the gate's, and what was measured. */
function overrideLines({ decision, reason, evidence }: EditOverride, colours: Colours): string[] {
  const why = reason === '' ? '' : `, because ${oneLine(reason)}`;
  return [
    `  ${colours.magenta(`your decision: ${decision}`)}${why}`,
    ...(evidence === undefined ? [] : [`  measured: ${oneLine(evidence)}`]),
  ];
}

/** What a confirmation rests on, in numbers. */
function evidence({ numbers }: CandidateJudged): string[] {
  if (!numbers) return [];
  const { rounds, rollouts, won, lost, p, flipRate, effect } = numbers;
  const share = (rate: number): string => `${(100 * rate).toFixed(1)} %`;
  const parts = [
    `${counted(rounds, 'round')} of ${counted(rollouts, 'fresh rollout')}`,
    `${won} differing pairs for it and ${lost} against it`,
    `p ${p < 0.001 ? '< 0.001' : p.toFixed(3)}`,
    `flip rate ${share(flipRate.passing.rate)} of passing, ${share(flipRate.failing.rate)} of failing samples`,
    `fixes ${share(effect.rate)} of failing probes (95 %: ${share(effect.low)} to ${share(effect.high)})`,
  ];
  return [`  evidence: ${parts.join('; ')}`];
}

function fate({ applied, kept, canaries }: EditRecord, colours: Colours): string {
  if (canaries?.rolledBack) return colours.yellow(', rolled back');
  if (!applied) return '';
  return kept ? colours.green(', applied') : ', applied, not in the best checkpoint';
}

function painted(verdict: Verdict, colours: Colours): string {
  switch (verdict) {
    case 'accepted':
      return colours.green(verdict);
    case 'rejected':
      return colours.red(verdict);
    case 'revise':
    case 'inconclusive':
      return colours.yellow(verdict);
  }
}

function named(
  word: string,
  outcomes: CandidateJudged['outcomes'],
  kind: CandidateJudged['outcomes'][number]['outcome'],
): string[] {
  const samples = outcomes.filter(({ outcome }) => outcome === kind).map(({ sample }) => sample);
  if (samples.length === 0) return [];
  const shown = samples.slice(0, 8).map(printable).join(', ');
  return [`${word} ${shown}${samples.length > 8 ? ` and ${samples.length - 8} more` : ''}`];
}
