import { expect, it } from 'vitest';
import { naturalOrder } from './naturalOrder';

it('counts the numbers in names', () => {
  expect(['run 10', 'run 9', 'a', 'run 1'].sort(naturalOrder)).toEqual([
    'a',
    'run 1',
    'run 9',
    'run 10',
  ]);
});
