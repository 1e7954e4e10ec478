import { describe, expect, it } from 'vitest';
import { parseClassify, parseDiagnose, parseEdits } from './parseReply';
import { trace } from './testData';

const failing = [trace('S-1'), trace('S-2'), trace('__proto__')];

describe('parseClassify', () => {
  const input = { failing, taxonomy: { stale_count: 'An old count', 'Odd Label': 'As it came' } };
  const parse = (reply: unknown) => parseClassify(JSON.stringify(reply), input);

  it('keeps labels of samples that were asked about, as slugs', () => {
    expect(
      parse({ labels: { 'S-1': 'Wrong Shelf!', 'S-9': 'made_up', 'S-2': 'stale_count' } }),
    ).toEqual({
      labels: { 'S-1': 'wrong_shelf', 'S-2': 'stale_count' },
      new_labels: { wrong_shelf: 'wrong shelf' },
    });
  });

  it('describes the labels in use that nobody knew, and no others', () => {
    const new_labels = { 'Wrong Shelf': 'Looked at\nanother shelf', unused: 'x', stale_count: 'y' };
    expect(
      parse({ labels: { 'S-1': 'wrong_shelf', 'S-2': 'stale_count' }, new_labels })?.new_labels,
    ).toEqual({ wrong_shelf: 'Looked at another shelf' });
  });

  it('leaves a known label as it is, slug or not', () => {
    expect(parse({ labels: { 'S-1': 'Odd Label' } })).toEqual({
      labels: { 'S-1': 'Odd Label' },
      new_labels: {},
    });
  });

  it('cuts a label to 60 characters', () => {
    const label = parse({ labels: { 'S-1': `${'x'.repeat(59)} ${'y'.repeat(59)}` } })?.labels[
      'S-1'
    ];
    expect(label).toBe('x'.repeat(59));
  });

  it('takes a sample called __proto__ and a label called constructor as data', () => {
    const reply = parseClassify('{"labels": {"__proto__": "constructor"}}', input);
    expect(Object.entries(reply?.labels ?? {})).toEqual([['__proto__', 'constructor']]);
    expect(Object.entries(reply?.new_labels ?? {})).toEqual([['constructor', 'constructor']]);
  });

  it.each([
    ['prose', 'no idea'],
    ['a list', '[]'],
    ['labels of no sample that was asked about', '{"labels": {"S-9": "made_up"}}'],
    ['labels that are no words', '{"labels": {"S-1": 3, "S-2": "??"}}'],
    ['labels that are a list', '{"labels": ["stale_count"]}'],
  ])('cannot use %s', (_what, text) => {
    expect(parseClassify(text, input)).toBeUndefined();
  });
});

describe('parseDiagnose', () => {
  it('keeps one line for each sample that was asked about', () => {
    const text =
      'So: {"S-1": " It read\\n the wrong shelf. ", "S-2": 4, "S-9": "x", "__proto__": "y"}';
    expect(Object.entries(parseDiagnose(text, failing) ?? {})).toEqual([
      ['S-1', 'It read the wrong shelf.'],
      ['__proto__', 'y'],
    ]);
  });

  it('cannot use a reply about other samples', () => {
    expect(parseDiagnose('{"S-9": "x"}', failing)).toBeUndefined();
  });
});

describe('parseEdits', () => {
  const edit = { action: 'ADD', name: 'n', tags: ['a'] };
  const json = JSON.stringify([edit]);

  it.each<[string, string, readonly unknown[]]>([
    ['a list', json, [edit]],
    ['a list with rubbish in it', `["x", ${json.slice(1)}`, ['x', edit]],
    ['a list after an empty one', `At first I thought [], but: ${json}`, [edit]],
    ['a list after a checklist', `- [ ] shelf\n${json}`, [edit]],
    ['a wrapper', `{"edits": ${json}}`, [edit]],
    ['a lone edit', `\`\`\`json\n${JSON.stringify(edit)}\n\`\`\``, [edit]],
    ['no edits', 'Nothing is worth a test: []', []],
    ['what follows the thoughts', `<think>[{"action":"REMOVE"}]</think>${json}`, [edit]],
    ['thoughts, when nothing follows', `<think>${json}</think>`, [edit]],
  ])('reads %s', (_what, text, expected) => {
    expect(parseEdits(text, false)).toEqual(expected);
  });

  it('does not take half of a pair out of a reply that was cut off', () => {
    const text = '[{"action": "REMOVE", "name": "a"}, {"action": "ADD", "na';
    expect(parseEdits(text, true)).toBeUndefined();
  });

  it.each([
    ['prose', 'I would add a skill.'],
    ['a list of words', '["ADD"]'],
  ])('cannot use %s', (_what, text) => {
    expect(parseEdits(text, false)).toBeUndefined();
  });
});
