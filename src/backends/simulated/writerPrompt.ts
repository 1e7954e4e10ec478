/** What the simulated writer reads off the prompts of the skill writer. */

export interface LearnedSkill {
  readonly name: string;
  readonly description: string;
  /** Empty when the prompt does not show it. */
  readonly body: string;
  /** Does the prompt show some of its lines only? */
  readonly isPart: boolean;
}

export interface LogEntry {
  readonly sample: string;
  readonly correct: boolean;
  readonly tags: readonly string[];
}

export interface ShownEdit {
  readonly action: string;
  readonly name: string;
  readonly description: string;
  readonly content: string;
  readonly tags: readonly string[];
}

/** Classify and diagnose: id, and the words between the marks, of each failing sample. */
export function readFailures(prompt: string): readonly {
  readonly sample: string;
  readonly tags: readonly string[];
  readonly label: string;
}[] {
  return [...prompt.matchAll(/^- ("(?:[^"\\]|\\.)*"): (.*)$/gm)].flatMap(
    ([, quoted = '', rest = '']) => {
      const sample = parseString(quoted);
      if (sample === undefined) return [];
      const tags = words(/\btags=\[([^\]]*)\]/.exec(rest)?.[1] ?? '');
      return [{ sample, tags, label: /\blabel=([\w-]+)/.exec(rest)?.[1] ?? '' }];
    },
  );
}

/** The label the draft is for, if there is one. */
export function readGroup(prompt: string): string | undefined {
  return /^Failure group: (.+)$/m.exec(prompt)?.[1]?.trim();
}

/** Which draft this is, from 1. */
export function readDraftNumber(prompt: string): number {
  return Number(/^Draft (\d+) of \d+/m.exec(prompt)?.[1] ?? 1);
}

export function isLibraryFull(prompt: string): boolean {
  const match = /^Learned library: (\d+) of (\d+)/m.exec(prompt);
  return match !== null && Number(match[1]) >= Number(match[2]);
}

export function readLearned(prompt: string): readonly LearnedSkill[] {
  const start = /^## Learned skills\b.*$/m.exec(prompt);
  if (!start) return [];
  const section = prompt.slice(start.index);
  const rows = section.matchAll(/^- (\S+) \(v\d+\) \| ("(?:[^"\\]|\\.)*")/gm);
  return [...rows].map(([, name = '', quoted = '']) => ({
    name,
    description: parseString(quoted) ?? '',
    ...bodyOf(section, name),
  }));
}

function bodyOf(section: string, name: string): Pick<LearnedSkill, 'body' | 'isPart'> {
  const mark = '<<<SKILL\n';
  const whole = section.indexOf(`\n${name}:\n${mark}`);
  const start = whole < 0 ? section.indexOf(`\n${name}, in part (lines `) : whole;
  if (start < 0) return { body: '', isPart: false };
  const from = section.indexOf(mark, start) + mark.length;
  const end = section.indexOf('\nSKILL>>>', from);
  return { body: end < 0 ? '' : section.slice(from, end), isPart: whole < 0 };
}

export function readLog(prompt: string): readonly LogEntry[] {
  const headers = [...prompt.matchAll(/^\[sample (.+?)\] status=.*? correct=(true|false)/gm)];
  return headers.map((header, i) => {
    const text = prompt.slice(header.index, headers[i + 1]?.index);
    return {
      sample: header[1] ?? '',
      correct: header[2] === 'true',
      tags: words(/^Failure tags: (.*)$/m.exec(text)?.[1] ?? ''),
    };
  });
}

export function readEdits(prompt: string): readonly ShownEdit[] {
  const heads = [...prompt.matchAll(/^Action: (ADD|MODIFY|REMOVE)\b.*$/gm)];
  return heads.map((head, i) => {
    const text = prompt.slice(head.index, heads[i + 1]?.index);
    return {
      action: head[1] ?? '',
      name: /^Name: (.+)$/m.exec(text)?.[1]?.trim() ?? '',
      description: unquoted(/^Description: (.+)$/m.exec(text)?.[1]?.trim() ?? ''),
      tags: words(/^Tags: (.*)$/m.exec(text)?.[1] ?? ''),
      content: /^<<<CONTENT\n([\s\S]*?)\nCONTENT>>>$/m.exec(text)?.[1] ?? '',
    };
  });
}

function unquoted(text: string): string {
  return parseString(text) ?? text;
}

function parseString(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function words(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
