import { describe, expect, it } from 'vitest';
import { fromHere } from './fromHere';

describe('a file in a message', () => {
  it('is named from the current directory, where it is below it', () => {
    expect(fromHere('/w/configs/run.yaml', '/w')).toBe('configs/run.yaml');
    expect(fromHere('/w/..run.yaml', '/w')).toBe('..run.yaml');
    expect(fromHere('/other/run.yaml', '/w')).toBe('/other/run.yaml');
    expect(fromHere('/w', '/w')).toBe('/w');
    expect(fromHere('--set a=b', '/w')).toBe('--set a=b');
  });
});
