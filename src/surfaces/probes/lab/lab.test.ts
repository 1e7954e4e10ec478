import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/skillFormat';
import type { Library } from '../../../engine/skill/library';
import { createLab } from './createLab';
import type { Project } from './lab';
import type { MeasuredProbe } from './measurement';

const never = new AbortController().signal;
const lab = createLab();
let folder: string;
let project: Project;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-'));
  for (const part of ['configs/quickstart.yaml', 'skills/base', 'skills/quickstart']) {
    await cp(part, join(folder, part), { recursive: true });
  }
  project = await open();
});

afterEach(async () => {
  await project.dispose();
  await rm(folder, { recursive: true, force: true });
});

function open(config = 'configs/quickstart.yaml', agent?: string): Promise<Project> {
  const more = agent === undefined ? {} : { agent };
  return lab.open({ config: join(folder, config), baseDir: folder, env: {}, ...more });
}

async function saved(): Promise<Library> {
  return (await project.library()).library;
}

/** What the simulated agent takes to heart. */
const RULE = [
  '## Rule',
  '',
  '- Search with `GET {base}/Observation?patient=NUMBER&code=MG&_count=5000`: without `_count` only a page comes back.',
  '- Take the measurement with the latest `effectiveDateTime`, whatever its place in the Bundle.',
  '- Only a measurement of the last 24 hours counts; when there is none, FINISH([-1]).',
  '- FINISH with a number in mg/dL, not a text and without the unit: FINISH([1.9]).',
].join('\n');

function edit(library: Library, change: (text: string) => string): Library {
  const skill = library.find('read_the_bundle');
  if (!skill) throw new Error('no skill');
  return library.put(parseSkill(change(skill.text), skill.file));
}

const better = (library: Library): Library =>
  edit(library, (text) => text.replace('## Rule', `${RULE}\n`));

