import type { Observation } from './observation';

type Keep = (observation: Observation) => boolean;

export interface ObservationSearch {
  readonly patient: string;
  readonly keep: Keep;
  readonly count: number | undefined;
  /** Compares two observations for `_sort`; `undefined` leaves the stored order. */
  readonly order: ((a: Observation, b: Observation) => number) | undefined;
}

/** Why a search cannot be carried out, in words for the agent. */
export class SearchError extends Error {}

const known = 'patient, subject, code, date, _count, _sort';

/**
 * Reads the query of an Observation search.
 * @throws SearchError naming the parameter that is unknown, missing or not understood.
 */
export function parseSearch(query: URLSearchParams): ObservationSearch {
  let patient: string | undefined;
  let count: number | undefined;
  let order: ObservationSearch['order'];
  const filters: Keep[] = [];
  for (const [name, value] of query) {
    switch (name) {
      case 'patient':
      case 'subject':
        patient = value.replace(/^Patient\//, '');
        break;
      case 'code':
        filters.push(codeFilter(value));
        break;
      case 'date':
        filters.push(dateFilter(value));
        break;
      case '_count':
        count = parseCount(value);
        break;
      case '_sort':
        order = parseSort(value);
        break;
      case '_format':
        break;
      default:
        throw new SearchError(`Unknown search parameter "${name}". Known are: ${known}.`);
    }
  }
  if (!patient) throw new SearchError('The search needs a patient, as in patient=S1234567.');
  return { patient, keep: (each) => filters.every((filter) => filter(each)), count, order };
}

function codeFilter(value: string): Keep {
  // A token may carry its code system: system|code.
  const codes = new Set(
    value.split(',').map((each) => each.slice(each.lastIndexOf('|') + 1).trim()),
  );
  return (each) => codes.has(each.code);
}

function parseCount(value: string): number {
  const count = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(count)) {
    throw new SearchError(`_count must be a whole number, not "${value}".`);
  }
  return count;
}

function parseSort(value: string): ObservationSearch['order'] {
  const match = /^(-?)date$/.exec(value);
  if (!match) throw new SearchError(`_sort can be date or -date, not "${value}".`);
  const sign = match[1] === '-' ? -1 : 1;
  return (a, b) => sign * (Date.parse(a.time) - Date.parse(b.time));
}

/** `ge2023-11-12`, `lt2023-11-13T08:00:00+00:00`, … A date without a time means the whole day, in UTC. */
function dateFilter(value: string): Keep {
  // An unescaped plus sign of a time offset arrives as a blank.
  const match = /^(eq|ge|gt|le|lt)?(\d{4}-\d{2}-\d{2}(?:T.+)?)$/.exec(
    value.replace(/ (?=\d\d:?\d\d$)/, '+'),
  );
  const text = match?.[2] ?? '';
  const start = Date.parse(text);
  if (Number.isNaN(start)) {
    throw new SearchError(
      `date must look like ge2023-11-12 or lt2023-11-13T08:00:00Z, not "${value}".`,
    );
  }
  const end = text.includes('T') ? start : start + 24 * 3_600_000 - 1;
  return ({ time }) => {
    const at = Date.parse(time);
    switch (match?.[1]) {
      case 'ge':
        return at >= start;
      case 'gt':
        return at > end;
      case 'le':
        return at <= end;
      case 'lt':
        return at < start;
      default:
        return at >= start && at <= end;
    }
  };
}
