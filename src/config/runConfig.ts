/**
 * The run configuration: what people write in `configs/*.yaml`, and the one place that says which
 * keys there are, what they mean and what they default to. Published keys keep their names.
 */
import { z } from 'zod';

const count = (least: number) => z.int().min(least);

const task = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('quickstart').describe('The built-in magnesium look-up; needs nothing.'),
      seed: z.int().default(1).describe('Draws the patients.'),
    }),
    z.strictObject({
      kind: z.literal('cases').describe('A suite file of your own cases and graders; no code.'),
      suite: z
        .string()
        .min(1)
        .describe('Suite file (.yaml, .jsonl or evals.json), relative to the current directory.'),
      allow_commands: z
        .boolean()
        .default(false)
        .describe('Let the suite’s `command` graders start the programs they name.'),
      splits: z
        .strictObject({
          dev: z.number().min(0).optional(),
          val: z.number().min(0).optional(),
          test: z.number().min(0).optional(),
          seed: z.int().optional(),
        })
        .optional()
        .describe('Shares of the splits, before those of the suite.'),
    }),
  ])
  .describe('What the agent is measured on.');

const otherModel = {
  preset: z.string().min(1).optional().describe('Backend preset; the agent’s own when absent.'),
  temperature: z.number().min(0).max(2).optional().describe('Overrides the preset’s temperature.'),
  max_tokens: count(1).optional().describe('Overrides the preset’s limit of output tokens.'),
};

const skills = z
  .strictObject({
    base_dir: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Read-only skills, among them the template `skeleton`. Relative to the current directory; the ones that come with GRASP when absent.',
      ),
    library_dir: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Your library. A run starts from a copy of it and never writes to it. Relative to the current directory; empty when absent.',
      ),
    layout: z
      .enum(['flat', 'folder'])
      .optional()
      .describe('`name.md` or `name/SKILL.md`; recognised from the folder when absent.'),
  })
  .describe('Where skills come from.');

const cycle = z
  .strictObject({
    epochs: count(1).describe('Passes over the dev samples.'),
    update_every: count(1).describe('Dev samples per update of the library.'),
    grpo_k: count(1).default(4).describe('Proposals the writer drafts per update.'),
    grpo_eval_n: count(2)
      .default(20)
      .describe('Size of the probe set: half failing, half passing samples.'),
    max_proposals: count(1).default(1).describe('Edits the writer may make in one proposal.'),
    max_learned_skills: count(1)
      .optional()
      .describe(
        'How many skills the library may hold; when absent 10, or five more than there are when that is more.',
      ),
    proposal_temperature: z
      .number()
      .min(0)
      .max(2)
      .optional()
      .describe('Temperature of the writer; that of `updater` or of the preset when absent.'),
    run_baseline: z.boolean().default(true).describe('Measure `val` before the first epoch.'),
    seed: z.int().default(1).describe('Draws the order of samples and the probe sets.'),
    concurrency: count(1).optional().describe('Rollouts and writer calls at once (5).'),
    batch_concurrency: count(1).optional().describe('The published name of `concurrency`.'),
    invalid_action_penalty: z
      .number()
      .min(1)
      .default(2)
      .describe('How much more a regression counts that came from an invalid action.'),
  })
  .superRefine((given, context) => {
    const { concurrency, batch_concurrency } = given;
    if (concurrency === undefined || batch_concurrency === undefined) return;
    if (concurrency === batch_concurrency) return;
    context.addIssue({
      code: 'custom',
      path: ['batch_concurrency'],
      message: `cycle.batch_concurrency (${batch_concurrency}) and cycle.concurrency (${concurrency}) are the same setting under two names, and they differ`,
      params: { fix: 'Keep one of the two.' },
    });
  })
  .describe('How a run proceeds.');

const probe = z
  .strictObject({
    reuse: z
      .enum(['auto', 'always', 'never'])
      .default('auto')
      .describe(
        'Answer equal model calls from this run’s earlier replies. `auto`: at temperature 0 only.',
      ),
    repeats: count(1).default(1).describe('Rollouts per probe; a probe passes by majority.'),
  })
  .describe('How candidates are measured.');

const budget = z
  .strictObject({
    calls: count(1).optional().describe('Model calls that were made, not reused ones.'),
    tokens: count(1).optional().describe('Input and output tokens.'),
    usd: z.number().positive().optional().describe('US dollars; needs prices in the preset.'),
    minutes: z.number().positive().optional().describe('Minutes of wall clock.'),
  })
  .describe(
    'Caps over agent, writer and judge. At a cap the run stops cleanly and can be resumed.',
  );

