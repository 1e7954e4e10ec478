import { describe, expect, it } from 'vitest';
import { topLineFor } from './threadScroll';

describe('bringing a thread into sight', () => {
  const all = { first: 0, last: 44 };
  const besideAPanel = { first: 0, last: 13 };

  it('leaves everything where it is when the thread begins in the upper half', () => {
    expect(topLineFor({ first: 2, last: 9 }, all)).toBeUndefined();
    expect(topLineFor({ first: 0, last: 5 }, besideAPanel)).toBeUndefined();
  });

  it('scrolls to the end of a long frontmatter in a low editor', () => {
    expect(topLineFor({ first: 0, last: 13 }, besideAPanel)).toBe(11);
    expect(topLineFor({ first: 0, last: 30 }, all)).toBe(25);
  });

  it('keeps a hunk and its lenses with it', () => {
    expect(topLineFor({ first: 60, last: 63 }, all)).toBe(59);
    expect(topLineFor({ first: 2, last: 5 }, { first: 40, last: 80 })).toBe(1);
    expect(topLineFor({ first: 0, last: 0 }, { first: 40, last: 80 })).toBe(0);
  });

  it('takes little to be seen where nothing is known', () => {
    expect(topLineFor({ first: 0, last: 7 })).toBeUndefined();
    expect(topLineFor({ first: 0, last: 20 })).toBe(18);
  });
});
