import type { SkillProblem } from '../../engine/skill/types';
import { printable } from './printable';

/** What is wrong with a skill file that a command goes on without, or with as it is. */
export function problemLine({ file, line, message }: SkillProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return printable(`grasp: ${place}: ${message}`);
}
