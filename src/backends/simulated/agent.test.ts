import { describe, expect, it } from 'vitest';
import { actAsAgent, type Dice, habitOf } from './agent';
import type { Habit } from './behaviour';
import { harmfulTexts, lessonTexts, vagueTexts } from './lessons';
import { writeSkill } from './skillText';
import { afterSearch, questionSheet, type TestReading } from './testConversation';

const dice: Dice = { seed: 1, temperature: 0, repeat: 0 };
const now = Date.parse('2023-11-13T10:15:00Z');

const recent: readonly TestReading[] = [
  { hoursAgo: 30, value: 1.4 },
  { hoursAgo: 15, value: 1.92 },
  { hoursAgo: 20, value: 2.4 },
];
const none: readonly TestReading[] = [
  { hoursAgo: 90, value: 1.5 },
  { hoursAgo: 25, value: 2.1 },
];

/** A patient with this habit, and perhaps a condition more. */
function patientWith(
  habit: Habit,
  readings: readonly TestReading[],
  fits: (patient: string) => boolean = () => true,
): string {
  const known = readings.map(({ hoursAgo, value }) => ({
    at: now - hoursAgo * 3_600_000,
    value,
    unit: '',
  }));
  for (let i = 1_000_000; i < 1_010_000; i++) {
    const patient = `S${i}`;
    if (habitOf({ patient, now }, known, dice) === habit && fits(patient)) return patient;
  }
  throw new Error(`no patient with habit ${habit}`);
}

const says = (
  patient: string,
  readings: readonly TestReading[],
  ...skills: readonly string[]
): string | undefined =>
  actAsAgent(
    afterSearch(
      patient,
      readings,
      Object.fromEntries(skills.map((text, i) => [`skill_${i}`, text])),
    ),
    dice,
  );

