import { describe, expect, it } from 'vitest';
import { clip, codeBlock, codeSpan, inline, plainLine, table, visible } from './markdown';

describe('visible', () => {
  it('spells out what cannot be seen, and keeps what layout and languages need', () => {
    expect(visible('a\u202eb\u0007c\u200bd\ufeff')).toBe('a\\u202eb\\u0007c\\u200bd\\ufeff');
    expect(visible('tab\there\r\nnext\rlast')).toBe('tab\there\nnext\nlast');
    expect(visible('👩\u200d🔬 é')).toBe('👩\u200d🔬 é');
    expect(visible('tag \u{e0041}, half \ud800.')).toBe('tag \\u{e0041}, half \\ud800.');
  });
});

describe('clip', () => {
  it('counts characters, not their halves', () => {
    expect(clip('👍👍👍', 3)).toBe('👍👍👍');
    expect(clip('👍👍👍👍', 3)).toBe('👍👍…');
    expect(clip('x'.repeat(5_000_000), 4)).toBe('xxx…');
  });
});

describe('plainLine', () => {
  it('is one short line whatever comes in', () => {
    expect(plainLine('  a\n\n b\t\u202e ')).toBe('a b \\u202e');
    expect(plainLine(`${' '.repeat(10)}${'y'.repeat(5_000)}`, 10)).toBe(`${'y'.repeat(9)}…`);
  });
});

describe('inline', () => {
  it.each([
    ['[x](command:grasp.run.start)', '\\[x\\](command:grasp.run.start)'],
    ['![i](https://e.example/i.png)', '!\\[i\\](https\\://e.example/i.png)'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['www.e.example, a@e.example', 'www\\.e.example, a\\@e.example'],
    ['*a* _b_ `c` ~~d~~', '\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['2) item', '2\\) item'],
    ['# head', '\\# head'],
    ['a | b \\| c', 'a \\| b \\\\\\| c'],
    ['$(alert) &lt;', '\\$(alert) &amp;lt;'],
    ['two\nlines', 'two lines'],
  ])('%j does nothing', (text, markdown) => {
    expect(inline(text)).toBe(markdown);
  });
});

describe('codeSpan', () => {
  it('cannot be left from inside', () => {
    expect(codeSpan('plain')).toBe('`plain`');
    expect(codeSpan('a `` b')).toBe('```a `` b```');
    expect(codeSpan('`edge`')).toBe('`` `edge` ``');
    expect(codeSpan('\n')).toBe('');
  });

  it('is running text where a bar would end a cell of a table', () => {
    expect(codeSpan('a|b')).toBe('a\\|b');
  });
});

describe('codeBlock', () => {
  it('is fenced by more than anything inside', () => {
    expect(codeBlock('````\nout\n```')).toBe('\n`````text\n````\nout\n```\n`````\n');
  });

  it('has an end', () => {
    const block = codeBlock('line\n'.repeat(1_000), { lines: 3 });
    expect(block).toBe('\n```text\nline\nline\nline\n…\n```\n');
    expect(codeBlock('x'.repeat(1_000_000), { characters: 10 })).toContain('\nxxxxxxxxx…\n');
  });
});

describe('table', () => {
  it('keeps each row on its line', () => {
    const hostile = 'x | y\n| injected | row |\n[a](command:b)';
    const lines = table(['sample', 'after'], [[codeSpan(hostile), inline(hostile)]]).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]?.match(/(?<!\\)\|/g)).toHaveLength(3);
  });
});
