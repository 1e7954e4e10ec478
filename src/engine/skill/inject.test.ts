import { describe, expect, it } from 'vitest';
import type { Message } from '../types';
import { chooseAndInject, injectSkills, selectionText } from './inject';
import { Library } from './library';
import { printSkill } from './skillFormat';

const skill = (name: string, tags: readonly string[] = []) =>
  printSkill({
    name,
    description: `About ${name}.`,
    tags,
    version: 1,
    provenance: undefined,
    content: `Do ${name}.`,
    file: `${name}.md`,
  });
const system: Message = { role: 'system', content: 'You are an agent.' };
const user: Message = { role: 'user', content: 'Weigh the parcel.' };
const assistant: Message = { role: 'assistant', content: 'Weighing.' };

describe('injecting skills', () => {
  it('puts them before the last message of the first decision', () => {
    const [first, second] = injectSkills([system, user], [skill('scales')]);
    expect(first).toBe(system);
    expect(second?.content).toMatch(
      /^## Skills\n\n[^]+\n\n### scales\n\nAbout scales\.\n\nDo scales\.\n\nWeigh the parcel\.$/,
    );
  });

  it('puts them behind the last message once the agent has spoken', () => {
    const messages: readonly Message[] = [
      system,
      user,
      assistant,
      { role: 'user', content: '5 kg' },
    ];
    const after = injectSkills(messages, [skill('a'), skill('b')]);
    expect(after.slice(0, 3)).toEqual(messages.slice(0, 3));
    expect(after[3]?.content).toMatch(
      /^5 kg\n\n## Skills\n[^]+### a\n[^]+### b\n\nAbout b\.\n\nDo b\.$/,
    );
  });

  it('looks at what stands before that message, and passes tool results by', () => {
    const tool: Message = { role: 'tool', content: '5', toolCallId: 'c1' };
    const after = injectSkills([user, assistant, tool], [skill('a')]);
    expect(after[0]?.content).toMatch(/^## Skills/);
    expect(after.slice(1)).toEqual([assistant, tool]);
  });

  it('leaves the messages as they are when there is nothing to put in, or nowhere', () => {
    const messages = [system, user];
    expect(injectSkills(messages, [])).toBe(messages);
    expect(injectSkills(messages, [skill('skeleton')])).toBe(messages);
    const spoken = [assistant];
    expect(injectSkills(spoken, [skill('a')])).toBe(spoken);
    const library = Library.of({ base: [], learned: [skill('a')], layout: 'flat' });
    expect(chooseAndInject(spoken, library).skills).toEqual([]);
  });

  it('puts in a protocol reminder, also alone', () => {
    expect(injectSkills([user], [], 'Answer in JSON.')[0]?.content).toBe(
      'Answer in JSON.\n\nWeigh the parcel.',
    );
    expect(injectSkills([user], [skill('a')], 'Answer in JSON.')[0]?.content).toMatch(
      /^## Skills\n[^]+Do a\.\n\nAnswer in JSON\.\n\nWeigh/,
    );
  });
});

describe('choosing skills for a conversation', () => {
  const library = Library.of({
    base: [skill('skeleton', ['parcel']), skill('given', ['orbit'])],
    learned: ['a', 'b', 'c'].map((name) => skill(name, [name === 'b' ? 'parcel' : 'orbit'])),
    layout: 'flat',
  });

  it('takes the best three, base skills among them, never the skeleton', () => {
    const { skills, messages } = chooseAndInject([user], library);
    expect(skills).toEqual(['b', 'given', 'a']);
    expect(messages[0]?.content).not.toContain('skeleton');
    expect(chooseAndInject([user], library, undefined, 1).skills).toEqual(['b']);
  });

  it('asks the hook about the first message, and survives it throwing', () => {
    const hook = (first: string) => (first === user.content ? 'Weigh twice.' : undefined);
    expect(chooseAndInject([user, assistant, user], library, hook).messages[2]?.content).toMatch(
      /Weigh twice\.$/,
    );
    const broken = () => {
      throw new Error('broken hook');
    };
    expect(chooseAndInject([user], library, broken).skills).toHaveLength(3);
  });

  it('looks at the last 12,000 characters, whole ones', () => {
    const text = selectionText([
      { role: 'user', content: 'parcel' },
      { role: 'assistant', content: '📏'.repeat(11_990) },
      { role: 'user', content: 'last words' },
    ]);
    expect(Array.from(text)).toHaveLength(12_000);
    expect(text.endsWith('📏\nlast words')).toBe(true);
    expect(selectionText([system, user])).toBe('You are an agent.\nWeigh the parcel.');
    expect(selectionText([])).toBe('');
  });
});
