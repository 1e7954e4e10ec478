import type { l10n } from 'vscode';
import type { Skill } from '../../../engine/skill/types';
import type { Verdict } from '../../../engine/types';
import { plainLine } from '../../common/markdown';
import { gainOf, restoredFrom } from '../lift';
import type { Gain } from '../lift';
import { isOwn } from './skillVersions';
import type { OwnVersion, SkillVersion } from './skillVersions';

type Localizer = Pick<typeof l10n, 't'>;

/** How a version is called where there is little room: `v3`, `v1 (earlier)`, `proposed by first-run`. */
export function versionName(version: SkillVersion, l10n: Localizer): string {
  if (isOwn(version)) {
    const { skill, life } = version;
    // Most tools give skills no version; an archive of such a skill is called version 0.
    if (skill.version === 0 && version.kind === 'current') return l10n.t('current');
    return life === 0
      ? l10n.t('v{0}', skill.version)
      : l10n.t('v{0} (earlier life {1})', skill.version, life);
  }
  const run = plainLine(version.run, 60);
  return version.kind === 'proposed' ? l10n.t('proposed by {0}', run) : l10n.t('found by {0}', run);
}

/** What made a version, in one line; empty when nothing tells. */
export function versionOrigin(version: SkillVersion, l10n: Localizer): string {
  if (isOwn(version)) return ownOrigin(version, l10n);
  const { action, verdict, epoch, update, ...gain } = version.edit;
  const what = l10n.t('epoch {0}, update {1}', epoch, update);
  if (version.kind === 'found') return l10n.t('before an edit of {0}', what);
  return [action, gateWord(verdict, l10n), gainText(gain), what].join(' · ');
}

/** `+4 −1`: probes fixed and regressed. */
export function gainText({ fixes, regressions }: Gain): string {
  return `+${fixes} −${regressions}`;
}

function ownOrigin({ kind, skill }: OwnVersion, l10n: Localizer): string {
  const current = kind === 'current' && skill.version > 0 ? [l10n.t('current')] : [];
  return [...current, ...whyOf(skill, l10n)].join(' · ');
}

function whyOf(skill: Skill, l10n: Localizer): readonly string[] {
  const { provenance } = skill;
  const parts: string[] = [];
  const from = restoredFrom(skill);
  if (from !== undefined) return [l10n.t('restored from v{0}', from)];
  if (typeof provenance?.action === 'string') parts.push(plainLine(provenance.action, 20));
  const gain = gainOf(provenance);
  if (gain !== undefined) parts.push(gainText(gain));
  if (provenance?.override !== undefined) parts.push(l10n.t('override by the author'));
  const { epoch, update_cycle: update } = provenance ?? {};
  if (typeof epoch === 'number' && typeof update === 'number') {
    parts.push(l10n.t('epoch {0}, update {1}', epoch, update));
  }
  return parts;
}

function gateWord(verdict: Verdict, l10n: Localizer): string {
  switch (verdict) {
    case 'accepted':
      return l10n.t('accepted by the gate');
    case 'rejected':
      return l10n.t('rejected by the gate');
    case 'revise':
      return l10n.t('sent back by the gate');
    case 'inconclusive':
      return l10n.t('inconclusive');
  }
}
