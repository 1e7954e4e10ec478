/** Sections of a skill body, in the order of the template. */
export interface SkillParts {
  readonly title: string;
  readonly summary: string;
  readonly when: readonly string[];
  readonly rules: readonly string[];
  readonly example: readonly string[];
}

/** A skill body in Markdown. */
export function writeSkill({ title, summary, when, rules, example }: SkillParts): string {
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', `## ${heading}`, '', ...lines.map((line) => `- ${line}`)];
  return [
    `# ${title}`,
    '',
    '## Summary',
    '',
    summary,
    ...section('When to use this skill', when),
    ...section('Rule', rules),
    ...section('Example', example),
  ].join('\n');
}

/** A body with more in it: everything it said stays, each addition goes to the end of its section. */
export function extendSkill(body: string, parts: Omit<SkillParts, 'title'>): string {
  const items = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);
  // The summary goes first, so that the change shows where a reader begins.
  let text =
    insert(body, /^##\s+Summary\b/i, [parts.summary, ''], 'start') ?? `${parts.summary}\n\n${body}`;
  text = insert(text, /^##\s+When to use\b/i, items(parts.when), 'end') ?? text;
  text = addRules(text, parts.rules);
  return insert(text, /^##\s+Examples?\b/i, items(parts.example), 'end') ?? text;
}

/** A body with rules added under its rules, or under a heading of their own. */
export function addRules(body: string, rules: readonly string[]): string {
  if (rules.length === 0) return body;
  const lines = rules.map((rule) => `- ${rule}`);
  return (
    insert(body, /^##\s+Rules?\b/i, lines, 'end') ?? [body, '', '## Rule', '', ...lines].join('\n')
  );
}

/** Puts lines at the start or the end of a section's text; `undefined` when there is no such section. */
function insert(
  body: string,
  heading: RegExp,
  lines: readonly string[],
  where: 'start' | 'end',
): string | undefined {
  const all = body.split('\n');
  const start = all.findIndex((line) => heading.test(line));
  if (start < 0) return undefined;
  const next = all.findIndex((line, i) => i > start && /^#{1,2}\s/.test(line));
  let from = start + 1;
  let to = next < 0 ? all.length : next;
  while (from < to && all[from]?.trim() === '') from++;
  while (to > from && all[to - 1]?.trim() === '') to--;
  return all.toSpliced(where === 'start' ? from : to, 0, ...lines).join('\n');
}
