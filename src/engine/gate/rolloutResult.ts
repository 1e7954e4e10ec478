import type { Episode } from '../learn/episode';

/** What one rollout says of its sample; a fault says nothing. */
export type RolloutResult = 'pass' | 'fail' | 'fault';

export function resultOf(episode: Episode): RolloutResult {
  if (episode.kind === 'errored' || episode.status === 'error') return 'fault';
  return episode.correct ? 'pass' : 'fail';
}
