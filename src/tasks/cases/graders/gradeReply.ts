import { EnvironmentFault } from '../../../engine/ports';
import type { TaskContext } from '../../../engine/ports';
import type { Json } from '../../../engine/types';
import { PatternTooSlow } from './boundedMatch';
import { gradeCommand } from './command';
import { gradeContains } from './contains';
import type { Grade } from './grade';
import { gradeJsonEqual } from './jsonEqual';
import { gradeNumeric } from './numeric';
import { gradeRegex } from './regex';
import { gradeRubric } from './rubric';
import type { ReadyGrader } from './readyGrader';

/** What graders know of a case. */
export interface GradedCase {
  readonly id: string;
  readonly type: string | undefined;
  readonly input: Json | undefined;
  readonly vars: Readonly<Record<string, Json>>;
  readonly expected: Json | undefined;
  /** What the agent was asked last, in full. */
  readonly question: string;
}

export interface GradeInput {
  readonly case: GradedCase;
  readonly reply: string;
  /** The suite's folder. */
  readonly folder: string;
  readonly context: TaskContext;
}

/**
 * What every grader says, in their order. Graders that cost something (a process, a model call) are
 * not asked once a free one has said no, nor after one another.
 * @throws EnvironmentFault when a grader broke; ModelFault; the signal's reason when aborted.
 */
export async function gradeReply(
  graders: readonly ReadyGrader[],
  input: GradeInput,
): Promise<readonly Grade[]> {
  const grades: Grade[] = graders.filter(isFree).map((grader) => gradeFree(grader, input.reply));
  for (const { spec } of graders) {
    if (grades.some((grade) => !grade.pass)) break;
    if (spec.kind === 'command') grades.push(await gradeCommand(spec, input));
    if (spec.kind === 'rubric') grades.push(await gradeRubric(spec, input));
  }
  return grades;
}

type FreeGrader = Exclude<ReadyGrader, { readonly kind: 'command' | 'rubric' }>;

function isFree(grader: ReadyGrader): grader is FreeGrader {
  return grader.kind !== 'command' && grader.kind !== 'rubric';
}

function gradeFree(grader: FreeGrader, reply: string): Grade {
  try {
    switch (grader.kind) {
      case 'json-equal':
        return gradeJsonEqual(grader.spec, grader.expected, reply);
      case 'numeric':
        return gradeNumeric(grader.spec, grader.expected, reply);
      case 'contains':
        return gradeContains(grader.spec, grader.all, reply);
      case 'regex':
        return gradeRegex(grader.spec, reply);
    }
  } catch (error) {
    if (error instanceof PatternTooSlow)
      throw new EnvironmentFault(error.message, { cause: error });
    throw error;
  }
}
