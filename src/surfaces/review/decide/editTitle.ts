import type { Edit } from '../../../engine/types';
import { plainLine } from '../../common/markdown';

/** `MODIFY read_the_bundle`, `REMOVE old + ADD new`; names are data: on one line, visible, clipped. */
export function titleOf({ edits }: { readonly edits: readonly Edit[] }): string {
  return edits.map(({ action, name }) => `${action} ${plainLine(name, 64)}`).join(' + ');
}
