/** What a reply of the agent asks for. */
export type Action =
  | { readonly kind: 'get'; readonly url: string }
  | { readonly kind: 'post'; readonly url: string; readonly body: string }
  | { readonly kind: 'finish'; readonly answer: string }
  | { readonly kind: 'invalid'; readonly text: string };

/** Reads a reply. Code fences and white space around the action are forgiven, anything else is not. */
export function parseAction(reply: string): Action {
  const text = reply.replace(/```[a-z_]*/gi, '').trim();
  const call = /^(GET|POST)\s+(\S+)([\s\S]*)$/.exec(text);
  if (call) {
    const [, verb, url = '', rest = ''] = call;
    return verb === 'GET' ? { kind: 'get', url } : { kind: 'post', url, body: rest.trim() };
  }
  const finish = /^FINISH\s*\(/.exec(text);
  if (finish) return { kind: 'finish', answer: insideParentheses(text.slice(finish[0].length)) };
  return { kind: 'invalid', text };
}

/**
 * The text up to the parenthesis that closes the call, whatever follows it. Parentheses inside JSON
 * strings do not count; where the quotes do not match up, the last parenthesis is taken.
 */
function insideParentheses(text: string): string {
  let depth = 1;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return text.slice(0, i).trim();
  }
  const last = text.lastIndexOf(')');
  return (last < 0 ? text : text.slice(0, last)).trim();
}

/** One line for failure traces. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'get':
      return `GET ${action.url}`;
    case 'post':
      return `POST ${action.url} ${action.body.replace(/\s+/g, ' ').slice(0, 200)}`.trimEnd();
    case 'finish':
      return `FINISH(${action.answer})`;
    case 'invalid':
      return `invalid: ${action.text.replace(/\s+/g, ' ').slice(0, 200)}`;
  }
}
