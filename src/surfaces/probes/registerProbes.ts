import type { Surroundings } from '../common/surroundings';
import { registerProbeCommands } from './commands/registerCommands';
import { SkillSessions } from './session/skillSessions';
import { ProbeTests } from './tests/probeTests';
import { LiveStatus } from './view/liveStatus';
import { ProbeLenses } from './view/probeLenses';
import { SkillContext } from './view/skillContext';

/** Live probes: on the skill in the editor, as lenses, as tests, as commands. */
export function registerProbes(surroundings: Surroundings): void {
  const { disposables } = surroundings;
  const sessions = disposables.add(new SkillSessions(surroundings));
  disposables.add(new ProbeTests(surroundings, sessions));
  disposables.add(new ProbeLenses(sessions, surroundings));
  disposables.add(new LiveStatus(sessions));
  disposables.add(new SkillContext(surroundings, sessions));
  registerProbeCommands(surroundings, sessions);
}
