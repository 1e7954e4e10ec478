/** Before the first suite: a host is chosen, and installed if that takes it. */
import { chooseHost } from './chooseHost';

export default async function ensureHost(): Promise<void> {
  await chooseHost();
}
