/** Looking for keys, on texts that are nearly full of them. */
import { scrub } from '../../../src/backends/scrub';
import { holdsSecret } from '../../../src/store/secrets';

const parts = ['-eyJ', 'bearer ', '-----BEGIN ', '://a:', 'api-key '];
const looks: readonly (readonly [string, (text: string) => unknown])[] = [
  ['holdsSecret', holdsSecret],
  ['scrub', (text) => scrub(text, 'sentinel-key-0123456789')],
];

export const secretCases = looks.flatMap(([what, look]) =>
  parts.map((part) => ({
    name: `${what}: ${JSON.stringify(part)} again and again`,
    make: (size: number) => {
      const text = part.repeat(size / part.length);
      return () => look(text);
    },
    sizes: [400_000, 800_000, 1_600_000, 3_200_000],
  })),
);
