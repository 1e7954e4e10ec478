import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import type { ModelRequest } from '../engine/ports';
import type { Json, Message, ToolSpec } from '../engine/types';

export interface ChatParameters {
  readonly model: string;
  readonly temperature?: number | undefined;
  readonly maxTokens?: number | undefined;
  /** Further keys of the request body. */
  readonly extraBody?: Readonly<Record<string, Json>> | undefined;
}

/** The body of a chat completions request. */
export function chatRequest(
  request: Pick<ModelRequest, 'messages' | 'tools'>,
  parameters: ChatParameters,
): ChatCompletionCreateParamsNonStreaming {
  const { model, temperature, maxTokens, extraBody } = parameters;
  return {
    ...extraBody,
    model,
    messages: request.messages.map(chatMessage),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(request.tools?.length ? { tools: request.tools.map(chatTool) } : {}),
    stream: false,
  };
}

function chatMessage(message: Message): ChatCompletionMessageParam {
  const { content } = message;
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content };
    case 'tool':
      return { role: 'tool', content, tool_call_id: message.toolCallId ?? '' };
    case 'assistant':
      if (!message.toolCalls?.length) return { role: 'assistant', content };
      return {
        role: 'assistant',
        content: content === '' ? null : content,
        tool_calls: message.toolCalls.map((call) => ({
          id: call.id,
          type: 'function',
          function: { name: call.name, arguments: call.arguments },
        })),
      };
  }
}

function chatTool({ name, description, parameters }: ToolSpec): ChatCompletionTool {
  return {
    type: 'function',
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      parameters: isObject(parameters) ? { ...parameters } : {},
    },
  };
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
