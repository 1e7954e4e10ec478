import type { Library } from '../../../engine/skill/library';
import type { Sample } from '../../../engine/types';
import { probeOrder } from '../choice/probeOrder';
import { touchedText } from '../choice/sections';
import type { Project } from '../lab/lab';
import { editedLibrary } from './editedLibrary';
import type { Asked, Ground, SessionPorts } from './ports';
import type { Choice, SessionState, Version } from './sessionState';

export interface Probes {
  readonly ids: readonly string[];
  readonly choice: Choice;
}

/** Everything about a round that is settled before its first call. */
export interface Plan {
  readonly project: Project;
  readonly saved: Library;
  readonly edited: Library;
  readonly version: Version;
  readonly known: ReadonlyMap<string, Sample>;
  /** In the order in which they are of interest; absent: they are to be drawn. */
  readonly probes?: Probes;
}

type Chooser = Pick<SessionPorts, 'pinned' | 'lastProbes'>;

/** @throws NotASkill when the text is none. */
export async function planRound(
  ground: Ground,
  text: string,
  state: SessionState,
  ports: Chooser,
  asked: Asked | undefined,
): Promise<Plan> {
  const { project, saved, mark, skill } = ground;
  const edited = await editedLibrary(ground, text);
  const known = await samplesOf(project);
  const probes = asked?.only
    ? { ids: asked.only, choice: 'pinned' as const }
    : await chooseProbes(skill, known, state, ports);
  const plan = { project, saved, edited, version: { text, saved: mark }, known };
  if (!probes) return plan;
  const ids = probeOrder(
    probes.ids.flatMap((id) => known.get(id) ?? []),
    new Map([...state.results].map(([id, { probe }]) => [id, probe])),
    touchedText(saved.find(skill)?.text ?? '', text),
  );
  return { ...plan, probes: { ...probes, ids } };
}

/**
 * Those it had; else the pinned ones; else those of the last update that edited the skill. `undefined` when
 * none of these is there: then they are drawn.
 */
export async function chooseProbes(
  skill: string,
  known: ReadonlyMap<string, Sample>,
  { samples, choice }: Pick<SessionState, 'samples' | 'choice'>,
  ports: Chooser,
): Promise<Probes | undefined> {
  const there = (ids: readonly string[]): readonly string[] => ids.filter((id) => known.has(id));
  const kept = there(samples);
  if (kept.length > 0 && choice) return { ids: kept, choice };
  const pinned = there(ports.pinned(skill));
  if (pinned.length > 0) return { ids: pinned, choice: 'pinned' };
  const last = there((await ports.lastProbes(skill)) ?? []);
  return last.length > 0 ? { ids: last, choice: 'update' } : undefined;
}

/** What a skill can be probed with: the samples that are not sealed. */
export async function samplesOf(project: Project): Promise<ReadonlyMap<string, Sample>> {
  const [dev, val] = await Promise.all([project.samples('dev'), project.samples('val')]);
  return new Map([...val, ...dev].map((sample) => [sample.id, sample]));
}
