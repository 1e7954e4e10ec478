import { lintSkill } from '../../../engine/skill/lint';
import { fixEmptyBody, fixNoWhenToUse } from './bodyFixes';
import {
  fixDescriptionBrackets,
  fixLongDescription,
  fixMissingDescription,
} from './descriptionFixes';
import { fixIdleTags, fixKind, fixMetadata, fixUnknownField } from './fieldFixes';
import {
  fixAlias,
  fixBrokenYaml,
  fixFence,
  fixFlowStyle,
  fixNoFrontmatter,
  fixNotMapping,
  fixUnclosed,
} from './frontmatterFixes';
import { fixDuplicateName, fixLayout, fixName } from './nameFixes';
import type { Fixer, FixSubject, Localizer, SkillFix } from './skillFix';

/** Who mends what, by the code of the problem. */
const fixers: Readonly<Record<string, Fixer>> = {
  'no-frontmatter': fixNoFrontmatter,
  'unclosed-frontmatter': fixUnclosed,
  'broken-yaml': fixBrokenYaml,
  'bad-alias': fixBrokenYaml,
  'not-a-mapping': fixNotMapping,
  'flow-style': fixFlowStyle,
  'yaml-alias': fixAlias,
  'fence-in-frontmatter': fixFence,
  'missing-name': fixName,
  'name-mismatch': fixName,
  'unsafe-name': fixName,
  'name-too-long': fixName,
  'name-characters': fixName,
  'name-hyphens': fixName,
  'bad-name': fixKind,
  'duplicate-name': fixDuplicateName,
  'other-layout': fixLayout,
  'not-a-skill-folder': fixLayout,
  'missing-description': fixMissingDescription,
  'description-too-long': fixLongDescription,
  'description-brackets': fixDescriptionBrackets,
  'bad-description': fixKind,
  'no-when-to-use': fixNoWhenToUse,
  'unknown-field': fixUnknownField,
  'bad-tags': fixKind,
  'bad-version': fixKind,
  'bad-provenance': fixKind,
  'bad-compatibility': fixKind,
  'bad-allowed-tools': fixKind,
  'metadata-not-texts': fixMetadata,
  'idle-tag': fixIdleTags,
  'empty-body': fixEmptyBody,
};

/** What the library as a whole says of a file; its text alone does not show it. */
const ofTheLibrary: ReadonlySet<string> = new Set(['duplicate-name', 'name-case', 'other-layout']);

/** Does a problem of this code show only when the whole library is read? */
export function isOfTheLibrary(code: string): boolean {
  return ofTheLibrary.has(code);
}

/**
 * What can be done about a problem, the best first. Only what does it is offered: afterwards the file can be
 * read, the problem is gone, and no error is there that was not there before.
 */
export function fixesFor(subject: FixSubject, l10n: Localizer): readonly SkillFix[] {
  const fixer = Object.hasOwn(fixers, subject.problem.code)
    ? fixers[subject.problem.code]
    : undefined;
  if (fixer === undefined) return [];
  try {
    return fixer(subject, l10n).filter((fix) => isGood(subject, fix));
  } catch {
    // The text has changed since the problem was found, or is broken in yet another way.
    return [];
  }
}

function isGood({ text, file, profile, problem }: FixSubject, fix: SkillFix): boolean {
  const place = fix.rename === undefined ? file : placeAfter(file, fix.rename);
  const before = lintSkill({ text, file }, profile);
  const after = lintSkill({ text: fix.text ?? text, file: place }, profile);
  const count = (problems: typeof before, code: string): number =>
    problems.filter((it) => it.code === code).length;
  const isMended =
    ofTheLibrary.has(problem.code) || count(after, problem.code) < count(before, problem.code);
  const isReadable = !after.some(({ code }) => unreadable.has(code));
  const brings = after.some(
    ({ severity, code }) => severity === 'error' && count(after, code) > count(before, code),
  );
  // What could not be read before shows the rest of its problems only now.
  const wasUnreadable = before.some(({ code }) => unreadable.has(code));
  return isMended && isReadable && (!brings || wasUnreadable);
}

const unreadable: ReadonlySet<string> = new Set([
  'too-large',
  'unclosed-frontmatter',
  'broken-yaml',
  'not-a-mapping',
  'bad-alias',
  'unread-frontmatter',
]);

function placeAfter(file: string, { from, to }: { from: string; to: string }): string {
  return file === from ? to : file.startsWith(`${from}/`) ? to + file.slice(from.length) : file;
}
