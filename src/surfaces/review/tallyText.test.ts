import { describe, expect, it } from 'vitest';
import { UserError } from '../../util/errors';
import { plainWords } from '../common/plainWords';
import { tallyText } from './tallyText';
import { testEdit } from './testEdit';

const edit = testEdit();
const stale = {
  edit,
  error: new UserError('MODIFY read_the_bundle does not fit your library any more.', {
    place: { file: '/library' },
    fix: 'Rebase it.',
  }),
};
const full = { edit, error: new UserError('The disk is full.') };

describe('what became of several decisions', () => {
  it('is a number when all could be done', () => {
    expect(tallyText('accept', { done: 4, refused: [] }, plainWords)).toBe('4 edits accepted.');
    expect(tallyText('undo', { done: 1, refused: [] }, plainWords)).toBe('1 decision taken back.');
  });

  it('names the one that could not be, why, and what to do', () => {
    expect(tallyText('accept', { done: 1, refused: [stale] }, plainWords)).toBe(
      '1 edit accepted. 1 could not be: MODIFY read_the_bundle does not fit your library any more. Rebase it.',
    );
  });

  it('names the first of several, also where the failure does not', () => {
    expect(tallyText('reject', { done: 0, refused: [full, stale] }, plainWords)).toBe(
      '0 edits rejected. 2 could not be. The first: MODIFY read_the_bundle: The disk is full.',
    );
  });
});
