import type { l10n } from 'vscode';
import type { Provenance } from '../../../engine/types';
import { codeSpan, inline, table } from '../../common/markdown';

type Localizer = Pick<typeof l10n, 't'>;

const MAX_SAMPLES = 8;

/** Why a version is what it is, as a Markdown table; empty when its file tells nothing. Files say anything: all is escaped. */
export function provenanceTable(provenance: Provenance | undefined, l10n: Localizer): string {
  if (provenance === undefined) return '';
  const override: Readonly<Record<string, unknown>> = isRecord(provenance.override)
    ? provenance.override
    : {};
  const restored = provenance['restored'];
  const rows: readonly (readonly [title: string, value: unknown])[] = [
    [l10n.t('Action'), provenance.action],
    [l10n.t('Epoch'), provenance.epoch],
    [l10n.t('Update'), provenance.update_cycle],
    [l10n.t('Probes fixed'), provenance.fixes],
    [l10n.t('Probes regressed'), provenance.regressions],
    [l10n.t('Probe score'), provenance.probe_score],
    [l10n.t('Made from version'), provenance.parent_version],
    [l10n.t('Triggered by'), samples(provenance.triggering_sample_ids)],
    [l10n.t('Overridden by'), override['by']],
    [l10n.t('Verdict of the gate'), override['verdict']],
    [l10n.t('Reason'), override['reason']],
    [l10n.t('Evidence'), override['evidence']],
    [l10n.t('Decided at'), override['at']],
    [l10n.t('Restored at'), isRecord(restored) ? restored['at'] : undefined],
  ];
  const shown = rows.flatMap(([title, value]) => {
    const text = cell(value);
    return text === '' ? [] : [[inline(title), text]];
  });
  return shown.length === 0 ? '' : table([l10n.t('Provenance'), ''], shown);
}

function cell(value: unknown): string {
  if (typeof value === 'string') return inline(value);
  if (typeof value === 'number' || typeof value === 'boolean') return inline(String(value));
  return Array.isArray(value) ? value.map((it) => codeSpan(String(it), 60)).join(' ') : '';
}

function samples(ids: unknown): unknown {
  if (!Array.isArray(ids)) return undefined;
  return ids.length > MAX_SAMPLES
    ? [...ids.slice(0, MAX_SAMPLES), `+${ids.length - MAX_SAMPLES}`]
    : ids;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
