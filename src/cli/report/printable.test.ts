import { describe, expect, it } from 'vitest';
import { oneLine, printable } from './printable';

describe('text on a terminal', () => {
  it('cannot move the cursor or paint', () => {
    expect(printable('a\u001b[2Jb\u0007\r')).toBe('a\\u001b[2Jb\\u0007\\u000d');
  });

  it('cannot reverse the reading direction', () => {
    expect(printable('x\u202etxt')).toBe('x\\u202etxt');
  });

  it('keeps lines, tabs and letters of any script', () => {
    expect(printable('é\tß\n漢')).toBe('é\tß\n漢');
  });

  it('is cut where it must fit on one line', () => {
    expect(oneLine('a\n  b   c', 4)).toBe('a b…');
  });
});
