export { evalsSchema } from './agentSkillsEvals';
export { CasesTask } from './casesTask';
export type { CasesOptions } from './casesTask';
export { suiteSchema } from './suiteSchema';
