/** A name for a file: readable, and safe in any file system. Empty when nothing of the text can stay. */
export function slug(text: string): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return clean.slice(0, 60).replace(/-$/, '');
}
