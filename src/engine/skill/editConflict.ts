import type { Edit } from '../types';

/** An edit that cannot be applied to the library at hand; the library is as it was. */
export class EditConflict extends Error {
  override readonly name = 'EditConflict';

  /** @param reason One sentence for people, naming the skill. */
  constructor(
    readonly edit: Edit,
    readonly reason: string,
  ) {
    super(`${edit.action} ${JSON.stringify(edit.name)}: ${reason}`);
  }
}
