/** One laboratory value of one patient, as the store keeps it. */
export interface Observation {
  readonly id: string;
  readonly patient: string;
  /** Laboratory code: `MG`, `K`, … */
  readonly code: string;
  /** When it was taken, ISO 8601 with offset, as the agent sees it. */
  readonly time: string;
  readonly value: number;
  readonly unit: string;
}

/** "Now" of every episode. */
export const CURRENT_TIME = '2023-11-13T10:15:00+00:00';

/** Where the agent believes the server to be; nothing ever listens or connects there. */
export const BASE_URL = 'http://localhost:8080/fhir/';

export const MAGNESIUM = 'MG';

export const HOUR_MS = 3_600_000;
