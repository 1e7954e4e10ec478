import { BASE_URL, CURRENT_TIME, MAGNESIUM } from './observation';

export const MAX_ROUNDS = 8;

export function question(patient: string): string {
  return `What is the most recent magnesium level of patient ${patient} within the last 24 hours?`;
}

/**
 * The first message of an episode. It explains the actions but not the conventions of the desk (what to
 * answer when there is no value, in which form): those are for the skills to teach.
 */
export function firstMessage(patient: string): string {
  return `# Patient records desk

You look things up in patient records kept on a FHIR server. A program reads your messages and carries them out.

Current time: ${CURRENT_TIME}
Server base URL: ${BASE_URL}
Laboratory code of magnesium: ${MAGNESIUM}

Every message of yours is one action in one of three forms, with nothing before or after it:

1. Read from the server:
GET <url>
Example: GET ${BASE_URL}Observation?patient=S0000000&code=K
Observation takes the parameters patient, code, date (optional, with eq, ge, gt, le or lt before it, as in date=ge2023-10-01), _count and _sort (date or -date).

2. Write to the server, the resource as JSON on the lines below the URL:
POST <url>
<JSON>

3. End the episode, with the answer in a JSON array:
FINISH([answer])

You have ${MAX_ROUNDS} messages.

Question: ${question(patient)}`;
}

export function bundleMessage(body: object): string {
  return `The server answered:\n${JSON.stringify(body)}\nSend your next action, or FINISH([answer]).`;
}

export function acceptedMessage(): string {
  return 'The POST request was accepted. Send your next action, or FINISH([answer]).';
}

export function badPayloadMessage(): string {
  return 'The POST request was refused: its payload is not JSON. Send your next action, or FINISH([answer]).';
}
