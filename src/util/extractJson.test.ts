import { describe, expect, it } from 'vitest';
import { extractJson } from './extractJson';

type Dict = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObjects = (value: unknown): value is readonly Dict[] =>
  isList(value) && value.length > 0 && value.every(isObject);

describe('extractJson', () => {
  const answer = [{ action: 'ADD', content: 'a [b] {c}' }];
  const json = JSON.stringify(answer);

  it.each([
    ['bare', json],
    ['in prose', `Here you are: ${json}. Hope it helps!`],
    ['in a json fence', `Sure.\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
    ['in a plain fence', `\`\`\`\n${json}\n\`\`\``],
    ['in an indented tilde fence', `  ~~~json\n${json}\n  ~~~`],
    ['in a fence with CRLF', `\`\`\`json\r\n${json}\r\n\`\`\`\r\n`],
    ['in a fence never closed', `\`\`\`json\n${json}`],
    ['in the second fence', `\`\`\`sql\nSELECT 1\n\`\`\`\nso\n\`\`\`json\n${json}\n\`\`\``],
    ['after a stray bracket', `The agent sent [sample 3] and { then stopped.\n${json}`],
    ['after a list of something else', `See [1] and [2, 3].\n${json}`],
    ['after a checkbox', `- [ ] done\n- [x] checked\n${json}`],
    ['after an unmatched quote', `He said "go. ${json}`],
    ['after brackets that do not match', `(a [1} "b" ${json}`],
    ['inside a wrapper object', `{"edits": ${json}}`],
    ['preferring the fence to an earlier value', `[{"action": "x"}]\n\`\`\`\n${json}\n\`\`\``],
  ])('finds the answer %s', (_where, text) => {
    expect(extractJson(text, isObjects)).toEqual(answer);
  });

  it('reads a string that holds a fenced block, brackets and quotes', () => {
    const edit = { content: 'Run:\n```sql\nSELECT "[" FROM `t`;\n```\nthen ]}\\' };
    expect(extractJson(`\`\`\`json\n${JSON.stringify(edit, null, 2)}\n\`\`\``, isObject)).toEqual(
      edit,
    );
  });

  it('forgives raw line breaks and backslashes that escape nothing', () => {
    const text = '```json\n{"content": "one\n```\ntwo\t\\d+ \\"q\\" \\\\ \\u0041"}\n```';
    expect(extractJson(text, isObject)).toEqual({ content: 'one\n```\ntwo\t\\d+ "q" \\ A' });
  });

  it.each([
    ['nothing', ''],
    ['prose', 'I have no edits to propose.'],
    ['a cut answer', json.slice(0, -3)],
    ['an answer of another shape', '["ADD", "MODIFY"]'],
  ])('finds nothing in %s', (_what, text) => {
    expect(extractJson(text, isObjects)).toBeUndefined();
  });

  it('looks for the answer at the end of a reply of any length', () => {
    expect(extractJson(`${'I think. '.repeat(400_000)}${json}`, isObjects)).toEqual(answer);
  });

  it('takes a key called __proto__ as data', () => {
    const value = extractJson('{"__proto__": {"polluted": true}}', isObject);
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(({} as Dict)['polluted']).toBeUndefined();
  });

  it.each([
    ['a million open brackets', '['.repeat(1_000_000)],
    ['a million open objects', '{"a":'.repeat(200_000)],
    ['unclosed lists', '["x", '.repeat(170_000)],
    ['closed pairs', '[]'.repeat(500_000)],
    ['empty lists at great depth', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['a wall of escapes', `["${'\\'.repeat(1_000_000)}`],
    ['quotes', `[${'"\\"'.repeat(300_000)}`],
    ['backticks', '`'.repeat(1_000_000)],
    ['fences', '```\n'.repeat(250_000)],
    ['tildes that end in a backtick', `${'~'.repeat(200_000)}\``],
    ['lines of tildes', `${'~'.repeat(1000)}\`\n`.repeat(500)],
    ['lists that are never closed, with a long tail', '[1 '.repeat(300_000)],
    ['brackets and white space', `{${' '.repeat(1000)}`.repeat(1000)],
  ])('gives up in bounded time on %s', (_what, text) => {
    const start = performance.now();
    expect(extractJson(text, isObjects)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
