import { describe, expect, it } from 'vitest';
import { describeError, UserError } from './errors';

class Special extends UserError {}

describe('UserError', () => {
  it('is known across bundles by its mark, and kinds of it by their class', () => {
    const foreign = Object.assign(new Error('from elsewhere'), {
      [Symbol.for('grasp.UserError')]: true,
      place: { file: 'a.yaml', line: 2 },
      fix: 'Mend it.',
    });
    expect(foreign instanceof UserError).toBe(true);
    expect(describeError(foreign)).toBe('a.yaml:2: from elsewhere\n  Mend it.');
    expect(new Special('own') instanceof UserError).toBe(true);
    expect(new Special('own') instanceof Special).toBe(true);
    expect(new UserError('plain') instanceof Special).toBe(false);
    expect(new Error('other') instanceof UserError).toBe(false);
    expect((undefined as unknown) instanceof UserError).toBe(false);
  });
});
