import { describe, expect, it } from 'vitest';
import { Trail, type TrailPoint } from './trail';

type Said = TrailPoint['said'];
const pending: Said = { decision: 'undo' };
const accepted: Said = { decision: 'accept' };
const partly: Said = { decision: 'accept', files: { a: 'part' } };
const rejected: Said = { decision: 'reject' };

const point = (text: string | null, said: Said): TrailPoint => ({
  texts: new Map([['/a.md', text]]),
  said,
});
const file = (text: string | null) => () => text;

describe('the trail of decisions on an edit', () => {
  it('goes back with the editor’s undo, and forth with its redo', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('1', accepted));
    expect(trail.moved(file('1'), 'back')).toBeUndefined();
    expect(trail.moved(file('typed'), 'back')).toBeUndefined();
    expect(trail.moved(file('0'), 'back')?.said).toBe(pending);
    expect(trail.moved(file('0'), 'back')).toBeUndefined();
    expect(trail.moved(file('1'), 'forth')?.said).toBe(accepted);
  });

  it('tells the steps of a partial accept apart', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('part', partly));
    trail.add(point('1', accepted));
    expect(trail.moved(file('part'), 'back')?.said).toBe(partly);
    expect(trail.moved(file('0'), 'back')?.said).toBe(pending);
    expect(trail.moved(file('1'), 'forth')?.said).toBe(accepted);
  });

  it('finds the nearest of several decisions with one text', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('1', accepted));
    trail.add(point('0', rejected));
    expect(trail.moved(file('1'), 'back')?.said).toBe(accepted);
    expect(trail.moved(file('0'), 'forth')?.said).toBe(rejected);
    expect(trail.moved(file('1'), 'back')?.said).toBe(accepted);
    expect(trail.moved(file('0'), 'back')?.said).toBe(pending);
  });

  it('forgets what a new decision made impossible to redo', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('1', accepted));
    trail.moved(file('0'), 'back');
    trail.add(point('0', rejected));
    expect(trail.moved(file('1'), 'forth')).toBeUndefined();
  });

  it('knows files that come and go, and what saving made of a text', () => {
    const trail = new Trail(point(null, pending));
    trail.add(point('1', accepted));
    expect(trail.moved(file(null), 'back')?.said).toBe(pending);
    expect(trail.moved(file('1'), 'forth')?.said).toBe(accepted);
    expect(trail.files).toEqual(new Set(['/a.md']));
  });

  it('counts files that only a later decision touches as they were until then', () => {
    const trail = new Trail(point('0', pending));
    const both = new Map<string, string | null>([
      ['/a.md', '1'],
      ['/b.md', 'new'],
    ]);
    trail.add(
      { texts: both, said: accepted },
      { texts: new Map([['/b.md', null]]), said: pending },
    );
    const at = (a: string, b: string | null) => (name: string) => (name === '/a.md' ? a : b);
    expect(trail.moved(at('0', 'new'), 'back')).toBeUndefined();
    expect(trail.moved(at('0', null), 'back')?.said).toBe(pending);
    expect(trail.files).toEqual(new Set(['/a.md', '/b.md']));
  });

  it('comes back to what was typed between two decisions', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('1', accepted));
    trail.moved(file('0'), 'back');
    trail.add(point('typed 1', accepted), point('typed 0', pending));
    expect(trail.before('/a.md', 'typed 1')).toBe('typed 0');
    expect(trail.moved(file('typed 0'), 'back')?.said).toBe(pending);
    expect(trail.moved(file('0'), 'back')?.said).toBe(pending);
  });

  it('starts over from what was done elsewhere', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('1', accepted));
    // Another window took the decision back, and the file was changed.
    trail.add(point('typed 1', accepted), point('typed 0', pending));
    expect(trail.before('/a.md', 'typed 1')).toBe('typed 0');
    expect(trail.moved(file('typed 0'), 'back')?.said).toBe(pending);
  });

  it('ends at what was written by hand between two acceptances, and never before it', () => {
    const trail = new Trail(point('0', pending));
    trail.add(point('1', accepted));
    // The edit was taken out by hand and the skill rewritten; nobody took the decision back.
    trail.add(point('rewritten 1', accepted), point('rewritten', accepted));
    expect(trail.before('/a.md', 'rewritten 1')).toBe('rewritten');
    expect(trail.moved(file('rewritten'), 'back')?.texts.get('/a.md')).toBe('rewritten');
  });

  it('remembers what a file held before the edit, behind all steps of its acceptance', () => {
    const trail = new Trail(point('0', pending));
    expect(trail.before('/a.md', '0')).toBeUndefined();
    trail.add(point('part', partly));
    trail.add(point('1', accepted));
    expect(trail.before('/a.md', '1')).toBe('0');
    expect(trail.before('/a.md', 'typed')).toBeUndefined();
    expect(trail.before('/other.md', '1')).toBeUndefined();
  });
});
