import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseSkill, printSkill, rewriteSkill } from './skillFormat';

const shared = path.resolve(process.env['GRASP_SHARED'] ?? path.join(process.cwd(), '../shared'));
const golden = path.join(shared, 'golden/parse.json.gz');

const Case = z.object({
  file: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  version: z.number(),
  provenance: z.record(z.string(), z.unknown()),
  content_sha256: z.string(),
});

const cases = existsSync(golden)
  ? z.array(Case).parse(JSON.parse(gunzipSync(readFileSync(golden)).toString('utf8')))
  : [];
const skills = cases.map((it) => ({
  want: it,
  skill: parseSkill(readFileSync(path.join(shared, 'data', it.file), 'utf8'), base(it.file)),
}));

function base(file: string): string {
  return file.includes('/.history/') ? `.history/${path.basename(file)}` : path.basename(file);
}

/** The libraries are not part of this repository. Where tests must be complete, their absence is a failure. */
const isAbsent = cases.length === 0 && process.env['CI'] === undefined;

describe.skipIf(isAbsent)('the released skill files (in the folder GRASP_SHARED names)', () => {
  it('are there to be read', () => {
    expect(cases.length, `no ${golden}; set GRASP_SHARED to the folder that holds golden/`).toBe(
      1196,
    );
  });

  it('read exactly as the published reader reads them', () => {
    const read = skills.map(({ want, skill }) => ({
      file: want.file,
      name: skill.name,
      description: skill.description,
      tags: skill.tags,
      version: skill.version,
      provenance: skill.provenance,
      content_sha256: createHash('sha256').update(skill.content, 'utf8').digest('hex'),
    }));
    expect(read).toEqual(cases);
  });

  it('come out of a rewrite with nothing else changed', () => {
    const broken: string[] = [];
    for (const { skill, want } of skills.filter((_, n) => n % 5 === 0)) {
      const next = rewriteSkill(skill, {
        version: skill.version + 1,
        provenance: { ...skill.provenance, parent_version: skill.version },
      });
      const back = rewriteSkill(next, {
        version: skill.version,
        provenance: skill.provenance ?? {},
      });
      if (back.text !== skill.text || next.version !== skill.version + 1) broken.push(want.file);
    }
    expect(broken).toEqual([]);
  });

  it('mean the same when written anew', () => {
    for (const { skill } of skills.filter((_, n) => n % 5 === 1)) {
      expect({ ...printSkill(skill), text: '' }).toEqual({ ...skill, text: '' });
    }
  });
});