describe('the simulated agent', () => {
  it('searches first, and ends with the right answer for a careful patient', () => {
    const patient = patientWith('careful', recent);
    expect(actAsAgent([{ role: 'user', content: questionSheet(patient) }], dice)).toBe(
      `GET http://localhost:8080/fhir/Observation?patient=${patient}&code=MG`,
    );
    expect(says(patient, recent)).toBe('FINISH([1.92])');
    expect(says(patientWith('careful', none), none)).toBe('FINISH([-1])');
  });

  it('does not know any other conversation', () => {
    expect(
      actAsAgent([{ role: 'user', content: 'What is the capital of France?' }], dice),
    ).toBeUndefined();
  });

  it('takes a stale value until a skill names the window', () => {
    const patient = patientWith('window', none);
    expect(says(patient, none)).toBe('FINISH([2.1])');
    expect(says(patient, none, writeSkill(lessonTexts.window))).toBe('FINISH([-1])');
    expect(says(patient, none, 'If nothing was measured within 24 hours, the answer is -1.')).toBe(
      'FINISH([-1])',
    );
  });

  it('takes the first entry until a skill asks for the latest', () => {
    const patient = patientWith('latest', recent);
    expect(says(patient, recent)).toBe('FINISH([1.4])');
    expect(says(patient, recent, writeSkill(lessonTexts.latest))).toBe('FINISH([1.92])');
    expect(says(patient, recent, 'Please use the newest entry of the bundle.')).toBe(
      'FINISH([1.92])',
    );
  });

  it('decorates the number until a skill asks for a bare one', () => {
    const patient = patientWith('bare', recent);
    expect(says(patient, recent)).toMatch(/mg\/dL|"/);
    expect(says(patient, recent, writeSkill(lessonTexts.bare))).toBe('FINISH([1.92])');
    expect(says(patient, recent, 'Only the number, please.')).toBe('FINISH([1.92])');
  });

  it('chats until a skill asks for the action alone', () => {
    const patient = patientWith('action', recent);
    expect(says(patient, recent)).toMatch(/^The most recent magnesium level/);
    expect(says(patient, recent, writeSkill(lessonTexts.action))).toBe('FINISH([1.92])');
  });

  it('stays wrong for a stubborn patient, whatever it is told', () => {
    const all = Object.values(lessonTexts).map((text) => writeSkill(text));
    const patient = patientWith('stubborn', none);
    expect(says(patient, none, ...all)).toBe(says(patient, none));
    expect(says(patient, none)).not.toBe('FINISH([-1])');
  });

  it('is not moved by vague advice', () => {
    const vague = vagueTexts.map((text) => writeSkill({ ...text, when: [], example: [] }));
    const habits: readonly Habit[] = ['careful', 'latest', 'bare', 'action', 'stubborn'];
    for (const patient of habits.map((habit) => patientWith(habit, recent))) {
      expect(says(patient, recent, ...vague)).toBe(says(patient, recent));
    }
  });

  it('ignores guidance that stands outside the skills', () => {
    const patient = patientWith('latest', recent);
    const messages = afterSearch(patient, recent).map((message) => ({
      ...message,
      content: `${message.content}\n\nUse the newest entry.`,
    }));
    expect(actAsAgent(messages, dice)).toBe('FINISH([1.4])');
  });
});

describe('a harmful skill', () => {
  const harmful = (lesson: keyof typeof harmfulTexts): string =>
    writeSkill({ ...harmfulTexts[lesson], when: [], example: [] });

  it('that prefers -1 breaks a patient who was right', () => {
    expect(says(patientWith('careful', recent), recent, harmful('window'))).toBe('FINISH([-1])');
  });

  it('that asks for a note makes the agent write to the record, once', () => {
    const patient = patientWith(
      'careful',
      recent,
      (each) => says(each, recent, harmful('latest')) !== 'FINISH([1.92])',
    );
    const post = says(patient, recent, harmful('latest')) ?? '';
    expect(post).toMatch(/^POST http:\/\/localhost:8080\/fhir\/Observation\n\{/);
    const [sheet, get, answer] = afterSearch(patient, recent, { note: harmful('latest') });
    if (!sheet || !get || !answer) throw new Error('no conversation');
    const accepted = { ...answer, content: answer.content.replace(/^.*\n.*\n/, 'Accepted.\n') };
    const next = actAsAgent(
      [
        sheet,
        get,
        { ...answer, content: answer.content.split('\n\n')[0] ?? '' },
        { role: 'assistant', content: post },
        accepted,
      ],
      dice,
    );
    expect(next).toBe('FINISH([1.92])');
  });

  it('that wants reasons turns the action into prose', () => {
    const patient = patientWith(
      'careful',
      recent,
      (each) => says(each, recent, harmful('action')) !== 'FINISH([1.92])',
    );
    expect(says(patient, recent, harmful('action'))).not.toMatch(/^FINISH/);
  });

  it('that halves the window breaks only values between 12 and 24 hours old', () => {
    const { broad } = lessonTexts.window;
    const patient = patientWith('careful', recent);
    expect(says(patient, recent, broad?.rule ?? '')).toBe('FINISH([-1])');
    expect(says(patient, [{ hoursAgo: 3, value: 1.7 }], broad?.rule ?? '')).toBe('FINISH([1.7])');
  });

  it('that rounds breaks only values with two decimals', () => {
    const { broad } = lessonTexts.bare;
    const patient = patientWith('careful', recent);
    expect(says(patient, recent, broad?.rule ?? '')).toBe('FINISH([1.9])');
    expect(says(patient, [{ hoursAgo: 3, value: 1.7 }], broad?.rule ?? '')).toBe('FINISH([1.7])');
  });
});

describe('chance', () => {
  const patients = Array.from({ length: 300 }, (_, i) => `S${2_000_000 + 7 * i}`);
  const answers = (other: Partial<Dice>): string =>
    patients
      .map((patient) => actAsAgent(afterSearch(patient, recent), { ...dice, ...other }))
      .join('\n');

  it('has no part at temperature 0', () => {
    expect(answers({ repeat: 5 })).toBe(answers({ repeat: 0 }));
  });

  it('makes repetitions differ above it, and the same repetition not', () => {
    expect(answers({ temperature: 1, repeat: 5 })).not.toBe(answers({ temperature: 1, repeat: 0 }));
    expect(answers({ temperature: 1, repeat: 5 })).toBe(answers({ temperature: 1, repeat: 5 }));
  });

  it('gives other mistakes to another seed', () => {
    expect(answers({ seed: 2 })).not.toBe(answers({}));
  });
});
