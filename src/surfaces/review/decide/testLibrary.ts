/** Libraries and edits for tests. */
import type { CandidateJudged } from '../../../engine/learn/events';
import { Library } from '../../../engine/skill/library';
import { parseSkill, printSkill } from '../../../engine/skill/skillFormat';
import { fileFor } from '../../../engine/skill/skillName';
import type { Layout } from '../../../engine/skill/types';
import type { Edit, Verdict } from '../../../engine/types';
import { snapshotOf, type LibrarySnapshot } from './librarySnapshot';

export function skillText(
  name: string,
  content: string,
  more: { description?: string; tags?: readonly string[]; version?: number; layout?: Layout } = {},
): string {
  const { description = `About ${name}.`, tags = [], version = 1, layout = 'flat' } = more;
  const file = fileFor(name, layout);
  return printSkill({ name, description, tags, version, provenance: undefined, content, file })
    .text;
}

export function libraryOf(
  texts: Readonly<Record<string, string>>,
  layout: Layout = 'flat',
): LibrarySnapshot {
  const learned = Object.entries(texts).map(([name, text]) =>
    parseSkill(text, fileFor(name, layout)),
  );
  return snapshotOf(Library.of({ base: [], learned, layout }));
}

export function edit(action: Edit['action'], name: string, content = ''): Edit {
  return { action, name, description: `About ${name}.`, content };
}

/** Judged as a run would: against its library, of which the texts before and after are kept. */
export function judgedOn(
  { library }: LibrarySnapshot,
  edits: readonly Edit[],
  more: Partial<CandidateJudged> = {},
): CandidateJudged {
  const after = library.apply(edits, { epoch: 0, update_cycle: 1, fixes: 2, regressions: 0 });
  const textIn = (where: Library) =>
    Object.fromEntries(edits.map(({ name }) => [name, where.find(name)?.text ?? null]));
  const verdict: Verdict = 'accepted';
  return {
    type: 'candidate.judged',
    key: 'candidate|e0-u1-abc',
    id: 'e0-u1-abc',
    epoch: 0,
    update: 1,
    edits,
    label: null,
    verdict,
    reason: 'It fixed 2 failing probes and broke none.',
    score: {
      fixes: 2,
      regressions: 0,
      invalidActionRegressions: 0,
      baselineFixes: 0,
      baselineRegressions: 0,
      adjusted: 2,
    },
    penalty: 2,
    complete: true,
    outcomes: [],
    before: textIn(library),
    after: textIn(after),
    ...more,
  };
}

/** The library after a plan that must be ready. */
export function snapshotAfter(plan: {
  readonly kind: string;
  readonly after?: Library;
  readonly hindrance?: unknown;
}): LibrarySnapshot {
  if (plan.after === undefined) throw new Error(JSON.stringify(plan.hindrance));
  return snapshotOf(plan.after);
}
