/** What an edit may measure at most. The one place for it: what is larger is refused, not cut. */
export const editBounds = {
  /** Longest body of a skill, in UTF-8 bytes. */
  contentBytes: 64 * 1024,
  /** In characters; the format of Agent Skills takes 1,024. */
  description: 4000,
  /** In characters, before it is made a file name. */
  name: 1000,
  tags: 100,
  /** Characters of one tag. */
  tag: 200,
  /** Search and replace pairs of one edit. */
  hunks: 50,
  /** Edits of one reply. */
  edits: 50,
} as const;

/**
 * Room in a skill's frontmatter for what is noted there of an accepted edit, in characters. An edit that fits
 * only without it would fail when it is put into the library.
 */
export const PROVENANCE_ROOM = 8000;
