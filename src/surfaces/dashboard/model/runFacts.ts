import type { RunState } from '../../../store/runState';

/** Published files tell no times: only a journal has a first event. */
export function isPublished({ started, val }: Pick<RunState, 'started' | 'val'>): boolean {
  return started === '' && val.length > 0;
}

/** Of work; `null` when not known. */
export function secondsOf({
  started,
  seconds,
}: Pick<RunState, 'started' | 'seconds'>): number | null {
  return started === '' || !Number.isFinite(seconds) ? null : seconds;
}
