import { describe, expect, it } from 'vitest';
import { draftKinds } from './behaviour';
import type { DraftedEdit } from './drafting';
import { guidanceOf } from './guidance';
import { lessonTexts } from './lessons';
import { writeSkill } from './skillText';
import { writeAsWriter } from './writer';

/** The JSON in a reply, whatever stands around it. */
function json<T>(reply: string | undefined): T {
  const text = reply ?? '';
  const from = text.search(/[[{]/);
  const to = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
  return JSON.parse(text.slice(from, to + 1)) as T;
}

interface Ask {
  readonly label?: string;
  readonly draft?: number;
  readonly learned?: readonly {
    readonly name: string;
    readonly description: string;
    readonly body: string;
  }[];
  readonly capacity?: number;
  readonly tags?: string;
  readonly sample?: string;
}

function proposePrompt({
  label,
  draft = 1,
  learned = [],
  capacity = 10,
  tags = '',
  sample = 'a',
}: Ask): string {
  return [
    '# Propose skill edits',
    ...(label === undefined ? [] : [`Failure group: ${label}`]),
    `Draft ${draft} of 4`,
    '## Learned skills',
    ...learned.map(
      ({ name, description }) =>
        `- ${name} (v1) | ${JSON.stringify(description)} | born=author probe=none`,
    ),
    `Learned library: ${learned.length} of ${capacity}`,
    '## Text of the learned skills',
    ...learned.flatMap(({ name, body }) => ['', `${name}:`, '<<<SKILL', body, 'SKILL>>>']),
    '## Log',
    `[sample ${sample}] status=completed correct=false`,
    `Failure tags: ${tags}`,
    '',
    '[sample b] status=completed correct=true',
  ].join('\n');
}

/** All drafts of one update. */
function drafts(ask: Ask): readonly (readonly DraftedEdit[])[] {
  return draftKinds.map((_, i) => json(writeAsWriter(proposePrompt({ ...ask, draft: i + 1 }), 1)));
}

const readTheBundle = {
  name: 'read_the_bundle',
  description: 'Where the values are.',
  body: '# Read\n\n## Rule\n\n- Look at each resource.\n- My own words.',
};

describe('classify', () => {
  it('labels every sample by its tags, and describes the labels', () => {
    const prompt = [
      '# Classify failures',
      '- "mg-1": tags=[not_latest_value] instruction="x"',
      '- "odd \\" id": tags=[answer_is_string, stale_value_used]',
      '- "mg-3": tags=[] trace: a',
      '- a bullet of the instructions',
    ].join('\n');
    const reply = json<{ labels: Record<string, string>; new_labels: Record<string, string> }>(
      writeAsWriter(prompt, 1),
    );
    expect(reply.labels).toEqual({
      'mg-1': 'bundle_order_taken_as_time_order',
      'odd " id': 'answer_in_wrong_json_type',
      'mg-3': 'cause_not_known_to_simulation',
    });
    expect(Object.keys(reply.new_labels).toSorted()).toEqual(
      Object.values(reply.labels).toSorted(),
    );
  });
});

describe('diagnose', () => {
  it('gives each sample a sentence', () => {
    const prompt =
      '# Diagnose failures\n- "mg-1": label=stale_value_reported_as_current, task="x"\n- "mg-2": label=new';
    const reply = json<Record<string, string>>(writeAsWriter(prompt, 1));
    expect(reply['mg-1']).toContain('cut-off');
    expect(reply['mg-2']).toContain('knows no cause');
  });
});

describe('propose', () => {
  it('drafts something useful, something too broad, something vague and something harmful', () => {
    const found = drafts({ label: 'stale_value_reported_as_current' }).map(
      ([edit]) => edit?.name ?? '',
    );
    expect(found.filter((name) => name === 'magnesium_time_window')).toHaveLength(2);
    expect(found).toContain('prefer_minus_one');
    expect(new Set(found).size).toBe(3);
  });

  it('tells drafts of one skill apart at their beginning', () => {
    const heads = drafts({ label: 'stale_value_reported_as_current', learned: [readTheBundle] })
      .flat()
      .map(({ content }) => content.slice(0, 100));
    expect(new Set(heads).size).toBe(heads.length);
  });

  it('patches a long skill, and one it sees in part, instead of writing it out again', () => {
    const long = {
      ...readTheBundle,
      body: [
        readTheBundle.body,
        ...Array.from({ length: 800 }, (_, i) => `- And so on, ${String(i)}.`),
      ].join('\n'),
    };
    const label = 'bundle_order_taken_as_time_order';
    const ask = (learned: Ask['learned'], part = false) =>
      draftKinds.flatMap((_, i) => {
        const prompt = proposePrompt({ label, ...(learned ? { learned } : {}), draft: i + 1 });
        const shown = part
          ? prompt.replace('read_the_bundle:\n', 'read_the_bundle, in part (lines 1-6 of 9):\n')
          : prompt;
        return json<readonly DraftedEdit[]>(writeAsWriter(shown, 1));
      });
    const modified = [...ask([long]), ...ask([readTheBundle], true)].filter(
      ({ action }) => action === 'MODIFY',
    );
    expect(modified.length).toBeGreaterThan(1);
    for (const { content, hunks = [] } of modified) {
      expect(content).toBe('');
      expect(hunks.length).toBeGreaterThan(0);
      for (const { search } of hunks) expect(long.body.split(search)).toHaveLength(2);
    }
  });

  it('extends a skill of the author in the author’s own words', () => {
    const edits = drafts({
      label: 'bundle_order_taken_as_time_order',
      learned: [readTheBundle],
    }).flat();
    const modify = edits.filter(({ action }) => action === 'MODIFY');
    expect(modify).toHaveLength(2);
    for (const { name, content } of modify) {
      expect(name).toBe('read_the_bundle');
      expect(content).toContain('- My own words.');
      expect([...guidanceOf([content]).lessons]).toContain('latest');
    }
  });

  it('does not teach twice what a skill says already', () => {
    const learned = [{ name: 'mine', description: 'd', body: 'Within 24 hours, else -1.' }];
    const edits = drafts({ label: 'stale_value_reported_as_current', learned }).flat();
    expect(edits.map(({ name }) => name)).not.toContain('magnesium_time_window');
  });

  it('repairs a skill that went too far', () => {
    const { broad, ...text } = lessonTexts.window;
    const body = writeSkill({ ...text, rules: [...text.rules, broad?.rule ?? ''] });
    const learned = [{ name: text.name, description: text.description, body }];
    const repair = drafts({ label: 'recorded_value_overlooked', learned })
      .flat()
      .find(({ name }) => name === text.name);
    expect(repair?.action).toBe('MODIFY');
    expect(repair?.content).not.toContain('12 hours ago');
    expect([...guidanceOf([repair?.content ?? '']).harms]).toEqual([]);
    expect([...guidanceOf([repair?.content ?? '']).lessons]).toEqual(['window']);
  });

  it('removes a skill that does nothing but harm', () => {
    const learned = [{ name: 'notes', description: 'd', body: 'Always POST an Observation.' }];
    const edits = drafts({ label: 'write_request_for_a_question', learned }).flat();
    expect(edits).toContainEqual(expect.objectContaining({ action: 'REMOVE', name: 'notes' }));
  });

  it('makes room in a full library with a REMOVE beside the ADD', () => {
    const learned = [{ name: 'idle', description: 'd', body: 'Be nice.' }];
    const adding = drafts({
      label: 'stale_value_reported_as_current',
      learned,
      capacity: 1,
    }).filter((edits) => edits.some(({ action }) => action === 'ADD'));
    expect(adding.length).toBeGreaterThan(0);
    for (const edits of adding) {
      expect(edits.map(({ action, name }) => `${action} ${name}`)[0]).toBe('REMOVE idle');
    }
  });

  it('goes by the tags when it knows no label, and proposes nothing without any', () => {
    const names = drafts({ label: 'my_own_label', tags: 'unit_in_answer' })
      .flat()
      .map(({ name }) => name);
    expect(names).toContain('answer_as_bare_number');
    expect(drafts({ label: 'my_own_label' }).flat()).toEqual([]);
    expect(drafts({ tags: 'unit_in_answer' }).flat()).not.toEqual([]);
  });
});

describe('revise', () => {
  const prompt = (content: string, tags: string): string =>
    [
      '# Revise a skill edit',
      'Action: ADD',
      'Name: some_skill',
      'Description: Of the author.',
      'Tags: hours, level',
      '<<<CONTENT',
      content,
      'CONTENT>>>',
      '[sample a] status=completed correct=false',
      `Failure tags: ${tags}`,
    ].join('\n');
  const revised = (content: string, tags = ''): DraftedEdit[] =>
    json(writeAsWriter(prompt(content, tags), 1));

  it('takes out what does harm, adds the guard and keeps the rest', () => {
    const [edit] = revised('# T\n\n## Rule\n\n- Keep me.\n- Round the value to one decimal.');
    expect(edit).toMatchObject({ action: 'ADD', name: 'some_skill', tags: ['hours', 'level'] });
    expect(edit?.content).toBe(
      '# T\n\n## Rule\n\n- Keep me.\n- Give the number exactly as recorded, with all of its decimals.',
    );
  });

  it('adds the guard that the regressions call for, though another skill is to blame', () => {
    const [edit] = revised('Be kind.', 'missing_reported_wrongly');
    expect(edit?.content).toMatch(/^Be kind\.\n\n## Rule\n\n- Any value inside the window counts/);
  });

  it('proposes nothing when there is nothing to change', () => {
    expect(revised('Be kind.', 'not_latest_value')).toEqual([]);
  });
});

describe('any other text', () => {
  it('is none of the writer’s', () => {
    expect(writeAsWriter('# Classify animals', 1)).toBeUndefined();
    expect(writeAsWriter('', 1)).toBeUndefined();
  });

  it('of a hostile prompt costs no time', () => {
    const hostile = `# Propose skill edits\n${'- "'.repeat(100_000)}\n${'<<<CONTENT\n'.repeat(20_000)}`;
    expect(json(writeAsWriter(hostile, 1))).toEqual([]);
    expect(
      json(writeAsWriter(hostile.replace('Propose skill edits', 'Classify failures'), 1)),
    ).toEqual({
      labels: {},
      new_labels: {},
    });
  });
});
