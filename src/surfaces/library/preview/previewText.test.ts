import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import { previewText } from './previewText';

const scene = {
  sample: 'mg-1',
  description: 'What was the\nlast magnesium?',
  task: 'quickstart',
  config: 'configs/quickstart.yaml',
  library: 'skills/quickstart',
  unsaved: ['read_the_bundle'],
  broken: [],
};
const preview = {
  sample: 'mg-1',
  skills: [
    {
      name: 'read_the_bundle',
      isInjected: true,
      why: 'Selected: ranked 1 of 2. It has no tags: +1.',
    },
    { name: 'other', isInjected: false, why: 'Not selected.\nNo words.' },
  ],
  injected: '## Skills\n\n### read_the_bundle',
};

describe('the preview of what a sample sees', () => {
  it('tells skills, reasons and the very text', () => {
    const text = previewText(preview, scene, plainWords);
    expect(text).toContain(
      'Shown to the agent: 1 of 2\n\n1. read_the_bundle\n   Selected: ranked 1 of 2.\n   It has no tags: +1.\n',
    );
    expect(text).toContain('2. other\n   Not selected.\n   No words.\n');
    expect(text).toContain('\n## Skills\n\n### read_the_bundle\n');
    expect(text).toContain('not saved: read_the_bundle');
    expect(text).toContain('Sample: What was the last magnesium?');
  });

  it('says so when there is nothing', () => {
    const text = previewText({ sample: 'x', skills: [], injected: '' }, scene, plainWords);
    expect(text).toContain('The library holds no skills.');
    expect(text).toContain('(nothing)');
    expect(text).not.toContain('Not shown');
  });

  it('shows what a text would hide', () => {
    const hostile = { ...preview, injected: 'a\u202eb\u0007c\u200b' };
    expect(previewText(hostile, scene, plainWords)).toContain('a\\u202eb\\u0007c\\u200b');
  });
});
