/**
 * Tokens of a text, rather too many than too few: some three and a half characters of Latin script make one, and
 * a character of most other scripts is one by itself.
 */
export function roughTokens(text: string): number {
  const others = text.match(/[^\0-\u024f]/g)?.length ?? 0;
  return Math.ceil((text.length - others) / 3.5 + others);
}
