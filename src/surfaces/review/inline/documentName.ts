import type { CandidateJudged } from '../../../engine/learn/events';
import { visible } from '../../common/markdown';

/** A name as one segment of a path, whatever it holds. */
export function segment(name: string, limit = 60): string {
  const plain = visible(name)
    .replace(/[\\/:*?"<>|#%\s]+/g, ' ')
    .trim();
  const clipped = Array.from(plain).slice(0, limit).join('').trim();
  return clipped === '' || /^\.+$/.test(clipped) ? '_' : clipped;
}

/** What an edit's document is called: says what it is, and ends as a skill does. */
export function editFileName({ edits }: Pick<CandidateJudged, 'edits'>): string {
  return `${edits.map(({ action, name }) => `${action} ${segment(name, 48)}`).join(' + ')}.md`;
}
