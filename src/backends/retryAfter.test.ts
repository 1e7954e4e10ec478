import { describe, expect, it } from 'vitest';
import { askedWait } from './retryAfter';

const now = Date.parse('2030-01-31T12:00:00Z');

describe('how long a server asks to wait', () => {
  it.each([
    ['3', '', 3000],
    ['0.05', '', 50],
    ['Thu, 31 Jan 2030 12:00:07 GMT', '', 7000],
    ['Thu, 31 Jan 2030 11:00:00 GMT', '', 0],
    [null, 'Please try again in 20ms.', 20],
    [null, 'Please try again in 1m30.5s. Visit the site', 90_500],
    [null, 'try again in 5 seconds', 5000],
    [null, 'retry after 2 minutes', 120_000],
    [null, 'Limit resets at: 2030-01-31 12:00:04 UTC', 4000],
    ['soon', 'try again in 2', 2000],
    [null, 'too many requests', undefined],
  ])('is read from Retry-After %j and the words %j', (header, text, expected) => {
    const headers = new Headers(header === null ? {} : { 'retry-after': header });
    expect(askedWait(headers, text, now)).toBe(expected);
  });

  it.each([
    [{ 'x-ratelimit-reset': '60' }, 60_000],
    [{ 'x-ratelimit-reset': String(now / 1000 + 90) }, 90_000],
    [{ 'x-ratelimit-reset': String(now + 3_600_000) }, 3_600_000],
    [{ 'x-ratelimit-reset': '2030-01-31T13:00:00Z' }, 3_600_000],
    [{ 'x-ratelimit-reset-requests': '1m30s', 'x-ratelimit-reset-tokens': '6m0s' }, 90_000],
    [
      {
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-reset-tokens': '6m0s',
        'x-ratelimit-remaining-tokens': '0',
      },
      360_000,
    ],
    [{ 'retry-after': '0', 'x-ratelimit-reset': '30' }, 30_000],
    [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
    [{ 'retry-after': '0' }, 0],
  ])('is read from the headers %j', (headers, expected) => {
    expect(askedWait(new Headers(headers), '', now)).toBe(expected);
  });
});
