/**
 * The bundle for translators (`npm run l10n`) against the code. Read by a pattern here: the tool that writes
 * the bundle parses every file, which takes longer than all other unit tests together.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = path.resolve(__dirname, '../..');
const bundle = JSON.parse(
  readFileSync(path.join(repository, 'l10n/bundle.l10n.json'), 'utf8'),
) as Record<string, string>;

const CALL = /\bl10n\s*\.t\(\s*(?:('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*[,)])?/g;

interface Said {
  readonly file: string;
  /** `undefined`: the text is put together at run time, and no translator ever sees it. */
  readonly text: string | undefined;
}

function saidIn(file: string): readonly Said[] {
  const source = readFileSync(path.join(repository, 'src', file), 'utf8');
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  return [...code.matchAll(CALL)].map(([, literal]) => ({
    file,
    text: literal === undefined ? undefined : unquoted(literal),
  }));
}

function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  return inner.replace(/\\(u[0-9a-f]{4}|.)/gi, (_, escaped: string) => {
    if (escaped.length > 1) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return { n: '\n', t: '\t', r: '\r' }[escaped] ?? escaped;
  });
}

const files = readdirSync(path.join(repository, 'src'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const said = files.flatMap(saidIn);

describe('the texts of the code', () => {
  it('are written out, so that they can be translated', () => {
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter(({ text }) => text === undefined)).toEqual([]);
  });

  it('are those of the bundle for translators (npm run l10n)', () => {
    const texts = new Set(said.flatMap(({ text }) => (text === undefined ? [] : [text])));
    expect([...texts].filter((text) => !Object.hasOwn(bundle, text))).toEqual([]);
    expect(Object.keys(bundle).filter((text) => !texts.has(text))).toEqual([]);
  });
});
