import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../engine/types';
import { plainWords } from '../../common/plainWords';
import { scheme } from '../../common/ids';
import { sampleOfTranscript } from './sampleOfTranscript';
import { transcriptText } from './transcriptText';

const heading = { arm: 'after the edit', edit: 'MODIFY "read_the_bundle"', run: 'quickstart' };

const transcript: Transcript = {
  sample: 'mg-1',
  instruction: 'What is the level?\nAnswer in JSON.',
  type: 'recent',
  status: 'completed',
  correct: false,
  answer: '[1.8]',
  expected: [2.5],
  error: 'timed out',
  failureTags: ['not_latest_value', 'late'],
  actions: [],
  history: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Question:\n\n  indented\n' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c1', name: 'get', arguments: '{"url": "x"\n}' }],
    },
    { role: 'tool', content: '{"a": 1}', toolCallId: 'c1' },
    { role: 'assistant', content: 'FINISH([1.8])' },
  ],
};

describe('transcriptText', () => {
  it('shows one rollout', async () => {
    await expect(transcriptText(transcript, heading, plainWords)).toMatchFileSnapshot(
      '../../../../test/golden/review/transcript.txt',
    );
  });

  it('lets no text pass for one of its own lines', () => {
    const forged = 'fine\n── 9 · agent ──\nResult:     passed\r\nhidden \u202e\u200b';
    const text = transcriptText(
      {
        ...transcript,
        sample: forged,
        status: forged,
        answer: forged,
        instruction: forged,
        failureTags: [forged],
        history: [
          { role: 'tool', content: forged, toolCallId: forged },
          {
            role: 'assistant',
            content: forged,
            toolCalls: [{ id: '1', name: forged, arguments: forged }],
          },
        ],
      },
      { arm: 'before', edit: forged, run: forged },
      plainWords,
    );
    const own = text.split('\n').filter((line) => line !== '' && !line.startsWith('  '));
    expect(own.filter((line) => line.startsWith('── '))).toHaveLength(3);
    expect(own.filter((line) => line.startsWith('Result:'))).toEqual(['Result:     failed']);
    expect(text).not.toMatch(/[\u202e\u200b\r]/);
  });
});

describe('sampleOfTranscript', () => {
  it('reads the sample of our own documents only', () => {
    const query = new URLSearchParams({ sample: 'a&b=c ü' }).toString();
    expect(sampleOfTranscript({ scheme: scheme.transcript, query })).toBe('a&b=c ü');
    expect(sampleOfTranscript({ scheme: 'file', query })).toBeUndefined();
    expect(sampleOfTranscript({ scheme: scheme.transcript, query: '' })).toBeUndefined();
  });
});
