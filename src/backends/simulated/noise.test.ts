import { describe, expect, it } from 'vitest';
import type { ModelRequest } from '../../engine/ports';
import { failureKinds } from './behaviour';
import { harmfulTexts, lessonTexts } from './lessons';
import { SimulatedModel } from './simulatedModel';
import { writeSkill } from './skillText';
import { afterSearch, questionSheet, type TestReading } from './testConversation';

const recent: readonly TestReading[] = [
  { hoursAgo: 30, value: 1.4 },
  { hoursAgo: 15, value: 1.92 },
];
const none: readonly TestReading[] = [
  { hoursAgo: 90, value: 1.5 },
  { hoursAgo: 25, value: 2.1 },
];

type Request = Pick<ModelRequest, 'messages' | 'repeat'>;

function requests(
  readings: readonly TestReading[],
  skills: Readonly<Record<string, string>> = {},
  count = 500,
): Request[] {
  const patients = Array.from({ length: count }, (_, i) => `S${2_000_000 + 7 * i}`);
  return patients.map((patient) => ({ messages: afterSearch(patient, readings, skills) }));
}

const reply = async (model: SimulatedModel, request: Request): Promise<string> =>
  (await model.complete({ ...request, purpose: 'agent' })).content;

async function replies(model: SimulatedModel, asked: readonly Request[]): Promise<string[]> {
  const out: string[] = [];
  for (const request of asked) out.push(await reply(model, request));
  return out;
}

const noisy = (noise = 0.2, seed = 1): SimulatedModel => new SimulatedModel({ noise, seed });

/** Which share of the replies that were right, or wrong, without noise is the opposite with it. */
async function flipRates(asked: readonly Request[], right: string, noise: number) {
  const quiet = await replies(new SimulatedModel(), asked);
  const loud = await replies(noisy(noise), asked);
  const rate = (wasRight: boolean): number => {
    const those = loud.filter((_, i) => (quiet[i] === right) === wasRight);
    return those.filter((each) => (each === right) !== wasRight).length / those.length;
  };
  return { passing: rate(true), failing: rate(false) };
}

describe('noise', () => {
  it.each([
    ['a recent value', 0.1, recent, {}, 'FINISH([1.92])'],
    ['a recent value', 0.4, recent, {}, 'FINISH([1.92])'],
    ['no recent value', 0.4, none, {}, 'FINISH([-1])'],
    ['a skill', 0.2, recent, { s: writeSkill(lessonTexts.latest) }, 'FINISH([1.92])'],
  ])(
    'flips passing and failing episodes with %s at about %d',
    async (_, noise, readings, skills, right) => {
      const { passing, failing } = await flipRates(requests(readings, skills, 2000), right, noise);
      for (const rate of [passing, failing]) {
        expect(rate).toBeGreaterThan(noise - 0.07);
        expect(rate).toBeLessThan(noise + 0.07);
      }
    },
  );

  it.each([
    ['a recent value', recent, 'FINISH([1.92])'],
    ['no recent value', none, 'FINISH([-1])'],
    ['an empty record', [], 'FINISH([-1])'],
  ])('of 1 turns every episode with %s round', async (_, readings, right) => {
    expect(await flipRates(requests(readings), right, 1)).toEqual({ passing: 1, failing: 1 });
  });

  it('fails passing episodes in more than one way', async () => {
    const ways = new Set(await replies(noisy(1), requests(recent)));
    expect(ways).toContain('FINISH([-1])');
    expect(ways).toContain('FINISH([1.4])');
    expect(ways).toContain('FINISH(["1.92 mg/dL"])');
    expect([...ways].some((each) => /^The most recent/.test(each))).toBe(true);
  });

  it('of 0 changes nothing', async () => {
    const asked = requests(recent);
    const model = noisy(0);
    const quiet = await replies(new SimulatedModel(), asked);
    expect(await replies(model, asked)).toEqual(quiet);
    expect(await replies(model, asked)).toEqual(quiet);
  });

  it('does not depend on the order in which different requests arrive', async () => {
    const asked = requests(recent).flatMap((each) => [each, { ...each, repeat: 1 }, each]);
    const forth = await replies(noisy(), asked);
    const back = (await replies(noisy(), asked.toReversed())).toReversed();
    // The first and the third are one request asked twice: which is answered first is all that differs.
    const triples = (all: readonly string[]): string[] =>
      all.flatMap((each, i) =>
        i % 3 === 1 ? [each, ...[all[i - 1] ?? '', all[i + 1] ?? ''].toSorted()] : [],
      );
    expect(triples(back)).toEqual(triples(forth));
    expect(back).not.toEqual(forth);
  });

  it('gives another outcome now and then to whoever asks the same again', async () => {
    const asked = requests(recent);
    const model = noisy();
    const first = await replies(model, asked);
    const again = await replies(model, asked);
    const changed = again.filter((each, i) => each !== first[i]).length / asked.length;
    // Just one of the two is flipped in 2 · 0.2 · 0.8 of the cases.
    expect(changed).toBeGreaterThan(0.25);
    expect(changed).toBeLessThan(0.45);
  });

  it('falls on others with another repeat, seed or library', async () => {
    const asked = requests(recent);
    const first = await replies(noisy(), asked);
    const repeated = asked.map((each) => ({ ...each, repeat: 1 }));
    expect(await replies(noisy(), repeated)).not.toEqual(first);
    expect(await replies(noisy(0.2, 2), asked)).not.toEqual(first);
    expect(await replies(noisy(), requests(recent, { idle: 'Be kind.' }))).not.toEqual(first);
  });

  it('leaves the search alone, the writer, and whatever is not understood', async () => {
    const { label } = failureKinds[0] ?? { label: '' };
    const texts = [
      questionSheet('S1000001'),
      `# Propose skill edits\nFailure group: ${label}\nDraft 1 of 4\n## Log\n${questionSheet('S1000001')}`,
      'Hello',
    ];
    const asked = texts.map((content) => ({ messages: [{ role: 'user' as const, content }] }));
    expect(await replies(noisy(1), asked)).toEqual(await replies(new SimulatedModel(), asked));
  });

  it('can keep the agent from a POST, but saves no episode that has one', async () => {
    const note = writeSkill({ ...harmfulTexts.latest, when: [], example: [] });
    const asked = requests(recent, { note });
    const quiet = await replies(new SimulatedModel(), asked);
    const at = quiet.findIndex((each) => each.startsWith('POST'));
    const [request] = asked.slice(at);
    if (!request) throw new Error('no POST');
    expect(await reply(noisy(1), request)).toBe('FINISH([1.92])');
    const messages = [
      ...request.messages,
      { role: 'assistant' as const, content: quiet[at] ?? '' },
      { role: 'user' as const, content: 'The POST request was accepted.' },
    ];
    expect(await reply(noisy(1), { messages })).toBe(
      await reply(new SimulatedModel(), { messages }),
    );
  });
});
