import type { RunPlan } from '../planRun';
import type { Colours } from '../terminal';
import { estimateLines } from './estimateLines';
import { counted } from './numbers';

/** What will run, before it runs. */
export function learnHeader(
  plan: RunPlan,
  run: { readonly dir: string; readonly agent: string; readonly writer: string },
  colours: Colours,
): string[] {
  const { options, loaded, presets } = plan;
  const agent = run.agent === run.writer ? `${run.agent}, and writes the skills` : run.agent;
  const rules = loaded.config.compat === 'paper' ? ', as published' : '';
  return [
    colours.bold(`${plan.method.name} on ${plan.task.name}`),
    `  config   ${loaded.file}`,
    `  agent    ${agent}`,
    ...(run.agent === run.writer ? [] : [`  writer   ${run.writer}`]),
    ...(presets.isSimulated
      ? [
          colours.yellow(
            '           This is a simulation and no language model: its scores say nothing about one.',
          ),
        ]
      : []),
    ...(presets.isSimulated && loaded.config.task.kind !== 'quickstart'
      ? [colours.yellow('           It can play the quickstart only, and will fail at this task.')]
      : []),
    `  samples  ${plan.dev.length} dev, ${plan.val.length} val`,
    `  library  ${loaded.config.skills.library_dir ?? 'empty'} (${counted(plan.library.learned.length, 'skill')})`,
    `  cycle    ${counted(options.epochs, 'epoch')}, an update every ${options.updateEvery} samples, ${counted(options.proposals, 'proposal')} each, probe set of ${options.probeSize}${rules}`,
    `  run      ${run.dir}`,
    '',
    ...estimateLines(plan.estimate, presets.isSimulated),
    '',
  ];
}
