import { z } from 'zod';
import { ContextLimitError, EnvironmentFault } from '../../../engine/ports';
import type { Model } from '../../../engine/ports';
import type { Message } from '../../../engine/types';
import { failed, oneLine, passed } from './grade';
import type { Grade } from './grade';
import type { GradeInput } from './gradeReply';
import type { SpecOf } from './graderSchema';
import { askAgain, judgePrompt } from './judgePrompt';
import { lastJson } from './lastJson';

const verdictSchema = z.object({ pass: z.boolean(), why: z.string().default('') });

/**
 * The judge of a run.
 * @throws EnvironmentFault when the run has none.
 */
export function judgeOf(context: { readonly judge?: Model }): Model {
  if (context.judge) return context.judge;
  throw new EnvironmentFault(
    'a rubric grader needs a judge model, and this run has none. ' +
      'Name the preset of a model in the run config, or grade with another kind of grader.',
  );
}

/**
 * Lets the judge model decide. Tag: `rubric_failed`.
 * @throws EnvironmentFault without a judge, or when it twice gives no verdict; ModelFault; the signal's reason.
 */
export async function gradeRubric(spec: SpecOf<'rubric'>, input: GradeInput): Promise<Grade> {
  const judge = judgeOf(input.context);
  const { expected, question } = input.case;
  const messages = judgePrompt({
    question,
    reference:
      expected === undefined || typeof expected === 'string' ? expected : JSON.stringify(expected),
    rubric: spec.rubric,
    reply: input.reply,
  });
  const first = await ask(judge, messages, input.context.signal);
  let verdict = verdictIn(first);
  if (!verdict) {
    const again: Message[] = [
      ...messages,
      { role: 'assistant', content: first || '(empty)' },
      askAgain,
    ];
    verdict = verdictIn(await ask(judge, again, input.context.signal));
  }
  if (!verdict) {
    throw new EnvironmentFault(
      `the judge ${judge.label} gave no verdict, twice: ${oneLine(first, 120) || 'an empty reply'}`,
    );
  }
  return verdict.pass
    ? passed(spec.kind)
    : failed(spec.kind, 'rubric_failed', verdict.why || 'the judge gave no reason');
}

function verdictIn(reply: string): { readonly pass: boolean; readonly why: string } | undefined {
  return verdictSchema.safeParse(lastJson(reply)?.value).data;
}

async function ask(
  judge: Model,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<string> {
  try {
    return (await judge.complete({ messages, purpose: 'judge' }, signal)).content;
  } catch (error) {
    // Only the agent's own conversation may count as `agent context limit`.
    if (error instanceof ContextLimitError) {
      throw new EnvironmentFault(`the case is too long for the judge ${judge.label}`, {
        cause: error,
      });
    }
    throw error;
  }
}
