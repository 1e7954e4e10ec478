/** A person's way through the editor is always clicked in the served host: a browser can be driven anywhere. */
import { installHost } from '../host/install';

export default async function ensureServedHost(): Promise<void> {
  await installHost();
}
