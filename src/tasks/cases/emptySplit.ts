import { extname } from 'node:path';
import type { Split } from '../../engine/types';
import { UserError } from '../../util/errors';
import { bestSeed, sharesOf, splitNames, splitsOf } from './drawSplits';
import type { LoadedSuite } from './loadSuite';

type Suite = Pick<LoadedSuite, 'file' | 'suite' | 'cases' | 'lineOf'>;

/** Why a split of a suite has no case, and what to write, in the suite's own notation, so that it has. */
export function emptySplit(split: Split, { file, suite, cases, lineOf }: Suite): UserError {
  const place = { file, line: lineOf(['splits']) };
  const shares = sharesOf(suite.splits);
  const name = splitNames.find((known) => known === split);
  if (!name || !shares) {
    return new UserError(`has no split "${split}"`, { place, fix: 'There are dev, val and test.' });
  }
  const count = `none of the ${cases.length} cases is in the split "${split}"`;
  const kind = notationOf(file);
  const byHand = `write \`${pair('split', split, kind)}\` into some of them`;
  if (shares[name] === 0) {
    return new UserError(`${count}: its share is 0`, {
      place,
      fix: `Give it a share under \`splits\`, or ${byHand}.`,
    });
  }
  const isOfOthers = kind === 'json' && suite.cases.every((entry) => entry.split === undefined);
  if (cases.length < splitNames.length || isOfOthers) {
    return new UserError(count, {
      place,
      fix: `${cases.length === 1 ? 'One case fills one split' : 'So few cases do not fill every split'}: add cases, or set \`task.splits\` in the run config, such as { dev: 1, val: 1 }.`,
    });
  }
  const fixed = new Map(suite.cases.map((entry, i) => [cases[i]?.id, entry.split]));
  const drawn = cases.map(({ id, type }) => ({ id, type, split: fixed.get(id) }));
  const seed = bestSeed(drawn, shares);
  // With all of them fixed by hand no draw fills every split.
  const filled = new Set(splitsOf(drawn, shares, seed));
  const isMended = splitNames.every((it) => shares[it] === 0 || filled.has(it));
  const redraw = `${seedText(seed, kind, suite.splits !== undefined)} to deal them anew`;
  return new UserError(count, {
    place,
    fix: isMended
      ? `Cases are dealt to the splits by their ids and a seed: ${redraw}, ${byHand}, or add cases.`
      : `No draw of these fills every split: ${byHand}, or add cases.`,
  });
}

/** The seed as it is written in a file of this kind, and where. */
function seedText(seed: number, kind: Notation, hasSplits: boolean): string {
  const entry = pair('seed', seed, kind);
  if (hasSplits) return `set \`${entry}\` under \`splits\``;
  if (kind === 'yaml') return `set \`splits: { ${entry} }\` at the top level`;
  const splits = `"splits": {${entry}}`;
  if (kind === 'json') return `set \`${splits}\` at the top level`;
  return `set \`{"suite": {${splits}}}\` on the first line`;
}

type Notation = 'yaml' | 'json' | 'lines';

function notationOf(file: string): Notation {
  const ending = extname(file).toLowerCase();
  if (ending === '.json') return 'json';
  return ending === '.yaml' || ending === '.yml' ? 'yaml' : 'lines';
}

function pair(key: string, value: string | number, kind: Notation): string {
  return kind === 'yaml' ? `${key}: ${value}` : `"${key}": ${JSON.stringify(value)}`;
}
