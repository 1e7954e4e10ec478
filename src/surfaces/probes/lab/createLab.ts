/** Entry of the bundle that LabLoader reads. */
import { systemClock } from '../../../backends/systemClock';
import { planRun } from '../../../cli/planRun';
import { createModels } from '../../../config/createModels';
import { loadRunConfig } from '../../../config/loadRunConfig';
import type { Clock } from '../../../engine/ports';
import { check } from '../../setup/checks/check';
import type { Lab, OpenRequest, Project } from './lab';
import { OpenProject } from './openProject';

export function createLab(clock: Clock = systemClock): Lab {
  return { open: (request) => open(request, clock), check };
}

async function open(request: OpenRequest, clock: Clock): Promise<Project> {
  const { config, baseDir, agent, set = [], env } = request;
  const loaded = await loadRunConfig(config, { env, baseDir, agent, overrides: set });
  const plan = await planRun(loaded, env);
  try {
    return new OpenProject(plan, createModels(plan.presets, loaded, clock), clock);
  } catch (error) {
    await plan.task.close?.();
    throw error;
  }
}
