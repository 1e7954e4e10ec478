import { LineCounter, parseDocument } from 'yaml';
import { describe, expect, it } from 'vitest';
import { faultLine } from './yamlFault';

function lineOf(...text: readonly string[]): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(`${text.join('\n')}\n`, {
    lineCounter: lines,
    prettyErrors: false,
  });
  const [fault] = document.errors;
  return fault && faultLine(document, fault, lines);
}

describe('the line of a fault in YAML', () => {
  it('is where a bracket was opened that is not closed', () => {
    expect(lineOf('task: { kind: quickstart', 'cycle:', '  epochs: 1')).toBe(1);
    expect(lineOf('task:', '  kind: quickstart', 'cycle:', '  epochs: [2')).toBe(4);
    expect(lineOf('a: 1', 'task: {', '  kind: x,', '  seed: [1', 'cycle:')).toBe(4);
  });

  it('is where a quote was opened that is not closed', () => {
    expect(lineOf('task: {}', 'agent_preset: "simulated', 'cycle:', '  epochs: 1')).toBe(2);
    expect(lineOf('task:', "  kind: 'quickstart", 'cycle:')).toBe(2);
    expect(lineOf('task: { kind: "quickstart }', 'cycle:')).toBe(1);
  });

  it('is the line itself for everything else', () => {
    expect(lineOf('task:', '  kind: quickstart', ' suite: x', 'cycle:')).toBe(3);
    expect(lineOf('task:', '\tkind: quickstart')).toBe(2);
    expect(lineOf('cycle: {}', 'task: kind: quickstart')).toBe(2);
    expect(lineOf('a: {', '  b: 1', '}', 'c: ]')).toBe(4);
  });
});
