import { runCycle } from '../learn/cycle';
import type { Method } from './method';

export type { Method } from './method';

const grasp: Method = {
  name: 'grasp',
  description:
    'Learns skill edits from failures and keeps an edit only if a probe set says that it fixes more than it breaks.',
  run: runCycle,
};

/** Every method by its name. */
export const methods: Readonly<Record<string, Method>> = { grasp };
