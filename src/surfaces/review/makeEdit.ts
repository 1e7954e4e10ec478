import type { l10n } from 'vscode';
import type { Decision } from '../../engine/learn/events';
import type { CandidateState, RunState } from '../../store/runState';
import type { KnownRun } from '../common/runCatalog';
import { isPart } from './decide/isPart';
import { judgeFit, type Judgement } from './decide/judgeFit';
import type { LibrarySnapshot } from './decide/librarySnapshot';
import { isCurrent } from './decide/measurable';
import { acceptedParts, namesOf, partsOf } from './decide/parts';
import type { Rerun } from './decide/rerun';
import type { Draft } from './drafts';
import { skillsFor, type FitCache } from './fitCache';
import { explainEarly, explainHindrance } from './fitText';
import { decided } from './foldDecisions';
import type { Predecessors } from './predecessors';
import type { ReviewEdit } from './reviewEdit';

type Localizer = Pick<typeof l10n, 't'>;

/** All that an edit is put together from. */
export interface EditFacts {
  readonly key: string;
  readonly run: KnownRun;
  readonly state: RunState;
  readonly candidate: CandidateState;
  /** The last word on each edit of the run. */
  readonly words: ReadonlyMap<string, Decision>;
  readonly isWaitedFor: boolean;
  readonly libraryDir: string | undefined;
  /** The author's skills; `undefined` when there is no library. */
  readonly skills: LibrarySnapshot | undefined;
  readonly draft: Draft | undefined;
  readonly rerun: Rerun | undefined;
  readonly predecessors?: Predecessors;
}

export function makeEdit(facts: EditFacts, fits: FitCache, l10n: Localizer): ReviewEdit {
  const { key, run, state, candidate, libraryDir, skills, draft, rerun } = facts;
  const { judged } = candidate;
  const word = decided(candidate, facts.words);
  // Of thousands of edits a view shows some: how an edit fits is worked out when it is asked for.
  const judge = (): Judgement | undefined => {
    if (skills === undefined) return undefined;
    const names = namesOf(judged);
    const grounds = { judged, said: word.said, draft, skills: skillsFor(names, skills) };
    return fits.get(key, grounds, () =>
      judgeFit(
        word.decision === 'accepted' ? acceptedParts(judged, word.said) : partsOf(judged, draft),
        skills,
      ),
    );
  };
  const predecessor = (): CandidateState | undefined => {
    const hindrance = judge()?.hindrance;
    return hindrance && facts.predecessors?.missing(candidate, hindrance.name);
  };
  let part: boolean | undefined;
  let isOutdated: boolean | undefined;
  const edit: ReviewEdit = {
    key,
    run,
    state,
    candidate,
    ...word,
    get isPart() {
      return (part ??= isPart(judged, word.said));
    },
    isAwaited: word.decision === 'pending' && facts.isWaitedFor,
    ...(libraryDir === undefined ? {} : { libraryDir }),
    get fit() {
      return judge()?.fit ?? 'nowhere';
    },
    get fitReason() {
      const judgement = judge();
      if (judgement === undefined) {
        return l10n.t('The run names no library of yours (`skills.library_dir`).');
      }
      const { hindrance } = judgement;
      const earlier = predecessor();
      if (earlier) return explainEarly(earlier.judged, l10n);
      return hindrance ? explainHindrance(hindrance, l10n) : '';
    },
    get isEarly() {
      return predecessor() !== undefined;
    },
    ...(draft === undefined ? {} : { draft }),
    ...(rerun === undefined ? {} : { rerun }),
    get isRerunOutdated() {
      if (rerun === undefined) return false;
      return (isOutdated ??= skills === undefined || !isCurrent(rerun, edit, skills));
    },
  };
  return edit;
}
