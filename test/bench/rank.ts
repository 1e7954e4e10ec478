import { rankSkills } from '../../src/engine/skill/rank';
import { printSkill } from '../../src/engine/skill/skillFormat';

/** Ranks 1,000 skills for a text of full length; median of many calls, in milliseconds of wall clock. */
export async function benchRank(): Promise<{ name: string; ms: number }> {
  const topics =
    'invoice parcel glacier turbine orchard ledger harbour violin reactor canyon'.split(' ');
  const topic = (n: number) => `${topics[n % topics.length] ?? ''}${n % 97}`;
  const skills = Array.from({ length: 1000 }, (_, n) => {
    const words = Array.from({ length: 60 }, (_, i) => topic(n * 7 + i * 13)).join(' ');
    return printSkill({
      name: `skill_${n}`,
      description: `Handles ${topic(n)} cases before ${topic(n + 3)} is reported`,
      tags: [`${topic(n)}_report`, topic(n + 1), `${topic(n + 2)} check`],
      version: 1,
      provenance: undefined,
      content: `# Skill ${n}\n\n## When to use\n\n${words}\n\n## Steps\n\nCheck ${words}.`,
      file: `skill_${n}.md`,
    });
  });
  const text = Array.from({ length: 1500 }, (_, n) => topic(n * 31))
    .join(' ')
    .slice(0, 12_000);
  const times = Array.from({ length: 60 }, () => {
    const start = performance.now();
    rankSkills(skills, text);
    return performance.now() - start;
  });
  // The first calls read the skills' words and warm the compiler up.
  const settled = times.slice(10).sort((a, b) => a - b);
  return { name: 'rank 1,000 skills', ms: settled[Math.floor(settled.length / 2)] ?? Infinity };
}
