import { z } from 'zod';
import { ContextLimitError } from '../../engine/ports';
import type { Agent, Task, TaskContext, WriterHints } from '../../engine/ports';
import type { ModelReply } from '../../engine/ports';
import type { Json, Message, Rollout, Sample, Split } from '../../engine/types';
import { UserError } from '../../util/errors';
import type { Place } from '../../util/errors';
import type { BuiltCase } from './buildCases';
import { emptySplit } from './emptySplit';
import type { Grade } from './graders/grade';
import { gradeReply } from './graders/gradeReply';
import { judgeOf } from './graders/rubric';
import { loadSuite } from './loadSuite';
import type { LoadedSuite } from './loadSuite';
import type { Splits, Suite } from './suiteSchema';

export interface CasesOptions {
  /** May `command` graders run programs of the workspace? */
  readonly allowCommands: boolean;
  /** Shares of the splits, before those of the suite. */
  readonly splits?: Splits | undefined;
}

/** What a rollout leaves for `evaluate` and `failureTags`, also after it has been through JSON. */
const resultSchema = z.object({
  grades: z.array(
    z.object({
      kind: z.string(),
      pass: z.boolean(),
      tag: z.string().optional(),
      why: z.string().optional(),
    }),
  ),
  cut: z.boolean().optional(),
});

/** A suite file as a task: one question, one reply, judged by graders. */
export class CasesTask implements Task {
  readonly name: string;
  readonly files: readonly string[];
  readonly writerHints: WriterHints;
  readonly #loaded: LoadedSuite;
  readonly #cases: ReadonlyMap<string, BuiltCase>;

  private constructor(loaded: LoadedSuite) {
    this.name = loaded.name;
    this.files = loaded.files;
    this.writerHints = hintsOf(loaded.suite);
    this.#loaded = loaded;
    this.#cases = new Map(loaded.cases.map((built) => [built.id, built]));
  }

  /**
   * Reads a suite: YAML, JSON, JSONL, or the `evals/evals.json` of an agent skill.
   * @throws UserError with file and line for everything that is wrong with it, and when it would run
   * programs that are not allowed.
   */
  static async fromFile(path: string, options: CasesOptions): Promise<CasesTask> {
    return new CasesTask(await loadSuite(path, options.allowCommands, options.splits));
  }

  async samples(split: Split): Promise<readonly Sample[]> {
    const cases = this.#loaded.cases.filter((built) => built.split === split);
    if (cases.length === 0) throw emptySplit(split, this.#loaded);
    return cases.map(sampleOf);
  }

  opening(sample: Sample): readonly Message[] {
    return this.#caseOf(sample).messages;
  }

  /** Calls of a judge model that a rollout takes at most. */
  get judgeCalls(): number {
    const rubrics = ({ graders }: BuiltCase): number =>
      graders.filter(({ kind }) => kind === 'rubric').length;
    return this.#loaded.cases.reduce((most, built) => Math.max(most, rubrics(built)), 0);
  }

  async rollout(sample: Sample, agent: Agent, context: TaskContext): Promise<Rollout> {
    const built = this.#caseOf(sample);
    // Better before the agent is paid for than after.
    if (built.graders.some((grader) => grader.kind === 'rubric')) judgeOf(context);
    const reply = await replyOf(agent, built);
    if (typeof reply === 'string') {
      return {
        status: 'agent context limit',
        history: built.messages,
        actions: [],
        answer: '',
        error: reply,
      };
    }
    const answer = reply.content;
    const history = [...built.messages, { role: 'assistant' as const, content: answer }];
    const cut = reply.finish === 'length';
    if (answer.trim() === '') {
      const error = cut
        ? 'the reply is empty: the token limit was reached before any text'
        : 'the reply is empty';
      const result = { grades: [], ...(cut ? { cut } : {}) };
      return { status: 'agent validation failed', history, actions: [], answer, error, result };
    }
    const grades = await this.#grade(built, answer, context);
    const error = grades.flatMap((grade) => (grade.pass ? [] : [grade.why])).join('; ');
    return {
      status: 'completed',
      history,
      actions: [answer],
      answer,
      result: { grades, ...(cut ? { cut } : {}) },
      ...(error === '' ? {} : { error }),
    };
  }

  async evaluate(sample: Sample, rollout: Rollout, context: TaskContext): Promise<boolean> {
    if (rollout.status !== 'completed') return false;
    const known = resultSchema.safeParse(rollout.result).data?.grades;
    // A rollout from elsewhere comes without grades.
    const grades = known ?? (await this.#grade(this.#caseOf(sample), rollout.answer, context));
    return grades.length > 0 && grades.every((grade) => grade.pass);
  }

  failureTags(_sample: Sample, rollout: Rollout): readonly string[] {
    if (rollout.status === 'agent context limit') return ['context_limit'];
    const result = resultSchema.safeParse(rollout.result).data;
    const tags = (result?.grades ?? []).flatMap((grade) => grade.tag ?? []);
    if (rollout.status === 'agent validation failed') tags.push('empty_reply');
    if (tags.length > 0 && result?.cut) tags.push('reply_cut');
    return [...new Set(tags)];
  }

  placeOf(sample: Sample): Place | undefined {
    const built = this.#cases.get(sample.id);
    const { file, lineOf } = this.#loaded;
    return built && { file, line: lineOf(['cases', built.index]) };
  }

  #grade(built: BuiltCase, reply: string, context: TaskContext): Promise<readonly Grade[]> {
    const { folder } = this.#loaded;
    return gradeReply(built.graders, { case: built, reply, folder, context });
  }

  #caseOf(sample: Sample): BuiltCase {
    const built = this.#cases.get(sample.id);
    if (built) return built;
    throw new UserError(`has no case "${sample.id}"`, {
      place: { file: this.#loaded.file },
      fix: 'The suite was changed since this run began; start a new run.',
    });
  }
}

/** The agent's reply, or why its conversation no longer fits. */
async function replyOf(agent: Agent, built: BuiltCase): Promise<ModelReply | string> {
  try {
    return await agent.act(built.messages);
  } catch (error) {
    if (error instanceof ContextLimitError) return error.message;
    throw error;
  }
}

function sampleOf(built: BuiltCase): Sample {
  const answer = answerOf(built);
  return {
    id: built.id,
    description: built.description,
    ...(built.type === undefined ? {} : { type: built.type }),
    ...(answer === undefined ? {} : { answer }),
  };
}

/** The case's expected answer, else the one its only grader compares with. */
function answerOf(built: BuiltCase): Json | undefined {
  if (built.expected !== undefined) return built.expected;
  const [grader, ...others] = built.graders;
  return grader && others.length === 0 && 'expected' in grader ? grader.expected : undefined;
}

function hintsOf({ writer }: Suite): WriterHints {
  const examples = writer?.label_examples ?? [];
  const labelExamples = Array.isArray(examples)
    ? examples
    : Object.entries(examples).map(([label, meaning]) => `${label}: ${meaning}`);
  return {
    ...(writer?.family === undefined ? {} : { family: writer.family }),
    ...(writer?.guidance === undefined ? {} : { guidance: writer.guidance.trim() }),
    ...(labelExamples.length > 0 ? { labelExamples } : {}),
  };
}
