// Grades release notes. The reply comes on standard input; the case, as JSON, in GRASP_CASE.
// Exit code 0: passed. 1: failed, the first line says why. Anything else: this grader is at fault.
import { readFileSync } from 'node:fs';

const { expected } = JSON.parse(process.env.GRASP_CASE ?? '{}');
if (typeof expected !== 'object' || expected === null) process.exit(2);

const order = ['Added', 'Changed', 'Fixed'];
const lines = readFileSync(0, 'utf8')
  .split(/\r?\n/)
  .map((line) => line.trimEnd());
const found = new Map();
let section;

for (const line of lines) {
  if (line === '') continue;
  const heading = /^### (\w+)$/.exec(line)?.[1];
  if (heading !== undefined) {
    if (!order.includes(heading)) fail(`"${heading}" is no section; there are ${order.join(', ')}`);
    if (found.has(heading)) fail(`the section ${heading} is there twice`);
    section = [];
    found.set(heading, section);
    continue;
  }
  const entry = /^- (.+) \(#(\d+)\)$/.exec(line);
  if (!entry) fail(`not a heading "### Added" nor an entry "- Text (#12)": ${line}`);
  if (section === undefined) fail('an entry stands before the first heading');
  const [, text, number] = entry;
  if (!/^\p{Lu}/u.test(text)) fail(`an entry begins with a capital letter: ${line}`);
  if (text.endsWith('.')) fail(`an entry ends without a full stop: ${line}`);
  if (line.length > 90) fail(`an entry has at most 90 characters: ${line}`);
  section.push(`#${number}`);
}

const headings = [...found.keys()];
const sorted = order.filter((name) => found.has(name));
if (headings.join() !== sorted.join()) fail(`the order of sections is ${sorted.join(', ')}`);
for (const name of order) {
  const want = [...(expected[name] ?? [])].sort();
  const got = [...(found.get(name) ?? [])].sort();
  if (found.has(name) && got.length === 0) fail(`the section ${name} is empty; leave it out`);
  if (want.join() !== got.join()) {
    fail(
      `${name} should list ${want.join(' ') || 'nothing'}, but lists ${got.join(' ') || 'nothing'}`,
    );
  }
}

function fail(why) {
  console.log(why);
  process.exit(1);
}
