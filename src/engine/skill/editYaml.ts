import { Document, isMap, isNode, isScalar, isSeq, Scalar, YAMLMap } from 'yaml';
import type { Node, Pair } from 'yaml';
import { isRecord, toPlain } from './frontmatter';

/** YAML that readers of version 1.1 understand alike; long lines stay whole. */
export function printYaml(data: Readonly<Record<string, unknown>>): string {
  const document = new Document(data, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0 });
}

/**
 * Sets one top-level key of a block mapping and leaves every other character as it is. Within the
 * key's value, parts that stay the same keep their comments and quoting.
 * @param yaml With `\n` line ends.
 * @param document Read from `yaml`; the value's nodes are changed.
 * @returns `undefined` when the mapping is written in a way that does not allow it.
 */
export function setKey(
  yaml: string,
  document: Document,
  key: string,
  value: unknown,
): string | undefined {
  const map = document.contents;
  if (map !== null && isMap(map) && map.flow === true) return undefined;
  const pairs: readonly Pair[] = isMap(map) ? map.items : [];
  const pair = pairs.find((it) => isScalar(it.key) && it.key.value === key);
  if (pair === undefined) {
    return `${yaml}${yaml === '' || yaml.endsWith('\n') ? '' : '\n'}${printYaml({ [key]: value })}`;
  }
  const place = placeOf(pair, yaml);
  if (place === undefined) return undefined;
  const before = yaml.slice(0, place.start);
  const after = yaml.slice(place.end);
  const printed = printPair(document, pair, value, hasFlushLists(yaml));
  if (yaml[place.end - 1] === '\n') return before + printed + after;

  const lines = printed.replace(/\n$/, '');
  if (!lines.includes('\n')) return before + lines + after;
  // A comment behind a value that now needs several lines goes above them.
  const restOfLine = /^[^\n]*/.exec(after)?.[0] ?? '';
  const comment = restOfLine.trim() === '' ? '' : `${restOfLine.trim()}\n`;
  return before + comment + lines + after.slice(restOfLine.length);
}

function placeOf({ key, value }: Pair, yaml: string): { start: number; end: number } | undefined {
  if (!isScalar(key) || !key.range) return undefined;
  const [start, keyEnd] = key.range;
  if (start > 0 && yaml[start - 1] !== '\n') return undefined;
  // An empty value has no text; its range may lie behind the line.
  const isEmpty = isScalar(value) && value.source === '';
  const end = isNode(value) && value.range ? value.range[1] : undefined;
  if (end === undefined || isEmpty) {
    const colon = yaml.indexOf(':', keyEnd);
    return colon < 0 ? undefined : { start, end: colon + 1 };
  }
  return { start, end };
}

function printPair(document: Document, pair: Pair, value: unknown, flushLists: boolean): string {
  const merged = merge(document, pair.value, value);
  // What stands behind the value on its line is not part of what is replaced.
  if (isScalar(merged)) merged.comment = null;
  const single = new Document({}, { compat: 'yaml-1.1' });
  const map = new YAMLMap(single.schema);
  map.items.push(document.createPair(isScalar(pair.key) ? pair.key.value : pair.key, merged));
  single.contents = map;
  return single.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    indentSeq: !flushLists,
  });
}

/** A node for the value that reuses what it can of the old one. */
function merge(document: Document, old: unknown, value: unknown): Node {
  if (isNode(old) && canonical(old.toJS(document)) === canonical(value)) return old;
  if (isMap(old) && isRecord(value) && old.items.length > 0) {
    const keyOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : '');
    old.items = old.items.filter((pair) => Object.hasOwn(value, keyOf(pair)));
    for (const [key, part] of Object.entries(value)) {
      const pair = old.items.find((it) => keyOf(it) === key);
      if (pair === undefined) old.items.push(document.createPair(key, part));
      else pair.value = merge(document, pair.value, part);
    }
    return old;
  }
  if (isSeq(old) && Array.isArray(value) && old.items.length > 0) {
    const former = old.items.map((item) => ({
      item,
      is: isNode(item) ? item.toJS(document) : item,
    }));
    old.items = value.map((part) => {
      const same = former.find(({ is }) => canonical(is) === canonical(part));
      return same?.item ?? document.createNode(part);
    });
    return old;
  }
  const node = document.createNode(value, { aliasDuplicateObjects: false });
  if (isScalar(node) && isScalar(old) && typeof node.value === 'string') {
    if (old.type !== undefined && old.type !== Scalar.PLAIN) node.type = old.type;
  }
  return node;
}

/** Are lists written flush with their key, as in `tags:` above `- one`? */
function hasFlushLists(yaml: string): boolean {
  return /^( *)[^\s#-][^\n]*:[^\S\n]*\n\1- /m.test(yaml);
}

/** Equal for equal data, whatever the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(toPlain(value), (_key, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
