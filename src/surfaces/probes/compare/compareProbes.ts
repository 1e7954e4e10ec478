import * as vscode from 'vscode';
import { plainLine } from '../../common/markdown';
import type { VersionDocuments } from '../../common/versionDocuments';
import type { ProbedSkill } from '../session/skillSessions';
import type { MeasuredProbe } from '../lab/measurement';
import { byInterest, rolloutText, outcomeWord } from './armText';
import { comparisonText } from './comparisonText';
import { pickFrom } from '../../common/pickers';

const icon: Readonly<Record<MeasuredProbe['outcome'], string>> = {
  fixed: 'check',
  regressed: 'error',
  'still passing': 'pass',
  'still failing': 'circle-slash',
  errored: 'warning',
  'not evaluated': 'circle-outline',
};

/** Shows what the probes answered with the saved version and with this one: all in one text, or one as a diff. */
export async function compareProbes(skill: ProbedSkill, versions: VersionDocuments): Promise<void> {
  const { session, place } = skill;
  if (session.tally === undefined) await session.run();
  const { tally } = session;
  if (tally === undefined) return;
  const picked = await pick(skill);
  if (picked === 'all') {
    const uri = versions.uri({
      key: `probes:all:${skill.uri.toString()}`,
      title: vscode.l10n.t('{0} probes.txt', place.name),
      read: () => comparisonText(place.name, session.state, session.tally ?? tally, vscode.l10n),
    });
    await vscode.window.showTextDocument(uri, { preview: true });
    return;
  }
  const [left, right] = (['before', 'after'] as const).map((arm) =>
    versions.uri({
      key: `probes:${arm}:${skill.uri.toString()}:${picked.sample}`,
      title: `${picked.sample}.txt`,
      read: () => {
        const probe = session.state.results.get(picked.sample)?.probe ?? picked;
        const which =
          arm === 'before'
            ? vscode.l10n.t('with the saved version')
            : vscode.l10n.t('with this version');
        return rolloutText(probe[arm], which, vscode.l10n);
      },
    }),
  );
  const title = vscode.l10n.t(
    '{0}: saved ↔ this version ({1})',
    plainLine(picked.sample, 60),
    outcomeWord(picked.outcome, vscode.l10n),
  );
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
}

async function pick({ session, place }: ProbedSkill): Promise<MeasuredProbe | 'all'> {
  const { samples, results } = session.state;
  const probes = samples.flatMap((id) => results.get(id)?.probe ?? []);
  const all: vscode.QuickPickItem & { readonly probe: 'all' } = {
    label: vscode.l10n.t('All probes in one document'),
    iconPath: new vscode.ThemeIcon('list-flat'),
    probe: 'all',
  };
  const rows = byInterest(probes).map((probe) => ({
    label: plainLine(probe.sample, 80),
    iconPath: new vscode.ThemeIcon(icon[probe.outcome]),
    description: outcomeWord(probe.outcome, vscode.l10n),
    detail: plainLine(probe.description, 120),
    probe,
  }));
  const picked = await pickFrom<vscode.QuickPickItem & { readonly probe: MeasuredProbe | 'all' }>(
    [all, ...rows],
    {
      title: vscode.l10n.t('{0}: saved version ↔ this version', place.name),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!picked) throw new vscode.CancellationError();
  return picked.probe;
}
