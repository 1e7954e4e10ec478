/** The pictures of the README: which step of which end-to-end test takes them. `npm run shots` renews them. */
export interface Picture {
  /** The file in `media/`. */
  readonly name: string;
  /** The test file, without its ending. */
  readonly test: string;
  /** The name given to `screenshot`. */
  readonly step: string;
}

export const pictures: readonly Picture[] = [
  { name: 'review.png', test: 'evidence', step: 'inline' },
  { name: 'probes.png', test: 'probes', step: 'live-outcomes' },
  { name: 'dashboard.png', test: 'dashboard', step: 'matrix' },
];

/** What a picture may weigh: the README is read over slow lines too. */
export const maxBytes = 150_000;
