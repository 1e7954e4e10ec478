import type { Model, Task } from '../../../engine/ports';
import { chooseAndInject, selectionText } from '../../../engine/skill/inject';
import type { Library } from '../../../engine/skill/library';
import { explainRanking, rankSkills } from '../../../engine/skill/rank';
import type { Message, Sample } from '../../../engine/types';
import { UserError } from '../../../util/errors';
import type { InjectionPreview } from './injectionPreview';

/** Ends a rollout at the first decision of its agent. */
class Asked extends Error {
  override readonly name = 'Asked';

  constructor(readonly messages: readonly Message[]) {
    super('the agent was asked');
  }
}

/**
 * What an agent is shown at its first decision. Later ones are shown the skills that fit the conversation by
 * then, which nobody knows before it was had.
 */
export async function preview(
  task: Task,
  judge: Model,
  library: Library,
  sample: Sample,
): Promise<InjectionPreview> {
  const messages = await firstMessages(task, judge, sample);
  const injected = chooseAndInject(messages, library, task.protocolHook?.bind(task));
  const takesPart = library.all().filter(({ name }) => name !== 'skeleton');
  const ranking = rankSkills(takesPart, selectionText(messages));
  return {
    sample: sample.id,
    skills: ranking.map(({ skill, selected }) => ({
      name: skill.name,
      isInjected: selected,
      why: explainRanking(ranking, skill.name),
    })),
    injected: difference(messages, injected.messages),
  };
}

async function firstMessages(
  task: Task,
  judge: Model,
  sample: Sample,
): Promise<readonly Message[]> {
  const agent = {
    act: (messages: readonly Message[]) => Promise.reject(new Asked([...messages])),
  };
  try {
    const { signal } = new AbortController();
    await task.rollout(sample, agent, { signal, repeat: 0, judge });
  } catch (error) {
    if (error instanceof Asked) return error.messages;
    throw error;
  }
  throw new UserError(`The sample ${sample.id} asks the agent nothing.`, {
    fix: 'Choose another sample.',
  });
}

/** The text that was put in: skills go before or behind what the message said. */
function difference(before: readonly Message[], after: readonly Message[]): string {
  const at = after.findIndex((message, i) => message !== before[i]);
  const [old = '', now = ''] = [before[at]?.content, after[at]?.content];
  const isBefore = now.endsWith(old);
  return (isBefore ? now.slice(0, now.length - old.length) : now.slice(old.length)).trim();
}
