/** How long anything is waited for. Slow machines are waited for; a wait that ends without success is a failure. */
export const patienceMs = 60_000;

/** Matches this text and no longer one. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\\s*$`);
}

/** One line of text: labels come with no-break spaces and line ends of their own. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
