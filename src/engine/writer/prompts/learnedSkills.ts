import type { Library } from '../../skill/library';
import type { Skill } from '../../skill/types';
import type { Provenance } from '../../types';
import { oneLine } from '../oneLine';
import type { Effectiveness } from '../types';
import { roughTokens } from '../../roughTokens';
import { quoted } from './quote';

/** One line per learned skill with its record, and notes under it that speak for replacing it. */
export function learnedSkillLines(
  library: Library,
  effectiveness: Readonly<Record<string, Effectiveness>>,
  maxTokens: number,
): readonly string[] {
  if (library.learned.length === 0) return ['(none yet)'];
  return listWithin(library.learned, maxTokens, (skill, description) => [
    [
      `- ${oneLine(skill.name)} (v${String(skill.version)})`,
      quoted(skill.description, description),
      record(skill.provenance),
      recent(skill.name, effectiveness),
    ].join(' | '),
    ...notes(skill, library.history(skill.name)).map((note) => `  ${note}`),
  ]);
}

/**
 * Entries for skills, with descriptions as long as there is room for, up to 400 characters. Of a library whose
 * very names are too many, the first of them, and how many more there are.
 */
export function listWithin(
  skills: readonly Skill[],
  maxTokens: number,
  entry: (skill: Skill, description: number) => readonly string[],
): readonly string[] {
  const cost = (lines: readonly string[]): number => roughTokens(lines.join('\n')) + lines.length;
  for (const description of [400, 160, 60]) {
    const lines = skills.flatMap((skill) => entry(skill, description));
    if (cost(lines) <= maxTokens) return lines;
  }
  const lines: string[] = [];
  let left = maxTokens;
  let listed = 0;
  for (const skill of skills) {
    const more = entry(skill, 20);
    left -= cost(more);
    if (left < 0) break;
    lines.push(...more);
    listed += 1;
  }
  return [...lines, `(${String(skills.length - listed)} more skills, not listed for want of room)`];
}

/** How full the library is, and what that means for the kind of edit. */
export function capacityLines(used: number, capacity: number): readonly string[] {
  const free = Math.max(0, capacity - used);
  const line = `Learned library: ${String(used)} of ${String(capacity)}`;
  if (free === 0) {
    return [
      line,
      'The library is full: an ADD on its own will be refused. Use MODIFY or REMOVE, or make room by',
      'proposing a REMOVE and an ADD together, as a pair.',
    ];
  }
  if (free <= 2) {
    return [
      line,
      `Only ${free === 1 ? 'one slot is' : 'two slots are'} free: rather than a lone ADD, prefer a pair, the REMOVE of a skill whose record is`,
      'weak together with the ADD of what should stand in its place.',
    ];
  }
  return [line];
}

function record(provenance: Provenance | undefined): string {
  const { epoch, update_cycle: update, probe_score: score } = provenance ?? {};
  const born = isNumber(epoch) ? `E${String(epoch)}/U${count(update)}` : 'author';
  const probe = isNumber(score)
    ? `${signed(score)} (${count(provenance?.fixes)} fixed, ${count(provenance?.regressions)} regressed)`
    : 'none';
  return `born=${born} probe=${probe}`;
}

function recent(name: string, effectiveness: Readonly<Record<string, Effectiveness>>): string {
  const seen = Object.hasOwn(effectiveness, name) ? effectiveness[name] : undefined;
  if (seen === undefined || seen.runs === 0) return 'recent=no data';
  const { fixes, regressions, runs } = seen;
  return `recent=${String(fixes)} fixed, ${String(regressions)} regressed in ${String(runs)} runs`;
}

function notes(skill: Skill, archived: readonly Skill[]): readonly string[] {
  const override = skill.provenance?.override;
  const changes = skill.version - 1;
  return [
    ...betterBefore(skill, archived),
    ...(changes >= 2 ? [`modified ${String(changes)} times already`] : []),
    ...(typeof override?.reason === 'string'
      ? [`the author overruled the gate here: ${quoted(override.reason, 300)}`]
      : []),
  ];
}

function betterBefore(skill: Skill, archived: readonly Skill[]): readonly string[] {
  const now = scoreOf(skill);
  if (now === undefined) return [];
  const scored = archived.map((past) => ({ version: past.version, score: scoreOf(past) ?? now }));
  const [best] = scored.sort((a, b) => b.score - a.score);
  if (best === undefined || best.score <= now) return [];
  return [
    `warning: archived v${String(best.version)} probed at ${signed(best.score)}, better than ${signed(now)} now; ` +
      'prefer to replace this skill (REMOVE + ADD) over one more MODIFY',
  ];
}

function scoreOf(skill: Skill): number | undefined {
  const score = skill.provenance?.probe_score;
  return isNumber(score) ? score : undefined;
}

/** Provenance comes out of a file that anybody may have edited. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function count(value: unknown): string {
  return isNumber(value) ? String(value) : '?';
}

function signed(value: number): string {
  return value > 0 ? `+${String(value)}` : String(value);
}
