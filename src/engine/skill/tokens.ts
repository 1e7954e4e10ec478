/** Words too common to tell one skill from another. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'a an and are as be by for from has have i if in into is it me my of on or the then this to ' +
    'use was when with you your'
  ).split(' '),
);

/** Which letters make words: those of every script, or, as published, `a-z` and digits alone. */
export type Script = 'unicode' | 'ascii';

/** The words of a text that count for ranking, repetitions and all. */
export function wordsOf(text: string, script: Script = 'unicode'): readonly string[] {
  const lower = text.toLowerCase();
  if (script === 'ascii' || !/\P{ASCII}/u.test(lower)) {
    return (lower.match(/[a-z0-9]+/g) ?? []).filter(isTelling);
  }
  const runs = lower.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return runs.flatMap(wordsOfRun);
}

function isTelling(word: string): boolean {
  return word.length > 2 && !stopWords.has(word);
}

/** Scripts that are written without blanks between words. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;
let segmenter: Intl.Segmenter | undefined;

function wordsOfRun(run: string): readonly string[] {
  if (!UNSPACED.test(run)) return [run].filter(isTelling);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  // One character of these scripts may be a particle; two are a word.
  return Array.from(segmenter.segment(run), ({ segment }) => segment).filter((word) =>
    UNSPACED.test(word) ? Array.from(word).length > 1 : isTelling(word),
  );
}

const wordCharacter = /[\p{L}\p{N}_]/u;

/** A lower-cased text, prepared for many lookups. */
export interface SearchedText {
  /** The words that count for ranking. */
  readonly words: ReadonlySet<string>;
  /**
   * Does the phrase occur with a word boundary on both sides? Letters and digits of every script and
   * `_` are word characters; a boundary lies between one and anything else.
   */
  holds(phrase: string): boolean;
}

/** Prepares a text in which phrases are to be looked up, in lower case. */
export function searchedText(text: string, script: Script = 'unicode'): SearchedText {
  const lower = text.toLowerCase();
  const runs = new Set(lower.match(/[\p{L}\p{N}_]+/gu));
  return {
    words: new Set(wordsOf(lower, script)),
    // A phrase of word characters only is whole exactly where it is a run of its own.
    holds: (phrase) =>
      /^[\p{L}\p{N}_]+$/u.test(phrase) ? runs.has(phrase) : occursBounded(phrase, lower),
  };
}

function occursBounded(phrase: string, text: string): boolean {
  if (phrase === '') return false;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (isBoundary(text, at) && isBoundary(text, at + phrase.length)) return true;
  }
  return false;
}

function isBoundary(text: string, at: number): boolean {
  return isWord(characterBefore(text, at)) !== isWord(text.codePointAt(at));
}

function characterBefore(text: string, at: number): number | undefined {
  const last = text.charCodeAt(at - 1);
  const isLowSurrogate = last >= 0xdc00 && last <= 0xdfff;
  return at === 0 ? undefined : text.codePointAt(isLowSurrogate && at > 1 ? at - 2 : at - 1);
}

function isWord(codePoint: number | undefined): boolean {
  return codePoint !== undefined && wordCharacter.test(String.fromCodePoint(codePoint));
}
