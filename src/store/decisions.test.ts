import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../engine/learn/events';
import { appendDecision, Decisions, decisionsPath } from './decisions';
import { bundle, tempDir } from './testSupport';

const at = '2024-01-01T00:00:00.000Z';
const accept = (edit: string): Decision => ({ edit, decision: 'accept', at });

describe('decisions', () => {
  it('are found in the order in which they were made, from any of them on', () => {
    const dir = tempDir();
    const decisions = new Decisions(dir);
    expect(decisions.from(0)).toEqual([]);
    appendDecision(dir, accept('a'));
    appendDecision(dir, { ...accept('b'), decision: 'reject', reason: 'too\nbroad' });
    expect(decisions.from(1)).toEqual([
      { ...accept('b'), decision: 'reject', reason: 'too\nbroad' },
    ]);
    appendDecision(dir, accept('c'));
    expect(decisions.from(0).map(({ edit }) => edit)).toEqual(['a', 'b', 'c']);
  });

  it('survive a line that a killed editor left half-written', () => {
    const dir = tempDir();
    const decisions = new Decisions(dir);
    appendDecision(dir, accept('a'));
    appendFileSync(decisionsPath(dir), '{"edit":"b","deci');
    expect(decisions.from(0)).toEqual([accept('a')]);
    expect(decisions.badLines).toBe(0);
    appendDecision(dir, accept('c'));
    appendFileSync(decisionsPath(dir), '{"edit":"d","decision":"explode","at":"now"}\n\n');
    expect(decisions.from(0)).toEqual([accept('a'), accept('c')]);
    expect(decisions.badLines).toBe(2);
  });

  it('may carry the author’s version and what was measured; anything else in their place is no decision', () => {
    const dir = tempDir();
    const decisions = new Decisions(dir);
    const whole: Decision = {
      ...accept('a'),
      files: { a: 'text', b: null },
      verdict: 'accepted',
      evidence: '2 fixed, 0 regressed of 8 probes',
    };
    appendDecision(dir, whole);
    for (const bad of [
      { files: ['a'] },
      { files: { a: 1 } },
      { verdict: 'ok' },
      { evidence: {} },
    ]) {
      appendFileSync(decisionsPath(dir), `${JSON.stringify({ ...accept('b'), ...bad })}\n`);
    }
    expect(decisions.from(0)).toEqual([whole]);
    expect(decisions.badLines).toBe(4);
  });

  it('stay known when somebody empties the file', () => {
    const dir = tempDir();
    const decisions = new Decisions(dir);
    appendDecision(dir, accept('a'));
    expect(decisions.from(0)).toHaveLength(1);
    writeFileSync(decisionsPath(dir), '');
    expect(decisions.from(0)).toHaveLength(1);
    appendDecision(dir, accept('c'));
    expect(decisions.from(1)).toEqual([accept('c')]);
  });

  it('wake a run that waits for them', async () => {
    const dir = tempDir();
    const decisions = new Decisions(dir);
    const { signal } = new AbortController();
    appendDecision(dir, accept('a'));
    await decisions.more(0, signal);
    const waiting = decisions.more(1, signal);
    appendDecision(dir, accept('b'));
    await waiting;
    expect(decisions.from(1)).toEqual([accept('b')]);
  });

  it('stop waiting when the run is stopped', async () => {
    const controller = new AbortController();
    const waiting = new Decisions(tempDir()).more(0, controller.signal);
    const reason = new Error('stopped by the user');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('of two processes at once are all there and whole', async () => {
    const dir = tempDir();
    const module = JSON.stringify(bundle(join(__dirname, 'decisions.ts')));
    const writer = (name: string): string => `
      const { appendDecision } = require(${module});
      for (let i = 0; i < 300; i++)
        appendDecision(${JSON.stringify(dir)}, { edit: '${name}' + i, decision: 'accept', reason: 'r'.repeat(i), at: '' });
    `;
    const children = ['a', 'b'].map((name) => spawn(process.execPath, ['-e', writer(name)]));
    await Promise.all(children.map((child) => once(child, 'close')));
    const decisions = new Decisions(dir);
    const edits = decisions.from(0).map(({ edit }) => edit);
    expect(decisions.badLines).toBe(0);
    expect(new Set(edits).size).toBe(600);
    expect(readFileSync(decisionsPath(dir), 'utf8').endsWith('\n')).toBe(true);
  });
});
