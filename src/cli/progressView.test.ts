import { PassThrough } from 'node:stream';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../engine/usage';
import { sampleRun } from '../store/testSupport';
import { ProgressView } from './progressView';
import type { Session } from './session';

const events = sampleRun().map((step) => step({ saveTranscript: () => ({ at: 0, bytes: 0 }) }));

describe('the progress of a run that was resumed', () => {
  it('goes on from where it stood, and is told once', () => {
    const live = Object.assign(new PassThrough(), { columns: 100, isTTY: true });
    const said: string[] = [];
    const session = {
      terminal: {
        say: (line = '') => void said.push(line),
        colours: createColors(false),
        live: live as unknown as NodeJS.WriteStream,
      },
      clock: { now: () => 0 },
    } as Session;
    const view = new ProgressView(session, 'runs/try', () => noUsage);
    const stop = events.findLastIndex(({ type }) => type === 'update.started') + 2;
    for (const event of events.slice(0, stop)) view.recall(event);
    expect(said).toEqual([]);
    view.show({ type: 'run.resumed' });
    view.close();
    expect(said).toEqual(['resumed']);
    expect(String(live.read())).toContain('epoch 0 of 1, update 1 of 2: dev 1/2');
  });
});
