import { ContextLimitError, type Agent, type Model, type ModelReply, type Task } from '../ports';
import { chooseAndInject } from '../skill/inject';
import type { Library } from '../skill/library';
import { INJECTION_LIMIT } from '../skill/rank';
import type { Script } from '../skill/tokens';
import { skillSizes } from '../skill/skillSizes';
import type { Message, ToolSpec, Usage } from '../types';
import { addUsage, noUsage } from '../usage';

/** The agent of one episode: a model that is shown the skills of a library that fit the conversation. */
export class SkillfulAgent implements Agent {
  /** What the episode has cost so far. */
  usage: Usage = noUsage;
  /** Skills injected into the first decision. */
  skills: readonly string[] = [];
  /** Which skills, and of what size, were in a conversation that did not fit the model. */
  overflow: string | undefined;
  #decisions = 0;

  constructor(
    private readonly model: Model,
    private readonly library: Library,
    private readonly task: Task,
    private readonly episode: {
      readonly repeat: number;
      readonly signal: AbortSignal;
      /** Which letters make the words that skills are chosen by. */
      readonly words?: Script;
    },
  ) {}

  async act(
    messages: readonly Message[],
    options: { readonly tools?: readonly ToolSpec[] } = {},
  ): Promise<ModelReply> {
    const { signal, repeat, words } = this.episode;
    signal.throwIfAborted();
    const hook = this.task.protocolHook?.bind(this.task);
    const injected = chooseAndInject(messages, this.library, hook, INJECTION_LIMIT, words);
    if (this.#decisions++ === 0) this.skills = injected.skills;
    try {
      const reply = await this.model.complete(
        { messages: injected.messages, repeat, purpose: 'agent', ...options },
        signal,
      );
      this.usage = addUsage(this.usage, reply.usage);
      return reply;
    } catch (error) {
      throw error instanceof ContextLimitError ? this.#naming(error, injected.skills) : error;
    }
  }

  /** The same error with the skills that helped to bring it about. */
  #naming(error: ContextLimitError, names: readonly string[]): ContextLimitError {
    const skills = this.library.all().filter(({ name }) => names.includes(name));
    if (skills.length === 0) return error;
    this.overflow = `the conversation is too long for the model with the skills in it: ${skillSizes(skills)}`;
    return new ContextLimitError(`${error.message} (skills in it: ${skillSizes(skills)})`, {
      cause: error,
    });
  }
}
