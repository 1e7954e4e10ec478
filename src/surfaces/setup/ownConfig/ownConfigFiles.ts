import type { Layout } from '../../../engine/skill/types';
import { slug } from '../../../util/slug';

export interface OwnLibrary {
  /** Relative to the folder that is open, with `/`. */
  readonly path: string;
  readonly layout: Layout;
}

export interface OwnConfigFiles {
  /** Where the configuration is to lie, and what is in it; the paths are relative, with `/`. */
  readonly config: { readonly path: string; readonly text: string };
  /** The cases to be replaced by the author's; absent when there are some already. */
  readonly cases: { readonly path: string; readonly text: string } | undefined;
}

/**
 * A first configuration for a library of the author's, with cases that show what cases look like.
 * @param evals a file of cases that is there already, relative, with `/`
 */
export function ownConfigFiles(library: OwnLibrary, evals?: string): OwnConfigFiles {
  // `.claude/skills` becomes `claude-skills`.
  const name = slug(library.path) || 'my-skills';
  const cases = `configs/cases/${name}.yaml`;
  return {
    config: { path: `configs/${name}.yaml`, text: configText(library, evals ?? cases) },
    cases: evals === undefined ? { path: cases, text: casesText(name) } : undefined,
  };
}

function configText({ path, layout }: OwnLibrary, suite: string): string {
  return `# Measures the skills of this library on cases of your own, and learns from those that fail.
# "GRASP: Select Model…" says who plays the agent; "GRASP: Start Learning…" shows what a run takes before it starts.
# Paths are relative to the folder that is open.

task:
  kind: cases
  suite: ${JSON.stringify(suite)}

agent_preset: local # a model chosen with "GRASP: Select Model…" goes before it

skills:
  library_dir: ${JSON.stringify(path)} # a run starts from a copy of it and never writes to it
  layout: ${layout}

output_dir: runs

cycle:
  epochs: 3
  update_every: 10 # dev cases per update of the library
  grpo_eval_n: 8 # probes per proposed edit

budget: # a run stops cleanly at it
  calls: 2000
`;
}

/** The seed deals these examples to all three splits. */
function casesText(name: string): string {
  return `# What your skills are measured on. Replace these examples by cases of your own: what the agent is asked, the
# right answer, and a grader that decides. A dozen is enough to begin with; verdicts grow firmer with more.
# Graders: json-equal, numeric, contains, regex, command (a program of yours) and rubric (a model judges).

name: ${name}
system: Answer in the form that is asked for, and say nothing else.
prompt: '{{input}}'

defaults:
  grader: { kind: numeric }

# dev is learned from, val shows the progress, test stays sealed
splits: { dev: 0.6, val: 0.2, test: 0.2, seed: 14 }

cases:
  - { id: minutes, input: How many minutes are two and a half hours?, expected: 150 }
  - { id: grams, input: How many grams are 0.75 kg?, expected: 750 }
  - { id: weekdays, input: How many working days has a week from Monday to Friday?, expected: 5 }
  - { id: dozen, input: How many eggs are three dozen?, expected: 36 }
  - { id: quarter, input: How many months has a quarter of a year?, expected: 3 }
  - id: weekend
    input: Name the days of the weekend.
    expected: [Saturday, Sunday]
    grader: { kind: contains }
`;
}
