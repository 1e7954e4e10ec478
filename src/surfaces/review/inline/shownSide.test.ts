import { describe, expect, it } from 'vitest';
import type { EditSide } from '../editSides';
import type { AuthorsDecision } from '../reviewEdit';
import { assemble, changeOf } from './hunks';
import { shownSide } from './shownSide';
import { after, before } from './testSides';

const offered: EditSide = {
  name: 'read_the_bundle',
  action: 'MODIFY',
  base: before,
  offered: after,
  proposed: after,
  basis: 'author',
};
const change = changeOf({ ...offered, proposed: after });
const some = assemble(change, ({ id }) => id === change.hunks.at(-1)?.id);

const states = (side: EditSide, decision: AuthorsDecision): unknown => {
  const shown = shownSide(side, decision);
  return [...shown.states.values(), ...(shown.isByHand ? ['by hand'] : [])];
};

describe('shownSide', () => {
  it('has every hunk of a pending edit open', () => {
    expect(states(offered, 'pending')).toEqual(['open', 'open', 'open', 'open']);
  });

  it('knows which hunks the author left out of the proposal', () => {
    expect(states({ ...offered, proposed: some }, 'pending')).toEqual([
      'out',
      'out',
      'out',
      'open',
    ]);
  });

  it('knows which hunks are in the library, whatever version and provenance were written there', () => {
    const written = some?.replace('version: 2', 'version: 7').replace('fixes: 2', 'fixes: 1') ?? '';
    const side = { ...offered, basis: 'run', proposed: written } as const;
    expect(states(side, 'accepted')).toEqual(['out', 'out', 'out', 'in']);
    expect(states({ ...side, proposed: before }, 'accepted')).toEqual(['out', 'out', 'out', 'out']);
  });

  it('shows the proposal when the file holds all of it and more', () => {
    const side = { ...offered, proposed: `${after}\nMore by hand.\n` };
    expect(states(side, 'accepted')).toEqual(['in', 'in', 'in', 'in', 'by hand']);
    expect(shownSide(side, 'accepted').change.pair.proposed).toBe(after);
  });

  it("shows the author's own text when it is no choice of hunks", () => {
    const own = before.replace('- Look at every entry.', '- Look twice.');
    const shown = shownSide({ ...offered, proposed: own }, 'pending');
    expect(shown.isByHand).toBe(true);
    expect(shown.change.pair.proposed).toBe(own);
    expect([...shown.states.values()]).toEqual(['open']);
  });

  it('knows whether a file that the edit adds or removes is there', () => {
    const add: EditSide = { ...offered, action: 'ADD', base: null };
    expect(states(add, 'pending')).toEqual(['open']);
    expect(states(add, 'accepted')).toEqual(['in']);
    expect(states({ ...add, proposed: null }, 'accepted')).toEqual(['out']);
    const remove: EditSide = { ...offered, action: 'REMOVE', offered: null, proposed: null };
    expect(states(remove, 'accepted')).toEqual(['in']);
    expect(states({ ...remove, proposed: before }, 'accepted')).toEqual(['out']);
  });
});
