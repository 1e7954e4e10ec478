import { visible } from '../../common/markdown';

/**
 * A line as a read-only document may hold it: one line to every editor, with nothing unseen in it. The byte
 * order mark of a file's first line is not shown, as in any editor.
 */
export function shownLine(line: string, isFirst = false): string {
  const text = line.replace(/\r?\n$/, '').replace(isFirst ? /^\ufeff/ : /^$/, '');
  return visible(text.replace(/[\r\n]/g, (end) => (end === '\r' ? '\\u000d' : '\\u000a')));
}
