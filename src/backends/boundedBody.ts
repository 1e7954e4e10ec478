/** Reads the body of a response, however much a server sends, packed or not. */

/** Larger than any reply to be had; what is longer is an error, or an attack. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** More came than is read; the rest was not taken. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * The text of a body, counted as it is unpacked.
 * @throws BodyTooLarge beyond `maxBytes`; the connection is given up then.
 */
export async function readBody(response: Response, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const { body } = response;
  if (body === null) return '';
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    if (total > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new BodyTooLarge(`more than ${maxBytes / 1024 / 1024} MB`);
    }
    parts.push(value);
  }
  return new TextDecoder().decode(Buffer.concat(parts, total));
}
