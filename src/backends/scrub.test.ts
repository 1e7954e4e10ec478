import { describe, expect, it } from 'vitest';
import { scrub, scrubReply } from './scrub';

const KEY = 'sentinel/key+7f3a91c2d4e5';

describe('a text from a server', () => {
  it('loses the key in whatever form it comes', () => {
    const forms = [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64')];
    for (const form of forms) expect(scrub(`got ${form}!`, KEY)).toBe('got [key]!');
  });

  it('loses credentials in headers, also those of others', () => {
    expect(scrub('{"authorization":"Bearer abc","x-api-key": "def", "a":"b"}')).toBe(
      '{"authorization":"Bearer [key]","x-api-key": "[key]", "a":"b"}',
    );
    expect(scrub('Authorization: Basic dXNlcjpwdw==')).toBe('Authorization: Basic [key]');
    expect(scrub('Incorrect API key provided: sk-proj-*****abcd.')).toBe(
      'Incorrect API key provided: [key].',
    );
  });

  it('keeps the words that help', () => {
    const help = 'check OPENAI_API_KEY of preset local; basic auth or a bearer token is required';
    expect(scrub(help)).toBe(help);
  });

  it('is one short line without control characters', () => {
    expect(scrub('a\n\u001b[31mb\u2028c')).toBe('a [31mb c');
    expect(scrub('x'.repeat(999))).toHaveLength(300);
  });

  it('is cut only after the key is out, so that no half of it stays', () => {
    expect(scrub(`${'x'.repeat(290)}${KEY}`, KEY)).not.toContain('sent');
  });
});

describe('a text of megabytes', () => {
  it.each(['bearer ', 'api-key', 'api-key ', 'authorization: "', '-eyJ', 'sk-', ' ', 'basic\t'])(
    'is cleaned at once: %j again and again',
    (part) => {
      const text = `${part.repeat(4_000_000 / part.length)}${KEY}`;
      expect(scrub(text, KEY).length).toBeLessThanOrEqual(300);
      expect(scrubReply(text, KEY)).toContain('[key]');
    },
  );

  it('shows no half of a credential at the place where it is cut', () => {
    for (let gap = 65_536 - 60; gap <= 65_536; gap += 7) {
      const text = `a${' '.repeat(gap)}authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789`;
      expect(scrub(text)).not.toMatch(/abcdef/);
    }
  });
});

describe('a reply', () => {
  it('loses the key, but no word that a short placeholder key happens to be', () => {
    expect(scrubReply(`it is ${KEY}`, KEY)).toBe('it is [key]');
    expect(scrubReply('use ollama', 'ollama')).toBe('use ollama');
  });
});
