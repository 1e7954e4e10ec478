import type { Message } from '../../engine/types';

/** A quickstart conversation as the task holds it, for tests. */
export interface TestReading {
  /** Hours before now. */
  readonly hoursAgo: number;
  readonly value: number;
}

const now = Date.parse('2023-11-13T10:15:00Z');

export function questionSheet(patient: string): string {
  return `# Patient records desk

Current time: 2023-11-13T10:15:00+00:00
Server base URL: http://localhost:8080/fhir/
Laboratory code of magnesium: MG

Every message is one action, with nothing before or after it. Sort by date.

Question: What is the most recent magnesium level of patient ${patient} within the last 24 hours?`;
}

export function bundle(readings: readonly TestReading[]): string {
  const entry = readings.map(({ hoursAgo, value }) => ({
    resource: {
      resourceType: 'Observation',
      code: { text: 'MG' },
      effectiveDateTime: new Date(now - hoursAgo * 3_600_000).toISOString(),
      valueQuantity: { value, unit: 'mg/dL' },
    },
  }));
  const body = { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry };
  return `The server answered:\n${JSON.stringify(body)}\nSend your next action.`;
}

/** The conversation after the search, with skills put behind the last message the way the engine does. */
export function afterSearch(
  patient: string,
  readings: readonly TestReading[],
  skills: Readonly<Record<string, string>> = {},
): Message[] {
  const block = Object.entries(skills).map(([name, text]) => `### ${name}\n\n${text}`);
  const shown = block.length === 0 ? '' : ['\n\n## Skills\n\nApply these.', ...block].join('\n\n');
  return [
    { role: 'user', content: questionSheet(patient) },
    {
      role: 'assistant',
      content: `GET http://localhost:8080/fhir/Observation?patient=${patient}&code=MG`,
    },
    { role: 'user', content: bundle(readings) + shown },
  ];
}
