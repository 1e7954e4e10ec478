import { describe, expect, it } from 'vitest';
import { expandEnv, literalParts, mentions } from './expandEnv';

describe('variables in data', () => {
  it('are filled in everywhere, several per text, with their defaults', () => {
    const { value, unset } = expandEnv(
      { a: '${X}-${Y:-dflt}-${X}', list: ['${Y:-}', 3, null, { deep: '${X}' }] },
      { X: '1' },
    );
    expect(value).toEqual({ a: '1-dflt-1', list: ['', 3, null, { deep: '1' }] });
    expect(unset).toEqual([]);
  });

  it('count as set when they are empty', () => {
    expect(expandEnv('[${X:-d}]', { X: '' }).value).toBe('[]');
  });

  it('are reported when they are missing, with where', () => {
    const { value, unset } = expandEnv({ a: ['ok', '${X} ${Y}'] }, {});
    expect(value).toEqual({ a: ['ok', '${X} ${Y}'] });
    expect(unset).toEqual([
      { variable: 'X', path: ['a', 1] },
      { variable: 'Y', path: ['a', 1] },
    ]);
  });

  it('do not come from an object’s prototype, and keys stay as they are', () => {
    expect(expandEnv('${constructor}', {}).unset).toHaveLength(1);
    expect(expandEnv({ '${X}': 1 }, { X: 'y' }).value).toEqual({ '${X}': 1 });
  });

  it('are told from the words around them', () => {
    expect(literalParts('a${X}b${Y:-c}')).toBe('abc');
    expect(mentions('${X}${Y:-c}')).toEqual([
      { variable: 'X', fallback: undefined },
      { variable: 'Y', fallback: 'c' },
    ]);
    expect(expandEnv('$X ${} ${1A} ${a b}', {}).value).toBe('$X ${} ${1A} ${a b}');
  });
});
