import { UserError } from '../util/errors';

/**
 * The base URL of a chat completions server, checked: http or https, without user, password, query
 * or fragment, no trailing slash. A key is not sent in clear text over the internet.
 * @throws UserError
 */
export function checkEndpoint(baseURL: string, sendsKey: boolean): string {
  let url: URL;
  try {
    url = new URL(baseURL);
  } catch {
    throw new UserError('base_url is not a URL', {
      fix: 'Write it whole, such as http://127.0.0.1:8000/v1.',
    });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new UserError(`base_url must start with https:// or http://, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UserError('base_url must not hold a user, a password, a ? or a #', {
      fix: 'Give the key as api_key, from a variable.',
    });
  }
  if (url.protocol === 'http:' && sendsKey && !isNear(url.hostname)) {
    throw new UserError(`the key would travel to ${url.host} unencrypted (http)`, {
      fix: 'Use an https:// base_url, or api_key: none if the server needs no key.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Is this host name the machine itself? */
export function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    host === '0.0.0.0' ||
    octets(host)?.[0] === 127
  );
}

/** Is this host the machine itself or in a private network? Decided by its name alone. */
export function isNear(hostname: string): boolean {
  const host = bare(hostname);
  if (isLoopback(host)) return true;
  const ip = octets(host);
  if (ip) {
    const [a = 0, b = 0] = ip;
    return (
      a === 10 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254)
    );
  }
  if (host.includes(':')) return /^(f[cd]|fe[89ab])[0-9a-f]*:/.test(host);
  // A name without a dot resolves in the local network only, as do these endings.
  return !host.includes('.') || /\.(local|lan|internal|home\.arpa)$/.test(host);
}

/** `[::1]` and `Example.COM.` as the rules above want them. */
function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function octets(host: string): readonly number[] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  return match?.slice(1).map(Number);
}
