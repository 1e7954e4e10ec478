import type { Skill, SkillProblem } from '../../../engine/skill/types';
import type { KnownLibrary } from '../../common/libraries';
import type { OwnVersion } from '../versions/skillVersions';
import type { Lift } from '../lift';

export interface LibraryNode {
  readonly kind: 'library';
  readonly library: KnownLibrary;
}

export interface SkillNode {
  readonly kind: 'skill';
  readonly library: KnownLibrary;
  readonly skill: Skill;
  readonly lift: Lift;
  readonly hasHistory: boolean;
}

/** A file that is no skill as it is, and why. */
export interface UnreadNode {
  readonly kind: 'unread';
  readonly library: KnownLibrary;
  readonly file: string;
  readonly problems: readonly SkillProblem[];
}

/** A skill of which only archived versions are left. */
export interface RemovedNode {
  readonly kind: 'removed';
  readonly library: KnownLibrary;
  readonly name: string;
  readonly last: OwnVersion;
}

export interface VersionNode {
  readonly kind: 'version';
  readonly library: KnownLibrary;
  readonly name: string;
  readonly version: OwnVersion;
}

/** The library itself cannot be read, or is not there yet. */
export interface NoticeNode {
  readonly kind: 'notice';
  readonly library: KnownLibrary;
  readonly about: 'missing' | 'empty' | 'unreadable' | 'layout';
  /** What is wrong, where the reason has words of its own. */
  readonly detail: string;
}

/** What the view of libraries shows a line for. */
export type TreeNode =
  LibraryNode | SkillNode | UnreadNode | RemovedNode | VersionNode | NoticeNode;
