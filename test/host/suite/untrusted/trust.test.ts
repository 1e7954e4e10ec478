/** What needs trust says so, and the notice has the way there. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { remediesFor } from '../../../../src/surfaces/common/registerCommand';
import { HelpfulError } from '../../../../src/surfaces/common/helpfulError';
import { requireTrust } from '../../../../src/surfaces/common/requireTrust';

describe('what needs a trusted workspace', () => {
  it('is refused with a button that leads to trust', () => {
    const log = { show: () => undefined };
    assert.throws(
      () => requireTrust('Not here.'),
      (error) => {
        assert.ok(error instanceof HelpfulError);
        assert.equal(error.message, 'Not here.');
        assert.deepEqual([...remediesFor(error, log).keys()], ['Manage Trust']);
        return true;
      },
    );
    assert.deepEqual([...remediesFor(new Error('Other.'), log).keys()], ['Show log']);
  });
});
