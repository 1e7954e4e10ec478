import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/parseSkill';
import type { Skill } from '../../../engine/skill/types';
import type { SkillFolder } from '../../../store/skillFolder';
import { restoredFiles } from './restoredFiles';
import { ownVersions } from './skillVersions';

const at = '2031-05-01T10:00:00.000Z';
const skill = (file: string, version: number, rule: string): Skill =>
  parseSkill(
    `---\nname: sum_rows\ndescription: Use it.\nversion: ${version}\n---\n${rule}\n`,
    file,
  );
const folder = (skills: readonly Skill[], history: readonly Skill[]): SkillFolder => ({
  skills,
  history,
  layout: 'flat',
  problems: [],
  unread: [],
});
const old = skill('.history/sum_rows_v1.md', 1, 'One.');
const current = skill('sum_rows.md', 2, 'Two.');

describe('restoring', () => {
  it('makes the old text current under a new number and keeps the one before', () => {
    const library = folder([current], [old]);
    const version = ownVersions(library, 'sum_rows')[1]!;
    const restored = restoredFiles(library, 'sum_rows', version, { at });
    expect(restored).toMatchObject({ file: 'sum_rows.md', version: 3 });
    expect(restored.archives).toEqual({ '.history/sum_rows_v2.md': current.text });
    const read = parseSkill(restored.text, restored.file);
    expect(read).toMatchObject({ content: 'One.', version: 3 });
    expect(read.provenance).toMatchObject({
      action: 'MODIFY',
      parent_version: 1,
      restored: { by: 'author', from: 1, at },
    });
  });

  it('archives what was not saved', () => {
    const library = folder([current], [old]);
    const unsaved = skill('sum_rows.md', 2, 'Two and a half.');
    const version = ownVersions(library, 'sum_rows')[1]!;
    const { archives } = restoredFiles(library, 'sum_rows', version, { current: unsaved, at });
    expect(archives).toEqual({ '.history/sum_rows_v2.md': unsaved.text });
  });

  it('brings back a removed skill', () => {
    const library = folder([], [old]);
    const version = ownVersions(library, 'sum_rows')[0]!;
    const restored = restoredFiles(library, 'sum_rows', version, { at });
    expect(restored).toMatchObject({ file: 'sum_rows.md', version: 2, archives: {} });
    expect(parseSkill(restored.text, 'sum_rows.md').provenance?.action).toBe('ADD');
  });

  it('restores the very version that was chosen, of an earlier life too', () => {
    const earlier = skill('.history/sum_rows_v1.1.md', 1, 'Long ago.');
    const library = folder([current], [old, earlier]);
    const version = ownVersions(library, 'sum_rows').find(({ life }) => life === 1)!;
    const restored = restoredFiles(library, 'sum_rows', version, { at });
    expect(parseSkill(restored.text, restored.file)).toMatchObject({
      content: 'Long ago.',
      version: 3,
    });
    expect(Object.keys(restored.archives)).toEqual(['.history/sum_rows_v2.md']);
  });
});
