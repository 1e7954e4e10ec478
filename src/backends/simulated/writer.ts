import { failureKinds, guardedHarm } from './behaviour';
import { draftEdits, failureKindOf, harmsOf, narrow, type DraftedEdit } from './drafting';
import { allGuards } from './guidance';
import { pick } from './hash';
import { guardRules } from './lessons';
import { readEdits, readFailures, readLog } from './writerPrompt';

const unknownLabel = 'cause_not_known_to_simulation';

/** The skill writer's reply to one of its four prompts, or `undefined` for any other text. */
export function writeAsWriter(prompt: string, seed: number): string | undefined {
  const [firstLine = ''] = prompt.split('\n', 1);
  switch (firstLine.trim()) {
    case '# Classify failures':
      return wrapped(classify(prompt), prompt, seed);
    case '# Diagnose failures':
      return wrapped(diagnose(prompt), prompt, seed);
    case '# Propose skill edits':
      return wrapped(draftEdits(prompt, seed), prompt, seed);
    case '# Revise a skill edit':
      return wrapped(revise(prompt), prompt, seed);
    default:
      return undefined;
  }
}

function classify(prompt: string): object {
  const kinds = readFailures(prompt).map(
    ({ sample, tags }) => [sample, failureKindOf(tags)] as const,
  );
  const used = new Set(kinds.map(([, kind]) => kind));
  return {
    labels: Object.fromEntries(
      kinds.map(([sample, kind]) => [sample, kind?.label ?? unknownLabel]),
    ),
    new_labels: Object.fromEntries(
      [...used].map((kind) => [
        kind?.label ?? unknownLabel,
        kind?.description ?? 'a failure that the simulation has no words for',
      ]),
    ),
  };
}

function diagnose(prompt: string): object {
  return Object.fromEntries(
    readFailures(prompt).map(({ sample, label }) => [
      sample,
      failureKinds.find((kind) => kind.label === label)?.diagnosis ??
        'The simulation knows no cause for this failure.',
    ]),
  );
}

/** Takes out of an edit what broke the regressed samples, and adds the rule that would have kept them. */
function revise(prompt: string): readonly DraftedEdit[] {
  const symptoms = readLog(prompt).flatMap((entry) => entry.tags);
  const edits = readEdits(prompt).map((edit) => {
    const harms = harmsOf(edit.content);
    const guards = allGuards.filter(
      (guard) =>
        harms.includes(guardedHarm[guard]) ||
        failureKinds.some(
          (kind) => kind.guard === guard && kind.tags.some((tag) => symptoms.includes(tag)),
        ),
    );
    const rules = guards.map((guard) => guardRules[guard]);
    const content = edit.content === '' ? '' : narrow(edit.content, harms, rules);
    return { edit, content };
  });
  if (edits.every(({ edit, content }) => content === edit.content)) return [];
  return edits.flatMap(({ edit: { action, name, description, tags }, content }) =>
    action === 'ADD' || action === 'MODIFY' || action === 'REMOVE'
      ? [{ action, name, description, content, tags }]
      : [],
  );
}

/** Models like to wrap their JSON; so does this one, now and then. */
function wrapped(reply: object, prompt: string, seed: number): string {
  const json = JSON.stringify(reply, null, 2);
  return pick(
    [json, '```json\n' + json + '\n```', `Here is the result.\n\n${json}\n\nThat is all.`],
    seed,
    'wrap',
    prompt,
  );
}
