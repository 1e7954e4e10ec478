import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import type { ProbedSkill, SkillSessions } from '../session/skillSessions';
import { sayBriefly } from '../../common/messages';
import { pickManyFrom } from '../../common/pickers';

/** Lets a person choose the probes of a skill among the samples of its task; none means: choose for me. */
export async function pinProbes(sessions: SkillSessions, skill: ProbedSkill): Promise<void> {
  const { session, place } = skill;
  const { known, probes = [] } = await session.planned(true);
  const pinned = sessions.pins.of(place.library.dir, place.name);
  const chosen = new Set(pinned.length > 0 ? pinned : probes);
  // Those that are chosen stand first: they are what a person looks for.
  const inOrder = [...known.values()].sort(
    (a, b) => Number(chosen.has(b.id)) - Number(chosen.has(a.id)),
  );
  const items = inOrder.map(({ id, description, type }) => ({
    label: plainLine(id, 80),
    description: type === undefined ? '' : plainLine(type, 40),
    detail: plainLine(description, 120),
    picked: chosen.has(id),
    id,
  }));
  const picked = await pickManyFrom(items, {
    matchOnDescription: true,
    matchOnDetail: true,
    title: vscode.l10n.t('Probes of {0}', place.name),
    placeHolder: vscode.l10n.t('Samples to probe this skill with; none: chosen for you'),
  });
  if (!picked) return;
  const ids = picked.map(({ id }) => id);
  await sessions.pins.pin(place.library.dir, place.name, ids);
  session.chooseAnew();
}

/**
 * Adds a sample to the probes of a skill; those it had stay.
 * @throws UserError when the task of the skill has no such sample.
 */
export async function addProbe(
  sessions: SkillSessions,
  skill: ProbedSkill,
  sample: string,
): Promise<void> {
  const { session, place } = skill;
  const { known, probes = [], project } = await session.planned(true);
  if (!known.has(sample)) {
    throw new UserError(
      vscode.l10n.t(
        'The task {0} has no sample {1} to probe with.',
        project.task,
        plainLine(sample, 80),
      ),
      {
        place: { file: project.config },
        fix: vscode.l10n.t('Probes come from the dev and val samples of the task of the skill.'),
      },
    );
  }
  await sessions.pins.pin(place.library.dir, place.name, [...probes, sample]);
  session.chooseAnew();
  const text = vscode.l10n.t('{0} is a probe of {1} now.', plainLine(sample, 60), place.name);
  sayBriefly(text, { icon: 'check', ms: 5_000 });
}
