import { z } from 'zod';
import { presetSchema } from '../backends/presets';
import { evalsSchema, suiteSchema } from '../tasks/cases';
import { runConfigSchema } from './runConfig';

/** The JSON schemas that editors check config files with, by their path in the repository. */
export function configSchemas(): Readonly<Record<string, object>> {
  return {
    'configs/grasp.schema.json': describe(runConfigSchema, 'GRASP run config'),
    'configs/suite.schema.json': describe(suiteSchema, 'GRASP suite of cases'),
    'configs/evals.schema.json': describe(evalsSchema, 'Evaluations of an agent skill'),
    'configs/agents/preset.schema.json': describe(presetSchema, 'GRASP backend preset'),
  };
}

/** The schema of what people write: before defaults are filled in and texts become numbers. */
function describe(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', reused: 'ref' });
  return { $schema, title, ...rest };
}
