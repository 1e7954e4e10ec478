import { describe, expect, it } from 'vitest';
import { fill, namesIn } from './template';

describe('template', () => {
  it('fills its places, other values than texts as JSON', () => {
    const values = new Map<string, never | string | readonly number[]>([
      ['input', 'hello'],
      ['list', [1]],
    ]);
    expect(fill('{{ input }}: {{list}}', values)).toBe('hello: [\n  1\n]');
  });

  it('never looks for places inside a value', () => {
    const values = new Map([
      ['input', '{{secret}} $& $1'],
      ['secret', 'x'],
    ]);
    expect(fill('<{{input}}>', values)).toBe('<{{secret}} $& $1>');
  });

  it('leaves braces alone that hold no name', () => {
    expect([...namesIn('{{}} {{1+1}} {a} {{ ok }}')]).toEqual(['ok']);
    expect(fill('{{}} {{1+1}} {a}', new Map())).toBe('{{}} {{1+1}} {a}');
  });
});
