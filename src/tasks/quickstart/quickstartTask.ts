import type { Agent, Task, TaskContext, WriterHints } from '../../engine/ports';
import { ContextLimitError } from '../../engine/ports';
import { PythonRandom } from '../../engine/random';
import {
  INVALID_ACTION,
  type Message,
  type Rollout,
  type RolloutStatus,
  type Sample,
  type Split,
} from '../../engine/types';
import { UserError } from '../../util/errors';
import { describeAction, parseAction, type Action } from './actions';
import { FhirStore } from './fhirStore';
import { failureTags, isSolved } from './grade';
import { makePatients, type Patient } from './patients';
import {
  acceptedMessage,
  badPayloadMessage,
  bundleMessage,
  firstMessage,
  MAX_ROUNDS,
  question,
} from './prompt';
import { referenceAnswer } from './reference';

const splitSizes = { dev: 20, val: 10, test: 10 } as const;

/**
 * A small task that needs nothing installed: look up a patient's magnesium level of the last 24 hours in
 * an in-memory FHIR store. Any model can play it; the conventions its prompt leaves open are learnable.
 */
export class QuickstartTask implements Task {
  readonly name = 'quickstart';
  readonly writerHints: WriterHints = {
    family: 'a clinical record look-up agent',
    guidance: [
      'The agent reads a FHIR server with GET and ends with FINISH([answer]); questions never call for a POST.',
      'Say what to do with the returned Bundle and with the answer; the agent sees no grader and no expected answer.',
      'Never write patient numbers or values of single patients into a skill.',
      'Name the situation a rule applies to, and the one it does not apply to.',
    ].join('\n'),
    labelExamples: [
      'stale_value_reported_as_current: a value from before the asked period was given as the answer',
      'bundle_order_taken_as_time_order: an entry was chosen by its place in the Bundle, not by its time',
      'answer_in_wrong_json_type: the right value was given as text, or with its unit',
    ],
  };
  readonly #splits: ReadonlyMap<string, readonly Patient[]>;
  readonly #store: FhirStore;

  /** `seed` decides the patients and their records; 1 when absent. */
  constructor(options: { readonly seed?: number } = {}) {
    const rng = new PythonRandom(`quickstart:${options.seed ?? 1}`);
    const taken = new Set<string>();
    this.#splits = new Map(
      Object.entries(splitSizes).map(([split, size]) => [split, makePatients(rng, size, taken)]),
    );
    this.#store = new FhirStore(
      [...this.#splits.values()].flat().flatMap((patient) => patient.observations),
    );
  }

  async samples(split: Split): Promise<readonly Sample[]> {
    const patients = this.#splits.get(split);
    if (!patients) {
      throw new UserError(`The quickstart task has no split "${split}"`, {
        fix: `Use one of: ${[...this.#splits.keys()].join(', ')}.`,
      });
    }
    return patients.map(({ number, kind, observations }) => ({
      id: `mg-${number}`,
      type: kind,
      description: question(number),
      answer: [referenceAnswer(observations)],
      patient: number,
    }));
  }

  opening(sample: Sample): readonly Message[] {
    return [{ role: 'user', content: firstMessage(patientOf(sample)) }];
  }

  async rollout(sample: Sample, agent: Agent, context: TaskContext): Promise<Rollout> {
    const history: Message[] = [{ role: 'user', content: firstMessage(patientOf(sample)) }];
    const actions: string[] = [];
    const end = (status: RolloutStatus, answer = '', error?: string): Rollout => ({
      status,
      history,
      actions,
      answer,
      ...(error !== undefined && { error }),
    });
    for (let round = 0; round < MAX_ROUNDS; round++) {
      context.signal.throwIfAborted();
      let reply: string;
      try {
        // The agent gets a copy: what it is given must not grow under its hands.
        reply = (await agent.act([...history])).content;
      } catch (error) {
        if (!(error instanceof ContextLimitError)) throw error;
        return end('agent context limit', '', error.message);
      }
      history.push({ role: 'assistant', content: reply });
      const action = parseAction(reply);
      actions.push(describeAction(action));
      if (action.kind === 'finish') return end('completed', action.answer);
      if (action.kind === 'invalid') {
        return end(INVALID_ACTION, '', 'The reply is none of GET, POST and FINISH(...).');
      }
      history.push({ role: 'user', content: this.#respond(action) });
    }
    return end('task limit reached', '', `No FINISH within ${MAX_ROUNDS} messages.`);
  }

  async evaluate(sample: Sample, rollout: Rollout): Promise<boolean> {
    return isSolved(this.#store.record(patientOf(sample)), rollout);
  }

  failureTags(sample: Sample, rollout: Rollout): readonly string[] {
    return failureTags(this.#store.record(patientOf(sample)), rollout);
  }

  #respond(action: Extract<Action, { kind: 'get' | 'post' }>): string {
    if (action.kind === 'get') return bundleMessage(this.#store.get(action.url));
    try {
      JSON.parse(action.body);
      return acceptedMessage();
    } catch {
      return badPayloadMessage();
    }
  }
}

function patientOf(sample: Sample): string {
  return typeof sample.patient === 'string' ? sample.patient : sample.id.replace(/^mg-/, '');
}
