import { isCollection, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Place } from '../util/errors';
import { UserError } from '../util/errors';
import { yamlFault } from '../util/yamlFault';
import type { Path } from './expandEnv';
import { readPlainFile } from './plainFile';

/** Bytes of a preset that are read. */
const MAX_BYTES = 1_000_000;

/** A YAML file as data that remembers its lines. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** The line of what is at the path, or of the nearest thing around it that is there. */
  placeOf(path: Path): Place;
}

/** @throws UserError naming the line, if the file cannot be read or is no YAML. */
export function readYamlFile(file: string): YamlFile {
  let text: string;
  try {
    text = readPlainFile(file, MAX_BYTES);
  } catch (error) {
    throw new UserError('the file cannot be read', {
      place: { file },
      fix: 'It must be a text file that you may read, of at most 1 MB.',
      cause: error,
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const wrong = yamlFault(document, text, lines);
  if (wrong) {
    throw new UserError(`not valid YAML: ${wrong.message}`, { place: { file, line: wrong.line } });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new UserError('it repeats itself through too many aliases (*name)', {
      place: { file },
      fix: 'Write the repeated parts out.',
      cause: error,
    });
  }
  return {
    file,
    value,
    placeOf(path) {
      let node: unknown = document.contents;
      let offset = 0;
      for (const step of path) {
        if (!isCollection(node)) break;
        const item = node.items.find((each, index) =>
          isPair(each) && isScalar(each.key)
            ? String(each.key.value) === String(step)
            : index === step,
        );
        if (item === undefined) break;
        const start = isPair(item) ? item.key : item;
        if (isScalar(start) || isCollection(start)) offset = start.range?.[0] ?? offset;
        node = isPair(item) ? item.value : item;
      }
      return { file, line: lines.linePos(offset).line };
    },
  };
}
