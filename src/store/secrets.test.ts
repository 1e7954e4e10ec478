import { describe, expect, it } from 'vitest';
import { holdsSecret, refuseSecrets } from './secrets';

describe('a config that is written into a run', () => {
  it.each([
    { agent: { api_key: 'abc123' } },
    { agent: { headers: { Authorization: 'Bearer abcdefghijklmnop' } } },
    { agent: { body: { note: `sk-${'a1'.repeat(12)}` } } },
    { list: [{ url: 'https://me:hunter2@example.org/v1' }] },
    { updater: { access_token: 'abc' } },
    { note: '-----BEGIN RSA PRIVATE KEY-----' },
  ])('is refused when it holds a secret: %j', (config) => {
    expect(() => refuseSecrets(config)).toThrow('holds a secret');
  });

  it('names the setting and keeps the secret to itself', () => {
    expect(() => refuseSecrets({ agent: { api_key: 'topsecret' } })).toThrow(
      /^(?!.*topsecret).*agent\.api_key/,
    );
  });

  it.each([
    { agent: { api_key: '${OPENAI_API_KEY}', api_key_env: 'OPENAI_API_KEY' } },
    { headers: { Authorization: 'Bearer ${KEY}' } },
    { headers: { Authorization: 'Bearer <REDACTED>' } },
    { max_tokens: 8192, budget: { tokens: 1_000_000 }, api_key: '', token: null },
    { task: { name: 'sketch-of-a-task', url: 'http://localhost:5600/api' } },
  ])('is fine without one: %j', (config) => {
    expect(() => refuseSecrets(config)).not.toThrow();
  });
});

describe('a text of any length', () => {
  it.each([
    '-eyJ',
    'eyJ-',
    '-eyJaaaaaaaaaa.',
    '-----BEGIN ',
    '-----BEGIN RSA',
    'bearer ',
    '://a',
    '://a:',
    'a:',
    'sk-',
    ' ',
  ])('is looked through at once: %j again and again', (part) => {
    const text = part.repeat(400_000 / part.length);
    holdsSecret(text);
    expect(holdsSecret(`${text} postgres://me:pw12345@db.example/x`)).toBe(true);
  });

  it('may begin with a token of three parts, or hold it', () => {
    const token = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(5)}`;
    for (const text of [token, `token=${token}`, `"${token}"`]) {
      expect(holdsSecret(text)).toBe(true);
    }
  });
});
