import { BASE_URL, type Observation } from './observation';
import { parseSearch, SearchError } from './searchParameters';

const displays: Readonly<Record<string, string>> = {
  MG: 'Magnesium',
  K: 'Potassium',
  CA: 'Calcium',
  NA: 'Sodium',
  PHOS: 'Phosphate',
};

/** A read-only FHIR server that lives in memory and knows one kind of search. */
export class FhirStore {
  readonly #byPatient = new Map<string, Observation[]>();

  constructor(observations: Iterable<Observation>) {
    for (const each of observations) {
      const own = this.#byPatient.get(each.patient);
      if (own) own.push(each);
      else this.#byPatient.set(each.patient, [each]);
    }
  }

  /** A patient's whole record in stored order; empty for a stranger. */
  record(patient: string): readonly Observation[] {
    return this.#byPatient.get(patient) ?? [];
  }

  /** The body a GET of this URL answers: a searchset Bundle, or an OperationOutcome. Never throws. */
  get(url: string): object {
    if (!url.startsWith(BASE_URL))
      return outcome(`Nothing answers at this address; the base URL is ${BASE_URL}`);
    const [path = '', ...rest] = url.slice(BASE_URL.length).split('?');
    if (path.replace(/\/$/, '') !== 'Observation') {
      return outcome(`Cannot read "${path}". This server offers a search of Observation only.`);
    }
    try {
      const search = parseSearch(new URLSearchParams(rest.join('?')));
      const found = this.record(search.patient).filter(search.keep);
      if (search.order) found.sort(search.order);
      return bundle(found, found.slice(0, search.count));
    } catch (error) {
      if (error instanceof SearchError) return outcome(error.message);
      throw error;
    }
  }
}

function bundle(found: readonly Observation[], page: readonly Observation[]): object {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    entry: page.map((each) => ({ resource: resource(each), search: { mode: 'match' } })),
  };
}

function resource(each: Observation): object {
  const display = Object.hasOwn(displays, each.code) ? displays[each.code] : each.code;
  return {
    resourceType: 'Observation',
    id: each.id,
    status: 'final',
    code: { coding: [{ code: each.code, display }], text: each.code },
    subject: { reference: `Patient/${each.patient}` },
    effectiveDateTime: each.time,
    valueQuantity: { value: each.value, unit: each.unit },
  };
}

function outcome(diagnostics: string): object {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'processing', diagnostics }],
  };
}
