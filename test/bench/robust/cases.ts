/** What has to stay linear, on the inputs that once were not, or could easily not be. */
import { extractJson } from '../../../src/util/extractJson';
import { doubling, type GrowthCase } from './growth';

const isNothing = (_value: unknown): _value is never => false;

function extracting(what: string, text: (size: number) => string): GrowthCase {
  return {
    name: `extractJson: ${what}`,
    make: (size) => {
      const input = text(size);
      return () => extractJson(input, isNothing);
    },
    sizes: doubling(20_000, 5),
  };
}

export const growthCases: readonly GrowthCase[] = [
  extracting('a row of tildes', (size) => `${'~'.repeat(size)}\``),
  extracting('lines of tildes', (size) => '~~~\n'.repeat(size / 4)),
  extracting('open brackets', (size) => '['.repeat(size)),
  extracting('lists in lists that are never closed', (size) => '["x", '.repeat(size / 6)),
  extracting('texts that are never closed', (size) => '["\\'.repeat(size / 3)),
  extracting('lists that are no edits', (size) => `[1, "a\nb"] `.repeat(size / 12)),
];