const gate = z
  .strictObject({
    kind: z
      .enum(['confirmed', 'published'])
      .optional()
      .describe(
        '`confirmed` (the default): what leads after the first pass is confirmed on fresh rollouts, unless the agent is repeatable. `published`: one rollout per probe decides, as under `compat: paper`.',
      ),
    alpha: z
      .number()
      .gt(0)
      .max(0.5)
      .default(0.02)
      .describe('An update whose edits all do nothing accepts one with this chance at most.'),
    rounds: count(1).default(24).describe('Rounds of fresh rollouts a candidate may take.'),
    min_coverage: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe('Below this share of evaluated probes the verdict is inconclusive.'),
    canaries: count(0)
      .optional()
      .describe(
        'Dev samples outside of the probe set that are measured again after an edit was accepted; a confirmed loss takes it back. 8 with `confirmed`, 0 with `published`.',
      ),
  })
  .describe('Which edits are kept.');

const faults = z
  .strictObject({
    retries: count(0).default(2).describe('Extra attempts for a rollout that met a fault.'),
    max_consecutive: count(1).default(12).describe('This many faults in a row stop the run.'),
  })
  .describe('What to do when the model or the environment breaks.');

export const runConfigSchema = z
  .strictObject({
    $schema: z.string().optional().describe('JSON schema of this file, for editors.'),
    task,
    method: z.string().min(1).default('grasp').describe('Self-improvement method.'),
    agent_preset: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Backend of the agent: a file of `configs/agents/` without its ending, or the path of such a file. `--agent` and GRASP_BACKEND come first.',
      ),
    agent_temperature: z
      .number()
      .min(0)
      .max(2)
      .optional()
      .describe('Overrides the temperature of the agent’s preset.'),
    updater: z.strictObject(otherModel).prefault({}).describe('The model that writes skills.'),
    judge: z
      .strictObject(otherModel)
      .prefault({})
      .describe(
        'The model that judges `rubric` graders; the writer’s, at temperature 0, when absent.',
      ),
    output_dir: z
      .string()
      .min(1)
      .default('runs')
      .describe('Folder of the run directories, relative to the current directory.'),
    run_name: z
      .string()
      .min(1)
      .optional()
      .describe('Name of the run directory; the time of the start when absent.'),
    skills: skills.prefault({}),
    cycle,
    probe: probe.prefault({}),
    gate: gate.prefault({}),
    budget: budget.prefault({}),
    review: z
      .enum(['auto', 'ask'])
      .default('auto')
      .describe('`ask`: wait for your decision on every edit the gate accepted.'),
    compat: z
      .enum(['none', 'paper'])
      .default('none')
      .describe('`paper`: proceed exactly as published, without the improvements.'),
    faults: faults.prefault({}),
  })
  .superRefine(({ compat, gate: { kind, canaries = 0 }, probe: { reuse, repeats } }, context) => {
    if (compat !== 'paper') return;
    if (kind === 'confirmed') {
      context.addIssue({
        code: 'custom',
        path: ['gate', 'kind'],
        message: 'gate.kind: confirmed and compat: paper exclude each other',
        params: { fix: 'As published, one rollout per probe decides. Keep one of the two.' },
      });
    }
    if (canaries > 0) {
      context.addIssue({
        code: 'custom',
        path: ['gate', 'canaries'],
        message: `gate.canaries: ${canaries} and compat: paper exclude each other`,
        params: {
          fix: 'As published, nothing is measured after an edit was accepted. Keep one of the two.',
        },
      });
    }
    const exclude = (key: 'reuse' | 'repeats', value: string | number) =>
      context.addIssue({
        code: 'custom',
        path: ['probe', key],
        message: `probe.${key}: ${value} and compat: paper exclude each other`,
        params: {
          fix: 'As published, each probe runs once and every reply is new. Keep one of the two.',
        },
      });
    if (reuse === 'always') exclude('reuse', reuse);
    if (repeats > 1) exclude('repeats', repeats);
  })
  .describe('A GRASP run. Relative paths are relative to the directory the command is started in.');

/** A run configuration with every default filled in. */
export type RunConfig = z.output<typeof runConfigSchema>;
