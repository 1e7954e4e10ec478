/** How a frontmatter was mended. */
export type Mending = 'quote' | 'space' | 'tabs' | 'repeated' | 'several';

export interface Mended {
  readonly yaml: string;
  readonly how: Mending;
}

const MAX_LINES = 200;
const KEY = /^([A-Za-z_][\w-]*)\s*:(?:[ \t]+|$)/;

/** What may be wrong with one line; `undefined` where it is not that. */
const menders: Readonly<Record<'space' | 'quote', (line: string) => string | undefined>> = {
  space: (line) => (/^[A-Za-z_][\w-]*:[^\s]/.test(line) ? line.replace(':', ': ') : undefined),
  quote: (line) => {
    const [start, key] = KEY.exec(line) ?? [];
    if (start === undefined || key === undefined) return undefined;
    const value = line.slice(start.length).trim();
    if (value === '' || /^[|>]/.test(value)) return undefined;
    return `${key}: ${JSON.stringify(unquoted(value))}`;
  },
};

/**
 * Ways to make YAML readable that people get wrong by hand, tried near the line where reading failed first.
 * Each result is one that `isRead` takes; at most one of each kind.
 */
export function mendYaml(
  yaml: string,
  line: number,
  isRead: (yaml: string) => boolean,
): readonly Mended[] {
  const eol = yaml.includes('\r\n') ? '\r\n' : '\n';
  const lines = yaml.split(/\r?\n/);
  if (lines.length > MAX_LINES) return [];
  const join = (parts: readonly string[]): string => parts.join(eol);
  const found: Mended[] = [];
  const offer = (how: Mending, parts: readonly string[]): boolean => {
    if (found.some((it) => it.how === how) || !isRead(join(parts))) return false;
    found.push({ yaml: join(parts), how });
    return true;
  };

  const tabless = lines.map((it) => it.replace(/\t/g, '  '));
  if (lines.some((it) => /^\s*\t/.test(it))) offer('tabs', tabless);
  offer('repeated', withoutRepeated(lines));
  const near = lines.map((_, at) => at).sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  for (const how of ['space', 'quote'] as const) {
    for (const at of near) {
      const mended = menders[how](lines[at] ?? '');
      if (mended !== undefined && offer(how, lines.with(at, mended))) break;
    }
  }
  if (found.length === 0) offer('several', everything(tabless));
  return found;
}

function everything(lines: readonly string[]): readonly string[] {
  const spaced = lines.map((it) => menders.space(it) ?? it);
  return withoutRepeated(spaced.map((it) => (needsQuotes(it) ? (menders.quote(it) ?? it) : it)));
}

function needsQuotes(line: string): boolean {
  const value = line.replace(KEY, '').trim();
  return KEY.test(line) && !/^[[{"'|>]/.test(value) && /: |:$|^[@`%*&!]/.test(value);
}

/** Without the later ones of lines that set a key twice, and what is indented below them. */
function withoutRepeated(lines: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  let isDropped = false;
  return lines.filter((line) => {
    if (line.trim() === '') return true;
    const key = KEY.exec(line)?.[1];
    if (key !== undefined) {
      isDropped = seen.has(key);
      seen.add(key);
    } else if (/^\S/.test(line)) isDropped = isDropped && /^- /.test(line);
    return !isDropped;
  });
}

/** Without quotes that were opened or closed by mistake. */
function unquoted(value: string): string {
  const [first = ''] = value;
  const isQuoted = value.length > 1 && /["']/.test(first) && value.endsWith(first);
  return isQuoted ? value.slice(1, -1) : value.replace(/^["']|["']$/g, '');
}
