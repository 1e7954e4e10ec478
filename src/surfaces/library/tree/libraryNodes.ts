import type { SkillProblem } from '../../../engine/skill/types';
import type { SkillFolder } from '../../../store/skillFolder';
import type { KnownLibrary } from '../../common/libraries';
import { liftOf } from '../lift';
import { ownVersions, pastOf, removedSkills } from '../versions/skillVersions';
import type {
  NoticeNode,
  RemovedNode,
  SkillNode,
  TreeNode,
  UnreadNode,
  VersionNode,
} from './libraryNode';

/** The lines below a library: its skills in file order, then what could not be read, then what was removed. */
export function nodesOf(library: KnownLibrary, folder: SkillFolder): readonly TreeNode[] {
  const skills = folder.skills.map((skill): SkillNode => {
    const past = pastOf(folder, skill.name).map((it) => it.skill);
    return {
      kind: 'skill',
      library,
      skill,
      lift: liftOf(skill, past),
      hasHistory: past.length > 0,
    };
  });
  const nodes = [
    ...notices(library, folder),
    ...skills,
    ...unread(library, folder),
    ...removed(library, folder),
  ];
  return nodes.length > 0 ? nodes : [notice(library, library.exists ? 'empty' : 'missing')];
}

/** The library could not be read at all. */
export function unreadable(library: KnownLibrary, detail: string): readonly TreeNode[] {
  return [notice(library, 'unreadable', detail)];
}

/** The lines below a skill, also a removed one. */
export function versionNodes(
  library: KnownLibrary,
  name: string,
  folder: SkillFolder,
): readonly VersionNode[] {
  return ownVersions(folder, name).map((version) => ({ kind: 'version', library, name, version }));
}

/** What a line is for, among all of them and from one reading to the next. */
export function idOf(node: TreeNode): string {
  const rest = (): readonly string[] => {
    switch (node.kind) {
      case 'library':
        return [];
      case 'skill':
        return [node.skill.file];
      case 'unread':
        return [node.file];
      case 'removed':
        return [node.name];
      case 'version':
        return [
          node.name,
          `${node.version.kind}`,
          `${node.version.skill.version}`,
          `${node.version.life}`,
        ];
      case 'notice':
        return [node.about];
    }
  };
  return JSON.stringify([node.kind, node.library.dir, ...rest()]);
}

function unread(library: KnownLibrary, { skills, problems }: SkillFolder): readonly UnreadNode[] {
  const read = new Set(skills.map(({ file }) => file));
  const byFile = new Map<string, SkillProblem[]>();
  for (const problem of problems) {
    if (read.has(problem.file)) continue;
    byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), problem]);
  }
  return [...byFile].map(([file, those]) => ({ kind: 'unread', library, file, problems: those }));
}

function removed(library: KnownLibrary, folder: SkillFolder): readonly RemovedNode[] {
  return removedSkills(folder).flatMap((name): readonly RemovedNode[] => {
    const [last] = ownVersions(folder, name);
    return last === undefined ? [] : [{ kind: 'removed', library, name, last }];
  });
}

/** A configuration that asks for another layout than the files have would not run. */
function notices(library: KnownLibrary, folder: SkillFolder): readonly NoticeNode[] {
  const other = library.configs.find(
    ({ layout }) => layout !== undefined && layout !== library.layout,
  );
  return other === undefined || folder.skills.length === 0
    ? []
    : [notice(library, 'layout', other.name)];
}

function notice(library: KnownLibrary, about: NoticeNode['about'], detail = ''): NoticeNode {
  return { kind: 'notice', library, about, detail };
}
