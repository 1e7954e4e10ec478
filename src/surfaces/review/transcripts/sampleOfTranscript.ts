import { scheme } from '../../common/ids';

/** The id of the sample whose transcript the document shows, as the run wrote it; not checked against any task. */
export function sampleOfTranscript(uri: {
  readonly scheme: string;
  readonly query: string;
}): string | undefined {
  if (uri.scheme !== scheme.transcript) return undefined;
  return new URLSearchParams(uri.query).get('sample') ?? undefined;
}
