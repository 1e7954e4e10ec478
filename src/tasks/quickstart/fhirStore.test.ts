import { describe, expect, it } from 'vitest';
import { FhirStore } from './fhirStore';
import { BASE_URL, type Observation } from './observation';

const record: readonly Observation[] = [
  {
    id: '1',
    patient: 'S1',
    code: 'MG',
    time: '2023-11-12T08:00:00+00:00',
    value: 1.4,
    unit: 'mg/dL',
  },
  {
    id: '2',
    patient: 'S1',
    code: 'K',
    time: '2023-11-13T09:00:00+00:00',
    value: 4.1,
    unit: 'mmol/L',
  },
  {
    id: '3',
    patient: 'S1',
    code: 'MG',
    time: '2023-11-13T07:00:00+00:00',
    value: 1.9,
    unit: 'mg/dL',
  },
  {
    id: '4',
    patient: 'S2',
    code: 'MG',
    time: '2023-11-13T07:00:00+00:00',
    value: 2.2,
    unit: 'mg/dL',
  },
  {
    id: '5',
    patient: 'S1',
    code: 'MG',
    time: '2023-11-13T01:00:00+00:00',
    value: 1.7,
    unit: 'mg/dL',
  },
];
const store = new FhirStore(record);

/** Ids of the found observations, or the diagnostics of the outcome. */
function search(query: string): string {
  const body = JSON.parse(JSON.stringify(store.get(`${BASE_URL}${query}`)));
  if (body.resourceType === 'OperationOutcome') return body.issue[0].diagnostics;
  return (body.entry as { resource: { id: string } }[])
    .map(({ resource }) => resource.id)
    .join(' ');
}

describe('FhirStore', () => {
  it('finds the observations of one patient and code, in stored order', () => {
    expect(search('Observation?patient=S1&code=MG')).toBe('1 3 5');
    expect(search('Observation?subject=Patient/S1&code=http://loinc.org|MG')).toBe('1 3 5');
    expect(search('Observation?patient=S1&code=MG,K&_format=json')).toBe('1 2 3 5');
  });

  it('narrows by date, where a date without a time is the whole day', () => {
    expect(search('Observation?patient=S1&date=ge2023-11-13')).toBe('2 3 5');
    expect(search('Observation?patient=S1&date=2023-11-12')).toBe('1');
    expect(search('Observation?patient=S1&date=gt2023-11-12')).toBe('2 3 5');
    expect(search('Observation?patient=S1&date=le2023-11-12')).toBe('1');
    expect(
      search(
        'Observation?patient=S1&code=MG&date=gt2023-11-13T01:00:00Z&date=lt2023-11-13T09:00:00Z',
      ),
    ).toBe('3');
  });

  it('understands a time offset whose plus sign was not escaped', () => {
    expect(search('Observation?patient=S1&code=MG&date=ge2023-11-13T01:00:00+00:00')).toBe('3 5');
    expect(search('Observation?patient=S1&code=MG&date=ge2023-11-13T01%3A00%3A00%2B00%3A00')).toBe(
      '3 5',
    );
  });

  it('sorts and limits, and still tells the total', () => {
    expect(search('Observation?patient=S1&code=MG&_sort=date')).toBe('1 5 3');
    expect(search('Observation?patient=S1&code=MG&_sort=-date&_count=1')).toBe('3');
    expect(store.get(`${BASE_URL}Observation?patient=S1&code=MG&_count=1`)).toMatchObject({
      total: 3,
    });
  });

  it('answers an empty Bundle for a stranger', () => {
    expect(store.get(`${BASE_URL}Observation?patient=S9`)).toMatchObject({ total: 0, entry: [] });
  });

  it.each([
    ['Observation?patient=S1&colour=red', 'Unknown search parameter "colour"'],
    ['Observation?code=MG', 'needs a patient'],
    ['Observation?patient=S1&date=yesterday', 'not "yesterday"'],
    ['Observation?patient=S1&date=ge2023-13-45', 'not "ge2023-13-45"'],
    ['Observation?patient=S1&_count=many', '_count must be a whole number'],
    ['Observation?patient=S1&_sort=value', '_sort can be date or -date'],
    ['Patient/S1', 'search of Observation only'],
    ['', 'search of Observation only'],
  ])('says what is wrong with %s', (query, message) => {
    expect(search(query)).toContain(message);
  });

  it('answers only below its base URL', () => {
    expect(store.get('http://elsewhere/Observation?patient=S1')).toMatchObject({
      resourceType: 'OperationOutcome',
    });
  });
});
