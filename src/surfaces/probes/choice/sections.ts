import { wordsOf } from '../../../engine/skill/tokens';

/** A stretch of a skill's text under one heading; the frontmatter and what follows it are the first. */
export interface Section {
  /** Empty for what stands before the first heading. */
  readonly heading: string;
  /** Number of `#`; 0 before the first heading. */
  readonly level: number;
  /** Line of the heading, from 0. */
  readonly line: number;
  /** Everything in it, its heading included. */
  readonly text: string;
}

export function sectionsOf(text: string): readonly Section[] {
  const lines = text.split(/\r?\n/);
  const starts: { heading: string; level: number; line: number }[] = [
    { heading: '', level: 0, line: 0 },
  ];
  let fence: string | undefined;
  lines.forEach((line, at) => {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
      return;
    }
    const found = fence === undefined ? /^(#{1,6})\s+(.*)$/.exec(line) : null;
    if (found) starts.push({ heading: found[2] ?? '', level: found[1]?.length ?? 1, line: at });
  });
  return starts.map((start, i) => ({
    ...start,
    text: lines.slice(start.line, starts[i + 1]?.line).join('\n'),
  }));
}

/** The text of every section that the other version does not have word for word. */
export function touchedText(before: string, after: string): string {
  if (before === after) return '';
  const known = new Set(sectionsOf(before).map((section) => section.text.trimEnd()));
  return sectionsOf(after)
    .filter((section) => !known.has(section.text.trimEnd()))
    .map((section) => section.text)
    .join('\n');
}

const HEADING_WEIGHT = 3;

/**
 * The line, from 0, of the section that has most to do with a text: its heading counts more than what is
 * under it; the first of equals. The first line of the skill when no heading is named and no section stands
 * out: what is about the whole must not seem to be about some heading.
 */
export function lineAbout(skill: string, about: string): number {
  const asked = new Set(wordsOf(about));
  const related = sectionsOf(skill)
    .filter(({ level }) => level > 0)
    .map(({ heading, text, line }) => {
      const named = sharedWords(asked, heading);
      return { line, named, score: HEADING_WEIGHT * named + sharedWords(asked, text) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best, next] = related;
  const standsOut = best !== undefined && (best.named > 0 || best.score > (next?.score ?? 0));
  return standsOut ? best.line : 0;
}

/** The line, from 0, of the first heading. */
export function titleLine(skill: string): number {
  return sectionsOf(skill)[1]?.line ?? 0;
}

/** How many of the words the text has, each counted once. */
export function sharedWords(asked: ReadonlySet<string>, text: string): number {
  return new Set(wordsOf(text).filter((word) => asked.has(word))).size;
}
