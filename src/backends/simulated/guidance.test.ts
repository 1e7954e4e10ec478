import { describe, expect, it } from 'vitest';
import { guidanceOf, skillsIn } from './guidance';
import { guardRules, harmfulTexts, lessonTexts, vagueTexts } from './lessons';
import { writeSkill } from './skillText';
import { questionSheet } from './testConversation';

const lessonsIn = (text: string): string[] => [...guidanceOf([text]).lessons];
const harmsIn = (text: string): string[] => [...guidanceOf([text]).harms];

describe('lessons', () => {
  it.each([
    ['window', 'If there is nothing in the last 24 hours, answer -1.'],
    ['window', 'Only values of the past 24h count.\n\nOtherwise reply with −1.'],
    ['latest', 'Sort the entries by effectiveDateTime and use the last.'],
    ['latest', 'Pick the most recent entry.'],
    ['latest', 'Do not take the first entry, take the newest\nentry instead.'],
    ['bare', 'Answer with a bare number.'],
    ['bare', 'Give the value without the unit.'],
    ['bare', 'FINISH takes a number, not a string.'],
    ['action', 'Reply with exactly one action.'],
    ['action', 'No prose!'],
  ])('%s is understood from "%s"', (lesson, text) => {
    expect(lessonsIn(text)).toEqual([lesson]);
  });

  it.each([
    'Be careful with magnesium.',
    'The question is about the last 24 hours.',
    'Answer -1.',
    'effectiveDateTime says when the sample was taken.',
    'A level of 24.1 is high; 0-1 is low.',
  ])('nothing is understood from "%s"', (text) => {
    expect(lessonsIn(text)).toEqual([]);
    expect(harmsIn(text)).toEqual([]);
  });

  it('is not put together from two skills', () => {
    expect([...guidanceOf(['Look at the last 24 hours.', 'If lost, say -1.']).lessons]).toEqual([]);
  });
});

describe('harms', () => {
  it.each([
    ['always-missing', 'Always answer -1.'],
    ['always-missing', 'If in doubt answer -1.'],
    ['always-missing', 'When you are not sure, reply with -1.'],
    ['post', 'Then POST an Observation with the result.'],
    ['explain', 'Explain your reasoning before the action.'],
    ['explain', 'Show your work.'],
    ['half-window', 'A value that is more than 12 hours old is missing.'],
    ['half-window', 'After twelve hours a value does not count.'],
    ['round', 'Round to one decimal.'],
    ['any-age', 'Take the last value, however old it is.'],
  ])('%s is done by "%s"', (harm, text) => {
    expect(harmsIn(text)).toEqual([harm]);
  });

  it.each([
    'Do not answer -1 when in doubt.',
    'Never POST an Observation.',
    'Don’t round.',
    'Send the action without explaining your reasoning first.',
    'A value that is 12 hours old is not missing.',
  ])('none is done by the warning "%s"', (text) => {
    expect(harmsIn(text)).toEqual([]);
  });

  it('that go too far are held back by a guard', () => {
    const broad = 'A value older than 12 hours is missing.';
    expect(harmsIn(`${broad}\n\nA value up to 24 hours old still counts.`)).toEqual([]);
    expect(harmsIn(`Round the value.\n\n${guardRules['as-recorded']}`)).toEqual([]);
    expect(harmsIn(`The newest, however old.\n\n${guardRules['window-first']}`)).toEqual([]);
    expect(harmsIn(`${broad}\n\n${guardRules['whole-window']}`)).toEqual([]);
  });
});

describe('the texts of the simulated writer', () => {
  it.each(Object.entries(lessonTexts))('teach %s and nothing else', (lesson, text) => {
    const skill = `${text.description}\n\n${writeSkill(text)}`;
    expect(lessonsIn(skill)).toEqual([lesson]);
    expect(harmsIn(skill)).toEqual([]);
    expect(writeSkill(text).split('\n').length).toBeGreaterThanOrEqual(15);
    expect(writeSkill(text).split('\n').length).toBeLessThanOrEqual(40);
    if (text.broad) expect(harmsIn(text.broad.rule)).toHaveLength(1);
  });

  it.each(Object.values(harmfulTexts))('do harm and teach nothing as $name', (text) => {
    const skill = writeSkill({ ...text, when: [], example: [] });
    expect(harmsIn(skill)).toHaveLength(1);
    expect(lessonsIn(skill)).toEqual([]);
  });

  it.each(vagueTexts)('do nothing at all as $name', (text) => {
    const skill = `${text.description}\n\n${writeSkill({ ...text, when: [], example: [] })}`;
    expect([lessonsIn(skill), harmsIn(skill)]).toEqual([[], []]);
  });
});

describe('skillsIn', () => {
  const block =
    '## Skills\n\nApply these.\n\n### one\n\nFirst.\n\n## Rule\n\n### Notes\n\n- More.\n\n### two_2\n\nSecond.';

  it('finds each skill with all of its sections', () => {
    const skills = skillsIn([{ role: 'user', content: `Text.\n\n${block}` }]);
    expect(skills).toEqual([
      'one\n\nFirst.\n\n## Rule\n\n### Notes\n\n- More.\n\n',
      'two_2\n\nSecond.',
    ]);
  });

  it('stops at the question sheet, whose own words are no guidance', () => {
    const content = `${block}\n\n${questionSheet('S1234567')}`;
    expect(skillsIn([{ role: 'user', content }]).join()).not.toContain('Question');
    expect(skillsIn([{ role: 'user', content: questionSheet('S1234567') }])).toEqual([]);
  });

  it('does not listen to what the agent said itself', () => {
    expect(skillsIn([{ role: 'assistant', content: block }])).toEqual([]);
  });
});
