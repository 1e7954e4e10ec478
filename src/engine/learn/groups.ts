import type { Trace } from '../writer/types';

/** Failures with one label, and every passing entry of the batch beside them. */
export interface FailureGroup {
  /** `null`: the whole batch, unlabelled. */
  readonly label: string | null;
  readonly entries: readonly Trace[];
}

/** Largest group first; groups of equal size stay in the order their label appeared. */
export function groupFailures(
  batch: readonly Trace[],
  labels: Readonly<Record<string, string>>,
): readonly FailureGroup[] {
  const whole: FailureGroup[] = [{ label: null, entries: batch }];
  if (Object.keys(labels).length === 0) return whole;
  const passing = batch.filter((entry) => entry.correct === true);
  const groups = new Map<string, Trace[]>();
  for (const entry of batch) {
    if (entry.correct === true) continue;
    const label = Object.hasOwn(labels, entry.sample) ? labels[entry.sample] : undefined;
    const key = label ?? 'unlabeled';
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  if (groups.size === 0) return whole;
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([label, failing]) => ({
      label: label === 'unknown' ? null : label,
      entries: [...failing, ...passing],
    }));
}
