/** Words too common to tell one skill from another. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'a an and are as be by for from has have i if in into is it me my of on or the then this to ' +
    'use was when with you your'
  ).split(' '),
);

/** The words of a text that count for ranking, repetitions and all. */
export function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.filter((word) => word.length > 2 && !stopWords.has(word));
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
export function searchedText(text: string): SearchedText {
  const lower = text.toLowerCase();
  const runs = new Set(lower.match(/[\p{L}\p{N}_]+/gu));
  return {
    words: new Set(wordsOf(lower)),
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
