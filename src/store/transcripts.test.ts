import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../util/errors';
import { readTranscript, Transcripts } from './transcripts';
import { tempDir, transcript } from './testSupport';

function transcriptsPath(): string {
  return join(tempDir(), 'transcripts.jsonl');
}

describe('transcripts', () => {
  it('come back by their place, in this process and in another', async () => {
    const path = transcriptsPath();
    const transcripts = new Transcripts(path);
    transcripts.save(transcript('s1', true));
    const ref = transcripts.save(transcript('s2', false));
    expect(transcripts.load(ref)).toEqual(transcript('s2', false));
    expect(await readTranscript(path, ref)).toEqual(transcript('s2', false));
    transcripts.close();
  });

  it('go on behind the last whole one after a kill', () => {
    const path = transcriptsPath();
    const before = new Transcripts(path);
    const first = before.save(transcript('s1', true));
    const second = before.save(transcript('s2', true));
    before.close();
    truncateSync(path, second.at + 7);
    const after = new Transcripts(path);
    expect(after.holds(first)).toBe(true);
    expect(after.holds(second)).toBe(false);
    const third = after.save(transcript('s3', true));
    expect(third.at).toBe(second.at);
    expect(after.load(first).sample).toBe('s1');
    expect(after.load(third).sample).toBe('s3');
    after.close();
  });

  it('are missed with the name of the file, whatever a reference asks for', async () => {
    const path = transcriptsPath();
    const transcripts = new Transcripts(path);
    const { at, bytes } = transcripts.save(transcript('s1', true));
    const wrong = [
      { at: at + 1, bytes: bytes - 1 },
      { at, bytes: 1e15 },
      { at: -1, bytes: 4 },
      { at: 0.5, bytes: 1 },
    ];
    for (const ref of wrong) {
      expect(() => transcripts.load(ref)).toThrow(UserError);
      await expect(readTranscript(path, ref)).rejects.toMatchObject({ place: { file: path } });
    }
    transcripts.close();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"sample"', '"simple"'));
    await expect(readTranscript(path, { at, bytes })).rejects.toThrow('no transcript lies');
  });
});
