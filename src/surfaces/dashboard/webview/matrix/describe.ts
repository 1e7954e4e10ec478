/** Candidates and cells in words. */
import {
  passWords,
  type CandidateRow,
  type Cell,
  type Confirmation,
  type MatrixData,
} from '../../model/dashboardData';
import type { Words } from '../words';
import { signOf } from './outcomeSigns';

/** `MODIFY read_dates`; a pair is one candidate. */
export function editsText({ edits }: Pick<CandidateRow, 'edits'>, words: Words): string {
  if (edits.length === 0) return words.of('noEdits');
  return edits.map(({ action, name }) => `${action} ${name}`).join(' + ');
}

export function placeText(row: CandidateRow, words: Words): string {
  return row.isRecovery
    ? words.of('placeRecovery', row.epoch)
    : words.of('place', row.epoch, row.update);
}

export function shortPlace(row: CandidateRow, words: Words): string {
  return row.isRecovery
    ? words.of('placeShortRecovery', row.epoch)
    : words.of('placeShort', row.epoch, row.update);
}

/** What the gate said, or what became of it afterwards. */
export function verdictText(
  { verdict, override, isRolledBack }: CandidateRow,
  words: Words,
): string {
  if (override !== null) {
    return words.of(override === 'accepted' ? 'acceptedByYou' : 'rejectedByYou');
  }
  return words.of(isRolledBack ? 'rolledBack' : verdict);
}

/** `+2 −0`. */
export function changeText({ fixes, regressions }: CandidateRow): string {
  return `+${fixes} −${regressions}`;
}

export interface Description {
  readonly title: string;
  readonly lines: readonly string[];
}

export function describeCandidate(row: CandidateRow, words: Words): Description {
  const facts = [
    words.of('scoreIs', words.signed(row.score)),
    row.label !== '' && words.of('forLabel', row.label),
    !row.isComplete && words.of('stoppedEarly'),
    row.override !== null &&
      words.of(row.override === 'accepted' ? 'overrideAccepted' : 'overrideRejected'),
    row.isRolledBack ? words.of('rolledBack') : row.isApplied && words.of('isApplied'),
    ...evidenceOf(row, words),
  ].filter((fact) => typeof fact === 'string');
  const verdict = words.of(row.verdict);
  return {
    title: `${editsText(row, words)} · ${placeText(row, words)}`,
    lines: [row.reason === '' ? verdict : `${verdict}: ${row.reason}`, facts.join(' · ')],
  };
}

/** What the verdict rests on beyond one rollout per probe. */
export function evidenceOf(
  { confirmation, canaries }: CandidateRow,
  words: Words,
): readonly string[] {
  return [
    ...(confirmation === null ? [] : [confirmationText(confirmation, words)]),
    ...(canaries === '' ? [] : [canaries.replace(/\.$/, '')]),
  ];
}

function confirmationText(numbers: Confirmation, words: Words): string {
  const { rounds, rollouts, won, lost, p, effect, flips } = numbers;
  const shares = [effect.rate, effect.low, effect.high, flips.passing, flips.failing];
  return words.of(
    'confirmedBy',
    words.count(rollouts),
    rounds,
    won,
    lost,
    p < 0.001 ? '< 0.001' : p.toFixed(3),
    ...shares.map((share) => words.exactShare(share)),
  );
}

export function describeCell(
  row: CandidateRow,
  cell: Cell,
  matrix: MatrixData,
  words: Words,
): Description {
  const [probe, outcome, , , status] = cell;
  const ended = matrix.statuses[status];
  const fault = row.faults[probe];
  return {
    title: `${sampleOf(probe, matrix)} · ${editsText(row, words)}`,
    lines: [
      beforeAndAfter(row, cell, words),
      [
        words.of(signOf(outcome).word),
        ...(ended === undefined ? [] : [words.of('probeEnded', ended)]),
        ...(fault === undefined ? [] : [fault]),
      ].join(' · '),
    ],
  };
}

/** A cell in one line, for those who hear it. */
export function cellLabel(row: CandidateRow, cell: Cell, matrix: MatrixData, words: Words): string {
  const word = words.of(signOf(cell[1]).word);
  return `${sampleOf(cell[0], matrix)}: ${word}; ${beforeAndAfter(row, cell, words)}`;
}

function beforeAndAfter(
  { repeats }: CandidateRow,
  [probe, outcome, before, alone]: Cell,
  words: Words,
): string {
  const pass = (word: number): string => words.of(passWords[word] ?? 'unknown');
  const several = repeats[probe];
  const times = (passed: number, rollouts: number): string =>
    words.of('passedTimes', passed, rollouts);
  const isKnown = several !== undefined || passWords[alone] !== 'unknown';
  return [
    words.of('probeBefore', pass(before)),
    ...(isKnown
      ? [words.of('probeAlone', several ? times(several[2], several[3]) : pass(alone))]
      : []),
    words.of(
      'probeAfter',
      several ? times(several[0], several[1]) : words.of(signOf(outcome).after),
    ),
  ].join(', ');
}

function sampleOf(probe: number, { probes }: MatrixData): string {
  return probes[probe] ?? '';
}
