import { describe, expect, it } from 'vitest';
import { runEvents, stateOf } from '../../../cli/report/testRun';
import { dashboardOf } from '../model/dashboardOf';
import { isSession, isToHost, isToPage } from './messages';

const data = dashboardOf({ run: { key: 'self', name: 'first', state: stateOf(runEvents) } });
const show = {
  type: 'show',
  version: 0,
  texts: { running: 'Running' },
  language: 'en',
  session: { run: '/runs/first', compared: [] },
  data,
};

/** The message with one of its members, at any depth, replaced. */
function broken(message: object, path: readonly string[], value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(message)) as Record<string, unknown>;
  let inner = copy;
  for (const name of path.slice(0, -1)) inner = inner[name] as Record<string, unknown>;
  inner[path.at(-1) ?? ''] = value;
  return copy;
}

describe('messages to the page', () => {
  it('are understood', () => {
    expect(isToPage(JSON.parse(JSON.stringify(show)))).toBe(true);
    const session = show.session;
    expect(isToPage({ type: 'problem', message: 'm', hint: '', choose: 'c', session })).toBe(true);
  });

  it.each([
    [['version'], 'x'],
    [['texts', 'running'], 1],
    [['session', 'compared'], 'x'],
    [['data', 'header', 'status'], 'odd'],
    [['data', 'runs', '0', 'points', '0', 'val'], 'x'],
    [['data', 'runs', '0', 'points', '0', 'epoch'], 'last'],
    [
      ['data', 'matrix', 'rows', '0', 'cells', '0'],
      [1, 2],
    ],
    [['data', 'matrix', 'rows', '0', 'verdict'], 'perhaps'],
    [['data', 'matrix', 'rows', '0', 'faults'], { 1: 2 }],
    [['data', 'cost', 'agent', 'calls'], null],
    [['data', 'cost', 'budget'], { calls: 'x' }],
  ])('are refused with a wrong %j', (path, value) => {
    expect(isToPage(broken(show, path, value))).toBe(false);
  });

  it.each([
    null,
    'show',
    {},
    { type: 'other' },
    { type: 'change', version: 1, changes: [{ part: 'constructor', value: {} }] },
    { type: 'change', version: 1, changes: [{ part: 'header', value: {} }] },
    {
      type: 'change',
      version: 1,
      changes: [
        { part: 'rows', moreProbes: [], moreStatuses: [], rows: [[-1, data.matrix.rows[0]]] },
      ],
    },
  ])('are refused when they are %j', (message) => {
    expect(isToPage(message)).toBe(false);
  });
});

describe('messages to the host', () => {
  it.each([
    { type: 'ready' },
    { type: 'command', command: 'compare' },
    { type: 'openEdit', id: 'e0' },
    { type: 'uncompare', key: 'run-0' },
    { type: 'failed', message: 'm' },
  ])('are understood: %j', (message) => {
    expect(isToHost(message)).toBe(true);
  });

  it.each([
    undefined,
    [],
    { type: 'command', command: 'workbench.action.quit' },
    { type: 'command', command: 'toString' },
    { type: 'openEdit' },
    { type: 'openEdit', id: 3 },
    { type: 'uncompare', key: {} },
    { type: 'eval', code: '1' },
  ])('are refused: %j', (message) => {
    expect(isToHost(message)).toBe(false);
  });
});

it('takes for a session only what names runs', () => {
  expect(isSession({ run: '/a', compared: ['/b'] })).toBe(true);
  expect(isSession(undefined)).toBe(false);
  expect(isSession({ run: '/a', compared: [1] })).toBe(false);
});
