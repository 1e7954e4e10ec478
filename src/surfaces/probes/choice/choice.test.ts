import { describe, expect, it } from 'vitest';
import type { CandidateState, RunState } from '../../../store/runState';
import { emptyRun } from '../../../store/runState';
import { lastProbesOf } from './lastUpdate';
import { Pins } from './pins';
import { probeOrder } from './probeOrder';
import { lineAbout, sectionsOf, titleLine, touchedText } from './sections';

const skill = [
  '---',
  'name: units',
  'description: d',
  '---',
  '# Units',
  '',
  'Convert first.',
  '',
  '## Dates',
  '',
  '- A date is written year first.',
  '```',
  '## no heading',
  '```',
  '',
  '## Rule',
  '',
  '- Magnesium is reported in mg/dL.',
].join('\n');

describe('sections', () => {
  it('are cut at headings, and not inside code', () => {
    expect(sectionsOf(skill).map(({ heading, line }) => `${line} ${heading}`)).toEqual([
      '0 ',
      '4 Units',
      '8 Dates',
      '15 Rule',
    ]);
    expect(sectionsOf(skill.replaceAll('\n', '\r\n'))).toHaveLength(4);
    expect(sectionsOf('')).toEqual([{ heading: '', level: 0, line: 0, text: '' }]);
  });

  it('tell what an edit touched', () => {
    const edited = skill.replace('mg/dL.', 'mg/dL, as a number.');
    expect(touchedText(skill, edited)).toBe(
      '## Rule\n\n- Magnesium is reported in mg/dL, as a number.',
    );
    expect(touchedText(skill, skill)).toBe('');
    expect(touchedText(skill, skill.replace('description: d', 'description: e'))).toContain(
      'description: e',
    );
  });

  it('tell where a probe belongs: by heading first, then by what is under it, else the first line', () => {
    expect(lineAbout(skill, 'What is the magnesium level?')).toBe(15);
    expect(lineAbout(skill, 'dates of magnesium')).toBe(8);
    expect(lineAbout(skill, 'something else entirely')).toBe(0);
    // Two sections speak of it, and no heading does.
    expect(lineAbout(`${skill}\n\n## Report\n\n- Name magnesium.`, 'magnesium')).toBe(0);
    expect(titleLine(skill)).toBe(4);
    expect(titleLine('no headings at all')).toBe(0);
    expect(lineAbout('no headings at all', 'all')).toBe(0);
  });
});

describe('the order of probes', () => {
  const samples = ['a', 'b', 'c', 'd'].map((id) => ({
    id,
    description: id === 'd' ? 'magnesium level' : `case ${id}`,
  }));
  const after = (passed: boolean | null) => ({ after: { passed, reused: false } });

  it('puts what failed first, then what is unknown, and what was touched before the rest', () => {
    const last = new Map([
      ['a', after(true)],
      ['b', after(false)],
      ['c', after(null)],
      ['d', after(true)],
    ]);
    expect(probeOrder(samples, last, '')).toEqual(['b', 'c', 'a', 'd']);
    expect(probeOrder(samples, last, '## Magnesium')).toEqual(['b', 'c', 'd', 'a']);
    expect(probeOrder(samples, new Map(), '')).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('the probes of the last update', () => {
  const candidate = (name: string, samples: readonly string[]): CandidateState => ({
    isApplied: false,
    judged: {
      type: 'candidate.judged',
      key: name,
      id: name,
      epoch: 0,
      update: 0,
      edits: [{ action: 'MODIFY', name, description: '', content: '' }],
      label: null,
      verdict: 'rejected',
      reason: '',
      score: {
        fixes: 0,
        regressions: 0,
        invalidActionRegressions: 0,
        baselineFixes: 0,
        baselineRegressions: 0,
        adjusted: 0,
      },
      penalty: 2,
      complete: true,
      outcomes: samples.map((sample) => ({ sample, outcome: 'fixed', passedBefore: false })),
      before: {},
      after: {},
    },
  });
  const run = (...candidates: readonly CandidateState[]): RunState => ({
    ...emptyRun,
    epochs: [
      {
        epoch: 0,
        plannedUpdates: 1,
        taxonomy: {},
        updates: [
          {
            update: 0,
            isRecovery: false,
            batch: [],
            library: [],
            dev: { finished: 0, correct: 0, errored: 0 },
            probeRollouts: 0,
            labels: {},
            proposals: 0,
            writerFailures: 0,
            candidates,
            winner: null,
            isFinished: true,
          },
        ],
      },
    ],
  });

  it('are those of the newest run that edited the skill', () => {
    const newest = run(candidate('dates', ['1']));
    const older = run(candidate('units', ['2']), candidate('units', ['3', '4']));
    const oldest = run(candidate('units', ['5']));
    expect(lastProbesOf('units', [newest, older, oldest])).toEqual(['3', '4']);
    expect(lastProbesOf('colours', [newest, older])).toBeUndefined();
    expect(lastProbesOf('units', [run(candidate('units', []))])).toBeUndefined();
  });
});

describe('pins', () => {
  it('are kept by library and skill, and survive what is not theirs', async () => {
    const kept = new Map<string, unknown>();
    const memory = {
      get: (key: string) => kept.get(key),
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    const pins = new Pins(memory);
    expect(pins.of('/lib', 'units')).toEqual([]);
    await pins.pin('/lib', 'units', ['a', 'b', 'a']);
    await pins.pin('/lib', '__proto__', ['c']);
    expect(pins.of('/lib', 'units')).toEqual(['a', 'b']);
    expect(pins.of('/lib', '__proto__')).toEqual(['c']);
    expect(pins.of('/other', 'units')).toEqual([]);
    await pins.pin('/lib', 'units', []);
    expect(pins.of('/lib', 'units')).toEqual([]);
    kept.set('grasp.pinnedProbes', 'rubbish');
    expect(pins.of('/lib', '__proto__')).toEqual([]);
    kept.set('grasp.pinnedProbes', { '["/lib","units"]': [1, 2] });
    expect(pins.of('/lib', 'units')).toEqual([]);
  });
});
