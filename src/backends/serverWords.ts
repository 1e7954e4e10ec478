/** A server's own words in a refusal, whichever of the usual shapes they have. */
export interface ServerWords {
  readonly message: string;
  readonly code?: string;
  /** The title of a web page that came where the API was asked. */
  readonly page?: string;
}

/** What gateways say when they do not want to say anything. */
const EMPTY_WORDS = /^(?:provider returned error|upstream error|internal server error|error)\.?$/i;

export function serverWords(text: string): ServerWords {
  if (/^\s*(?:<!doctype|<\?xml|<[a-z])/i.test(text)) return { message: '', page: pageTitle(text) };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: text.trim() };
  }
  const holder = field(body, 'error') ?? body;
  const candidates = [
    holder,
    field(holder, 'message'),
    field(body, 'message'),
    field(holder, 'detail'),
    field(body, 'detail'),
    field(body, 'error_description'),
  ];
  const said = candidates.map(asWords).find((words) => words !== undefined);
  const raw = asWords(field(field(holder, 'metadata'), 'raw'));
  const message =
    raw === undefined
      ? said
      : said === undefined || EMPTY_WORDS.test(said)
        ? raw
        : said.includes(raw)
          ? said
          : `${said}: ${raw}`;
  const code = field(holder, 'code') ?? field(holder, 'type');
  return {
    message: message ?? text.trim(),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

/** A text; where it is JSON in its turn, the words in there; of a list, each one's. */
function asWords(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return undefined;
    if (!/^[{[]/.test(text)) return text;
    try {
      const inner: unknown = JSON.parse(text);
      const holder = field(inner, 'error') ?? inner;
      return asWords(field(holder, 'message')) ?? asWords(field(inner, 'detail')) ?? text;
    } catch {
      return text;
    }
  }
  if (!Array.isArray(value)) return undefined;
  const words = value.flatMap((part: unknown) => asWords(field(part, 'msg') ?? part) ?? []);
  return words.length > 0 ? words.join('; ') : undefined;
}

function pageTitle(html: string): string {
  const [, title = ''] = /<title[^>]*>([^<]{0,200})/i.exec(html.slice(0, 20_000)) ?? [];
  const heading = /<h1[^>]*>([^<]{0,200})/i.exec(html.slice(0, 20_000))?.[1] ?? '';
  return (title.trim() || heading.trim()).replaceAll(/\s+/g, ' ');
}

export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  return Reflect.get(value, name);
}
