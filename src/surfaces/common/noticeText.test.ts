import { describe, expect, it } from 'vitest';
import { itemText, linesText, noticeText, tooltipText } from './noticeText';

const FORGED = '[x](command:workbench.action.quit) [y](https://evil.example "t")';

describe('text from files', () => {
  it('brings no link into a notice, a dialog, a tooltip', () => {
    for (const make of [noticeText, linesText, (text: string) => tooltipText(text)]) {
      expect(make(FORGED)).toBe(
        '[x] (command:workbench.action.quit) [y] (https://evil.example "t")',
      );
    }
  });

  it('brings no link that an unseen character would hide', () => {
    expect(noticeText('[x]\u200b(command:a)')).toBe('[x]\\u200b(command:a)');
    expect(noticeText('[x]\n(command:a)')).toBe('[x]. (command:a)');
  });

  it('is in sentences where it was in lines', () => {
    expect(noticeText('a.yaml: it is not set\n  Set it.\nThen go on.')).toBe(
      'a.yaml: it is not set. Set it. Then go on.',
    );
    expect(linesText('one\ntwo')).toBe('one\ntwo');
  });

  it('brings no icon into a picker or a tooltip', () => {
    expect(itemText('$(pass) run')).toBe('$ (pass) run');
    expect(tooltipText('$(pass) run')).toBe('$ (pass) run');
  });

  it('spells out what would turn or clear the line', () => {
    expect(itemText('a\u202eb\u0007c')).toBe('a\\u202eb\\u0007c');
    expect(noticeText('a\u202eb\u001b[2Jc')).toBe('a\\u202eb\\u001b[2Jc');
  });

  it('is never longer than a person reads', () => {
    const long = 'x'.repeat(1_000_000);
    expect(noticeText(long)).toHaveLength(1_000);
    expect(itemText(long)).toHaveLength(400);
    expect(linesText(long)).toHaveLength(4_000);
    expect(noticeText(`a${'\n'.repeat(1_000_000)}b`)).toBe('a. …');
  });

  it('leaves Markdown that was made of escaped parts', () => {
    const markdown = { value: '[x](command:ours)' };
    expect(tooltipText(markdown)).toBe(markdown);
  });
});
