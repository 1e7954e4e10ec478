import { UserError } from '../util/errors';
import { isRecord } from './json';

/** Names of settings whose value is a secret; `api_key_env` and the like name a variable instead. */
const secretName =
  /(^|[_-])(api[_-]?key|access[_-]?key|secret|password|passwd|token|authorization|credentials?)$/i;
/** A reference to a variable, a placeholder, or nothing. */
const harmlessValue = /^(bearer\s+)?(\$\{[^}]*\}|<[^>]*>|\*+)?$/i;
/** No part may begin anew at every character of what an earlier start has read: that would be quadratic. */
const secretValue = new RegExp(
  [
    String.raw`\bsk-[\w-]{16,}`,
    String.raw`\bbearer\s+[\w.~+/-]{12,}`,
    String.raw`\bAKIA[0-9A-Z]{16}\b`,
    String.raw`\bAIza[\w-]{30,}`,
    String.raw`\bgh[opsu]_\w{30,}`,
    String.raw`\bhf_\w{20,}`,
    String.raw`(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]`,
    String.raw`-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----`,
    String.raw`://[^/\s:@]{1,256}:[^/\s:@$]{1,256}@`,
  ].join('|'),
  'i',
);

/** Refuses a config that holds a secret in clear. @throws UserError naming the setting, never its value. */
export function refuseSecrets(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (!isSecret(path.at(-1) ?? '', value)) return;
    throw new UserError(
      `the setting ${path.join('.')} holds a secret, and a run never writes one`,
      {
        fix: 'Put the secret into an environment variable, and write ${NAME_OF_THE_VARIABLE} here.',
      },
    );
  }
  if (Array.isArray(value)) {
    value.forEach((item, i) => refuseSecrets(item, [...path, String(i)]));
  } else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value)) refuseSecrets(member, [...path, name]);
  }
}

/** Does the text hold something that looks like a key? */
export function holdsSecret(text: string): boolean {
  return secretValue.test(text);
}

function isSecret(name: string, value: string): boolean {
  if (harmlessValue.test(value.trim())) return false;
  return secretName.test(name) || secretValue.test(value);
}
