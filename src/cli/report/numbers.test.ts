import { describe, expect, it } from 'vitest';
import { clockTime, counted, duration, percent, short, whole } from './numbers';

describe('numbers for people', () => {
  it('never round a failure up to 100 %', () => {
    expect([percent(0.999), percent(1), percent(0.4), percent(0)]).toEqual([
      '99 %',
      '100 %',
      '40 %',
      '0 %',
    ]);
  });

  it('group thousands and shorten large ones', () => {
    expect([whole(999), whole(1234567)]).toEqual(['999', '1,234,567']);
    expect([short(999), short(12345), short(6.91e6)]).toEqual(['999', '12.3k', '6.91M']);
  });

  it('tell time', () => {
    expect([clockTime(7), clockTime(723), clockTime(3723)]).toEqual(['0:07', '12:03', '1:02:03']);
    expect([duration(2.41), duration(61)]).toEqual(['2.4 s', '1:01 min']);
  });

  it('agree with their noun', () => {
    expect([counted(1, 'skill'), counted(0, 'skill')]).toEqual(['1 skill', '0 skills']);
  });
});
