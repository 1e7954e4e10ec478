import type { CurvePoint, RunCurve } from '../../model/dashboardData';
import type { Words } from '../words';

/** A learning curve in sentences: for those who cannot see it, and under it for everybody. */
export function curveSummary(run: RunCurve, words: Words): string {
  const measured = run.points.filter(({ val }) => val !== null);
  const baseline = measured.find(({ epoch }) => epoch === 'baseline');
  const last = measured.at(-1);
  const isLearned = last !== undefined && last.epoch !== 'baseline';
  return [
    words.of('curveSummary', run.name),
    baseline && words.of('curveSummaryBaseline', words.share(baseline.val)),
    isLearned && words.of('curveSummaryLast', words.share(last.val), words.epoch(last.epoch)),
    isLearned && bestSentence(run, words),
    devSentence(run.points, words),
    erroredSentence(run.points, words),
    gapSentence(run.points, words),
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join(' ');
}

/** Which of these runs do not measure the same thing; empty when all do. */
export function comparisonCaveats(runs: readonly RunCurve[], words: Words): readonly string[] {
  const tasks = distinct(runs.map(({ task }) => task).filter((task) => task !== ''));
  if (tasks.length > 1) return [words.of('otherTask', tasks.join(', '))];
  const sizes = distinct(runs.map(sizeOf).filter((size) => size > 0));
  return sizes.length > 1 ? [words.of('otherSize', sizes.join(', '))] : [];
}

/** Val samples, those that met faults included. */
function sizeOf({ points }: RunCurve): number {
  return Math.max(0, ...points.map(({ total, errored }) => (total ?? 0) + errored));
}

function bestSentence({ best, points }: RunCurve, words: Words): string | undefined {
  if (best === 'baseline') return words.of('curveSummaryBaselineKept');
  const point = points.find(({ epoch }) => epoch === best);
  if (best === null || point?.val === undefined) return undefined;
  return words.of('curveSummaryBest', words.epoch(best), words.share(point.val));
}

function devSentence(points: readonly CurvePoint[], words: Words): string | undefined {
  const dev = points.flatMap((point) => (point.dev === null ? [] : [point.dev]));
  const [first] = dev;
  const last = dev.at(-1);
  if (first === undefined || last === undefined || dev.length < 2) return undefined;
  return words.of('curveSummaryDev', words.share(first), words.share(last));
}

function erroredSentence(points: readonly CurvePoint[], words: Words): string | undefined {
  const errored = points.reduce((sum, point) => sum + point.errored + point.devErrored, 0);
  return errored === 0 ? undefined : words.of('curveSummaryErrored', words.count(errored));
}

function gapSentence(points: readonly CurvePoint[], words: Words): string | undefined {
  const gaps = points.filter(({ val, total }) => val === null && total !== null);
  if (gaps.length === 0) return undefined;
  return words.of('curveSummaryGaps', gaps.map(({ epoch }) => words.epoch(epoch)).join(', '));
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