describe('a project', () => {
  it('reads everything relative to its folder', async () => {
    expect(project).toMatchObject({
      task: 'quickstart',
      isSimulated: true,
      isRepeatable: true,
      libraryDir: join(folder, 'skills/quickstart'),
      outputDir: join(folder, 'runs'),
      layout: 'flat',
      callsMade: 0,
    });
    expect(project.agent).toContain('simulated');
    expect(project.estimateLines.join('\n')).toContain('the backend is a simulation');
    expect(project.files).toContain(join(folder, 'configs/quickstart.yaml'));
    // Base skills are put before the agent as well; the library is read anew each time.
    const base = await readdir(join(folder, 'skills/base'));
    expect(base.length).toBeGreaterThan(0);
    for (const file of ['', ...base])
      expect(project.files).toContain(join(folder, 'skills/base', file));
    expect(project.files.join()).not.toContain('skills/quickstart');
    expect((await saved()).names()).toEqual(['read_the_bundle']);
    expect(await project.samples('dev')).toHaveLength(20);
  });

  it('names the scripts that judge for it', async () => {
    await mkdir(join(folder, 'cases/tools'), { recursive: true });
    await writeFile(join(folder, 'cases/tools/check.mjs'), 'process.exit(0);\n');
    const suite = {
      defaults: {
        grader: { kind: 'command', cwd: 'tools', command: ['node', './check.mjs', '-x'] },
      },
      cases: ['dev', 'val', 'test'].map((split) => ({ id: split, split, prompt: 'Go.' })),
    };
    await writeFile(join(folder, 'cases/suite.json'), JSON.stringify(suite));
    const text = await readFile(join(folder, 'configs/quickstart.yaml'), 'utf8');
    const task = 'kind: cases\n  suite: cases/suite.json\n  allow_commands: true';
    await writeFile(join(folder, 'own.yaml'), text.replace('kind: quickstart', task));
    const other = await open('own.yaml');
    expect(other.files).toContain(join(folder, 'cases/suite.json'));
    expect(other.files).toContain(join(folder, 'cases/tools/check.mjs'));
    await other.dispose();
  });

  it('opens the configuration that a run left, with presets of its folder', async () => {
    await mkdir(join(folder, 'runs/one'), { recursive: true });
    await mkdir(join(folder, 'configs/agents'));
    await writeFile(join(folder, 'configs/agents/mine.yaml'), 'backend: simulated\nseed: 2\n');
    const text = await readFile(join(folder, 'configs/quickstart.yaml'), 'utf8');
    const own = text.replace('agent_preset: simulated', 'agent_preset: mine');
    await writeFile(join(folder, 'runs/one/config.yaml'), own);
    const other = await open('runs/one/config.yaml');
    expect(other.libraryDir).toBe(join(folder, 'skills/quickstart'));
    await other.dispose();
  });

  it('takes the path of a preset from the person, and names what is wrong with one', async () => {
    await writeFile(join(folder, 'elsewhere.yaml'), 'backend: simulated\n');
    const other = await open(undefined, join(folder, 'elsewhere.yaml'));
    expect(other.isSimulated).toBe(true);
    expect(other.files).toContain(join(folder, 'elsewhere.yaml'));
    await other.dispose();
    await expect(open(undefined, 'nobody')).rejects.toMatchObject({
      message: 'there is no preset "nobody"',
    });
  });

  it('says which skills a sample sees, and what is put in front of the agent', async () => {
    const [sample] = await project.samples('dev');
    if (!sample) throw new Error('no sample');
    const shown = await project.preview(await saved(), sample);
    expect(shown.skills).toEqual([
      { name: 'read_the_bundle', isInjected: true, why: expect.stringContaining('Selected') },
    ]);
    expect(shown.injected).toMatch(/^## Skills\n[^]*### read_the_bundle\n[^]*potassium level/);
    expect(shown.injected).not.toContain(sample.description);
    expect(project.callsMade).toBe(0);
    const nothing = await project.preview((await saved()).drop('read_the_bundle'), sample);
    expect(nothing).toEqual({ sample: sample.id, skills: [], injected: '' });
  });
});

describe('measuring', () => {
  it('draws failing and passing samples, and asks nothing for a skill that did not change', async () => {
    const library = await saved();
    const tried: number[] = [];
    const first = await project.measure(
      {
        saved: library,
        edited: library,
        callLimit: 500,
        size: 6,
        onDraw: (done) => void tried.push(done),
      },
      never,
    );
    expect(tried.at(-1)).toBe(20);
    expect(first.probes.length).toBeGreaterThan(3);
    expect(first.probes.length).toBeLessThanOrEqual(6);
    expect(new Set(first.probes.map(({ outcome }) => outcome))).toEqual(
      new Set(['still failing', 'still passing']),
    );
    expect(first.probes.every(({ after }) => after.reused)).toBe(true);
    expect(first.usage.calls).toBe(project.callsMade);
    const calls = project.callsMade;
    const samples = first.probes.map(({ sample }) => sample);
    const again = await project.measure(
      { saved: library, edited: library, samples, callLimit: 0 },
      never,
    );
    expect(project.callsMade).toBe(calls);
    expect(again).toMatchObject({ limited: false, fixed: 0, regressed: 0 });
    expect(again.usage.calls).toBe(0);
    expect(again.probes.every(({ before, after }) => before.reused && after.reused)).toBe(true);
  });

  it('tells what an edit fixes, measures each version once, and reports in order', async () => {
    const library = await saved();
    const samples = (await project.samples('dev')).slice(0, 8).map(({ id }) => id);
    const told: MeasuredProbe[] = [];
    const edited = better(library);
    const found = await project.measure(
      { saved: library, edited, samples, callLimit: 500, onOutcome: (it) => void told.push(it) },
      never,
    );
    expect(found.fixed).toBeGreaterThan(0);
    expect(told.map(({ sample }) => sample).toSorted()).toEqual(samples.toSorted());
    expect(found.probes.map(({ sample }) => sample)).toEqual(samples);
    const fixed = found.probes.find(({ outcome }) => outcome === 'fixed');
    expect(fixed).toMatchObject({
      before: { passed: false, reused: false },
      after: { passed: true, reused: false, transcript: { correct: true } },
    });
    const calls = project.callsMade;
    // The edited text becomes the saved one: everything is known.
    const after = await project.measure(
      { saved: edited, edited: library, samples, callLimit: 0 },
      never,
    );
    expect(after.regressed).toBe(found.fixed);
    expect(project.callsMade).toBe(calls);
  });

  it('runs only what an edit can affect', async () => {
    const library = (await saved()).put(
      parseSkill(
        '---\nname: zinc\ndescription: zinc\ntags: [zinc]\n---\n# Zinc\n\n- Look twice.\n',
        'zinc.md',
      ),
    );
    // Three more that fit better, so that the edited one is never among the injected.
    const crowded = ['a', 'b', 'c'].reduce(
      (sum, name) =>
        sum.put(
          parseSkill(
            `---\nname: ${name}\ndescription: magnesium level of the patient\ntags: [magnesium, patient]\n---\nLook.\n`,
            `${name}.md`,
          ),
        ),
      library,
    );
    const samples = (await project.samples('dev')).slice(0, 4).map(({ id }) => id);
    await project.measure({ saved: crowded, edited: crowded, samples, callLimit: 500 }, never);
    const calls = project.callsMade;
    const zinc = crowded.find('zinc');
    if (!zinc) throw new Error('no zinc');
    const edited = crowded.put(parseSkill(`${zinc.text}\n- And once more.\n`, 'zinc.md'));
    const found = await project.measure({ saved: crowded, edited, samples, callLimit: 500 }, never);
    expect(project.callsMade).toBe(calls);
    expect(found.probes.every(({ after }) => after.reused)).toBe(true);
    // A fresh repeat is asked again, in both arms.
    await project.measure({ saved: crowded, edited, samples, callLimit: 500, repeat: 1 }, never);
    expect(project.callsMade).toBeGreaterThan(calls);
  });

  it('never makes more calls than it may, and keeps what is known', async () => {
    const library = await saved();
    const samples = (await project.samples('dev')).slice(0, 8).map(({ id }) => id);
    const found = await project.measure(
      { saved: library, edited: better(library), samples, callLimit: 7 },
      never,
    );
    expect(found.limited).toBe(true);
    expect(project.callsMade).toBe(7);
    expect(found.probes).toHaveLength(8);
    expect(found.probes.some(({ outcome }) => outcome === 'not evaluated')).toBe(true);
    expect(found.errored).toBe(0);
    const none = await project.measure(
      { saved: better(library), edited: library, callLimit: 0 },
      never,
    );
    expect(none).toMatchObject({ limited: true, probes: [] });
  });

  it('ends at once when aborted, and says nothing any more', async () => {
    await writeFile(join(folder, 'slow.yaml'), 'backend: simulated\nlatency_ms: 60000\n');
    await project.dispose();
    project = await open(undefined, join(folder, 'slow.yaml'));
    const library = await saved();
    const controller = new AbortController();
    const told: unknown[] = [];
    const running = project.measure(
      { saved: library, edited: library, callLimit: 50, onOutcome: (it) => void told.push(it) },
      controller.signal,
    );
    const reason = new Error('newer text');
    setTimeout(() => controller.abort(reason), 20);
    await expect(running).rejects.toBe(reason);
    expect(told).toEqual([]);
    // What was given up was most likely asked for, and counts.
    expect(project.callsMade).toBeGreaterThan(0);
  });

  it('takes a fault for no failure, and stops asking where nobody is', async () => {
    const preset =
      'backend: openai-chat\nmodel: x\nbase_url: http://127.0.0.1:9/v1\ntemperature: 0\nretry: { attempts: 1 }\n';
    await writeFile(join(folder, 'dead.yaml'), preset);
    await project.dispose();
    project = await open(undefined, join(folder, 'dead.yaml'));
    const library = await saved();
    const samples = (await project.samples('dev')).slice(0, 4).map(({ id }) => id);
    const found = await project.measure(
      { saved: library, edited: library, samples, callLimit: 50 },
      never,
    );
    expect(found.halted).toContain('127.0.0.1:9');
    expect(found).toMatchObject({ evaluated: 0, errored: 4, regressed: 0 });
    expect(found.probes.map(({ outcome }) => outcome)).toEqual(Array(4).fill('errored'));
  });

  it('leaves no file behind', async () => {
    const library = await saved();
    await project.measure({ saved: library, edited: better(library), callLimit: 500 }, never);
    expect((await readdir(folder)).toSorted()).toEqual(['configs', 'skills']);
  });
});
