import { extractJson } from '../../util/extractJson';
import { slugify } from '../skill/skillName';
import type { Json } from '../types';
import { isJsonObject, type JsonObject } from './jsonObject';
import { clippedLine } from './oneLine';
import type { ClassifyInput, ClassifyReply, Trace } from './types';

const MAX_LABEL = 60;

/** Labels for the samples asked about, and only those; `undefined` when the reply holds none. */
export function parseClassify(text: string, input: ClassifyInput): ClassifyReply | undefined {
  const asked = input.failing.map((trace) => trace.sample);
  const isReply = (value: unknown): value is JsonObject =>
    isJsonObject(value) && isJsonObject(own(value, 'labels'));
  const reply = inAnswer(text, isReply);
  const labels = reply && own(reply, 'labels');
  if (!isJsonObject(labels)) return undefined;

  const found = asked.flatMap((sample) => {
    const label = labelOf(own(labels, sample), input.taxonomy);
    return label === undefined ? [] : [[sample, label] as const];
  });
  if (found.length === 0) return undefined;

  const described = descriptionsOf(reply && own(reply, 'new_labels'));
  const fresh = new Set(
    found.map(([, label]) => label).filter((it) => !Object.hasOwn(input.taxonomy, it)),
  );
  const describe = (label: string) => described.get(label) ?? label.replaceAll('_', ' ');
  return {
    labels: Object.fromEntries(found),
    new_labels: Object.fromEntries([...fresh].map((label) => [label, describe(label)])),
  };
}

/** A sentence for each sample asked about that got one; `undefined` when none did. */
export function parseDiagnose(
  text: string,
  failing: readonly Trace[],
): Readonly<Record<string, string>> | undefined {
  const asked = failing.map((trace) => trace.sample);
  const sentence = (reply: JsonObject, sample: string): string => {
    const said = own(reply, sample);
    return typeof said === 'string' ? clippedLine(said, 600) : '';
  };
  const isReply = (value: unknown): value is JsonObject =>
    isJsonObject(value) && asked.some((sample) => sentence(value, sample) !== '');
  const reply = inAnswer(text, isReply);
  if (reply === undefined) return undefined;
  const found = asked.map((sample) => [sample, sentence(reply, sample)] as const);
  return Object.fromEntries(found.filter(([, said]) => said !== ''));
}

/**
 * The list of edits, unchecked: whatever a list with at least one edit in it holds, else a single
 * edit outside a list, else the empty list. `cut` says that the reply ran into its token limit; then
 * a lone edit may be half of a pair and is not taken.
 */
export function parseEdits(text: string, cut: boolean): readonly Json[] | undefined {
  const list = inAnswer(text, isEditList);
  if (list !== undefined || cut) return list;
  const edit = inAnswer(text, isEdit);
  return edit === undefined ? inAnswer(text, isEmptyList) : [edit];
}

/** Looks behind the thoughts that some models put before their answer, then everywhere. */
function inAnswer<T>(text: string, accept: (value: unknown) => value is T): T | undefined {
  const end = text.lastIndexOf('</think>');
  const answer = end < 0 ? undefined : extractJson(text.slice(end), accept);
  return answer ?? extractJson(text, accept);
}

function isEdit(value: unknown): value is JsonObject {
  return isJsonObject(value) && typeof own(value, 'action') === 'string';
}

function isEditList(value: unknown): value is readonly Json[] {
  return Array.isArray(value) && value.some(isEdit);
}

function isEmptyList(value: unknown): value is readonly Json[] {
  return Array.isArray(value) && value.length === 0;
}

/** A label known already stays as it is; any other becomes a slug. Nothing to name: no label. */
function labelOf(raw: Json | undefined, taxonomy: ClassifyInput['taxonomy']): string | undefined {
  if (typeof raw !== 'string') return undefined;
  if (Object.hasOwn(taxonomy, raw)) return raw;
  return /[a-z0-9]/i.test(raw) ? labelSlug(raw) : undefined;
}

function labelSlug(raw: string): string {
  return slugify(raw.slice(0, 1000)).slice(0, MAX_LABEL).replace(/_$/, '');
}

function descriptionsOf(raw: Json | undefined): ReadonlyMap<string, string> {
  const entries = isJsonObject(raw) ? Object.entries(raw) : [];
  return new Map(
    entries.flatMap(([label, said]) => {
      const line = typeof said === 'string' ? clippedLine(said, 200) : '';
      return line === '' ? [] : [[labelSlug(label), line] as const];
    }),
  );
}

/** A key may be called `constructor`; what it inherits is not its value. */
function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
