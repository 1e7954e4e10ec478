/** Edits as they are shown: documents, lenses, actions, threads, transcripts, proposals to be changed by hand. */
import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import type { Evidence } from '../../../../src/surfaces/review/registerEvidence';
import type { ReviewEdit } from '../../../../src/surfaces/review/reviewEdit';
import { sampleOfTranscript } from '../../../../src/surfaces/review/transcripts/sampleOfTranscript';
import { activated, inWorkspace, until } from '../../inHost/support';

const library = inWorkspace('skills/evidence').fsPath;
const run = inWorkspace('runs/evidence').fsPath;
const evil = inWorkspace('runs/evidence-evil').fsPath;
const paired = inWorkspace('runs/evidence-pair').fsPath;
const skill = vscode.Uri.joinPath(inWorkspace('skills/evidence'), 'read_the_bundle.md');
const hostile =
  'x|y`\n# [run](command:grasp.run.start) <img src=x> \u202e\u200b![i](https://e.example/i.png)';

let surroundings: Surroundings;
let evidence: Evidence;

/** Copies the finished run, with another library and, if asked for, another journal. */
async function copyRun(
  to: string,
  change: (line: string) => string = (line) => line,
): Promise<void> {
  await cp(inWorkspace('runs/quickstart').fsPath, to, { recursive: true });
  await rm(`${to}/decisions.jsonl`, { force: true });
  const config = await readFile(`${to}/config.yaml`, 'utf8');
  await writeFile(`${to}/config.yaml`, config.replace('skills/quickstart', 'skills/evidence'));
  const journal = await readFile(`${to}/journal.jsonl`, 'utf8');
  await writeFile(`${to}/journal.jsonl`, journal.split('\n').map(change).join('\n'));
}

interface Line {
  readonly type: string;
  readonly edits: readonly Record<string, unknown>[];
  readonly outcomes: readonly Record<string, unknown>[];
}

/** Turns every candidate of a journal into a hostile one. */
function makeEvil(line: string): string {
  if (!line.includes('"candidate.judged"')) return line;
  const event = JSON.parse(line) as Line;
  const text = `---\nname: x\n---\n${hostile}\r\u2028end`;
  return JSON.stringify({
    ...event,
    reason: hostile,
    label: hostile,
    edits: event.edits.map((edit) => ({ ...edit, name: hostile })),
    outcomes: event.outcomes.map((outcome) => ({ ...outcome, sample: hostile })),
    before: { [hostile]: null },
    after: { [hostile]: text },
  });
}

/** Turns the edits of the one skill into pairs: it goes, and another comes. */
function makePair(line: string): string {
  if (!line.includes('"candidate.judged"') || !line.includes('"name":"read_the_bundle"'))
    return line;
  const event = JSON.parse(line) as Line & { readonly before: Record<string, string> };
  const old = event.before['read_the_bundle'];
  const edit = { description: 'd', content: 'c', tags: [] };
  return JSON.stringify({
    ...event,
    edits: [
      { ...edit, action: 'REMOVE', name: 'read_the_bundle' },
      { ...edit, action: 'ADD', name: 'read_it_well' },
    ],
    before: { read_the_bundle: old, read_it_well: null },
    after: {
      read_the_bundle: null,
      read_it_well: old?.replace('name: read_the_bundle', 'name: read_it_well'),
    },
  });
}

async function edits(dir: string): Promise<readonly ReviewEdit[]> {
  return (await surroundings.edits.edits()).filter((edit) => edit.run.dir === dir);
}

/** The edit that the gate accepted for the one skill that the library holds. */
async function theEdit(): Promise<ReviewEdit> {
  const found = (await edits(run)).find(
    ({ candidate: { judged } }) =>
      judged.verdict === 'accepted' && judged.edits[0]?.name === 'read_the_bundle',
  );
  assert.ok(found);
  return found;
}

const open = (key: string): Thenable<unknown> =>
  vscode.commands.executeCommand('grasp.edits.open', key);

/** The document in the active editor, once it is of this scheme. */
function active(scheme: string): Promise<vscode.TextDocument> {
  return until(`a document of ${scheme}`, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === scheme && document;
  });
}

async function lenses(uri: vscode.Uri): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return found.flatMap(({ command, range }) =>
    command === undefined ? [] : [`${range.start.line}: ${command.title}`],
  );
}

async function actions(uri: vscode.Uri, line: number): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    new vscode.Range(line, 0, line, 0),
    vscode.CodeActionKind.QuickFix.value,
  );
}

function thread(uri: vscode.Uri): vscode.CommentThread {
  const found = evidence.threads.all().find((it) => it.uri.toString() === uri.toString());
  assert.ok(found, `no thread on ${uri.toString()}`);
  return found;
}

const bodies = ({ comments }: vscode.CommentThread): string[] =>
  comments.map(({ body }) => (typeof body === 'string' ? body : body.value));

async function setLayout(layout: 'inline' | 'sideBySide' | undefined): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration('grasp').update('review.layout', layout, target);
}

async function inFile(): Promise<string> {
  return (await readFile(skill.fsPath, 'utf8')).replaceAll('\r\n', '\n');
}

describe('evidence', () => {
  before(async () => {
    await cp(inWorkspace('skills/quickstart').fsPath, library, { recursive: true });
    await copyRun(run);
    await copyRun(evil, makeEvil);
    await copyRun(paired, makePair);
    surroundings = (await activated<Surroundings>()).exports;
    evidence = await vscode.commands.executeCommand<Evidence>('grasp.test.evidence');
    surroundings.runs.refresh();
    await until('the edits of the runs', async () => {
      const found = await Promise.all([run, evil, paired].map(edits));
      return found.every((list) => list.length > 0);
    });
  });

  afterEach(() => setLayout(undefined));

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await Promise.all(
      [run, evil, paired, library].map((dir) => rm(dir, { recursive: true, force: true })),
    );
    surroundings.runs.refresh();
  });

  describe('an edit as one document', () => {
    it('shows removed and added lines under each other, as Markdown, read-only', async () => {
      await open((await theEdit()).key);
      const document = await active('grasp-merged');
      const lines = document.getText().split('\n');
      const old = lines.findIndex((line) => line.startsWith('description: Where a measurement'));
      assert.match(lines[old + 2] ?? '', /^description: Where a measurement.*latest/);
      assert.ok(
        lines.includes(
          '- A search returned more than one measurement and one of them is asked for.',
        ),
      );
      assert.equal(document.languageId, 'markdown');
      assert.equal(document.uri.path, '/MODIFY read_the_bundle.md');
      assert.match(document.uri.query, /^[0-9a-f]{24}$/);
      const [tab] = vscode.window.tabGroups.activeTabGroup.tabs.filter(({ isActive }) => isActive);
      assert.equal(tab?.isPreview, true);
    });

    it('has a row of lenses above it, and one above every hunk', async () => {
      const { uri } = await active('grasp-merged');
      const all = await lenses(uri);
      assert.ok(all.includes('0: gate: accepted · 3/7 → 5/7'), all.join('\n'));
      assert.equal(all.filter((lens) => lens.endsWith(': Accept hunk')).length, 5);
      assert.equal(all.filter((lens) => lens.endsWith(': Edit by hand')).length, 5);
    });

    it('offers on a hunk by keyboard what its lenses offer', async () => {
      const document = await active('grasp-merged');
      const line = document
        .getText()
        .split('\n')
        .indexOf('- A search returned more than one measurement and one of them is asked for.');
      const titles = (await actions(document.uri, line)).map(({ title }) => title);
      assert.deepEqual(titles.slice(0, 4), [
        'Accept hunk',
        'Reject hunk',
        'Show probes',
        'Edit by hand',
      ]);
      const elsewhere = (await actions(document.uri, 1)).map(({ title }) => title);
      assert.ok(!elsewhere.includes('Accept hunk') && elsewhere.includes('Accept all'));
    });

    it('has a thread on the first hunk, with the verdict and every probe', async () => {
      const { uri } = await active('grasp-merged');
      const { label, contextValue, state, comments, canReply, collapsibleState } = thread(uri);
      assert.equal(label, 'MODIFY "read_the_bundle" · gate: accepted · 3/7 → 5/7');
      assert.equal(contextValue, 'pending');
      assert.equal(state, vscode.CommentThreadState.Unresolved);
      assert.equal(collapsibleState, vscode.CommentThreadCollapsibleState.Expanded);
      assert.deepEqual(canReply, { name: 'You' });
      const [body] = bodies(thread(uri));
      assert.match(body ?? '', /^\*\*The gate accepted this edit\.\*\* It fixed 2 failing probes/);
      assert.equal(body?.match(/^\| `mg-S\d+` \|/gm)?.length, 7);
      assert.match(body ?? '', /Score: \+2 = /);
      const [comment] = comments;
      assert.ok(comment && typeof comment.body !== 'string');
      assert.deepEqual(comment.body.isTrusted, {
        enabledCommands: ['grasp.edits.openTranscripts'],
      });
      assert.notEqual(comment.body.supportHtml, true);
    });

    it('leaves one thread open, and none on documents that are closed', async () => {
      const [other] = await edits(run);
      assert.ok(other);
      await open(other.key);
      await until('the other document', () =>
        vscode.window.activeTextEditor?.document.uri.path.startsWith('/ADD '),
      );
      const { uri } = await active('grasp-merged');
      assert.equal(thread(uri).label?.startsWith('ADD '), true);
      await until('one thread', () => evidence.threads.all().length === 1);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await until('no thread', () => evidence.threads.all().length === 0);
    });

    it('says so when it is asked for what is not there', async () => {
      for (const address of [
        'grasp-merged:/x.md?abc',
        'grasp-transcript:/a/gate-0-before/x.transcript',
        'grasp-transcript:/..',
      ]) {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(address));
        assert.match(document.getText(), /no longer at hand/);
      }
    });
  });

  describe('transcripts', () => {
    it('open side by side, as plain text', async () => {
      const { key, candidate } = await theEdit();
      await vscode.commands.executeCommand('grasp.edits.openTranscripts', key, 'gate', 0);
      const tab = await until('a diff', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputTextDiff && input;
      });
      const sample = candidate.judged.outcomes[0]?.sample ?? '';
      for (const [uri, word] of [
        [tab.original, 'before'],
        [tab.modified, 'after'],
      ] as const) {
        assert.equal(uri.scheme, 'grasp-transcript');
        assert.equal(sampleOfTranscript(uri), sample);
        const document = await vscode.workspace.openTextDocument(uri);
        assert.equal(document.languageId, 'grasp-transcript');
        const text = document.getText();
        assert.ok(text.startsWith(`Sample:     ${sample}`), text.slice(0, 200));
        assert.match(text, new RegExp(`^Rollout: +${word}: `, 'm'));
        assert.match(text, /^── \d+ · agent ──\n {2}FINISH/m);
      }
    });

    it('of what was not run say that there are none', async () => {
      const { key } = await theEdit();
      await vscode.commands.executeCommand('grasp.edits.openTranscripts', key, 'gate', 4711);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });

  describe('probes that are run again', () => {
    it('are told in the thread, with their own transcripts', async () => {
      const { key } = await theEdit();
      await open(key);
      const { uri } = await active('grasp-merged');
      await vscode.commands.executeCommand('grasp.edits.reprobe', key);
      const body = await until('what they showed', () =>
        bodies(thread(uri)).find((it) => it.startsWith('**The proposal was probed again.**')),
      );
      assert.match(body, /^\d of \d probes pass; /m);
      const link = /command:grasp\.edits\.openTranscripts\?([^)]+)/.exec(body)?.[1] ?? '';
      const [id, of, index] = JSON.parse(decodeURIComponent(link)) as unknown[];
      assert.equal(of, 'rerun');
      await vscode.commands.executeCommand('grasp.edits.openTranscripts', id, of, index);
      const transcript = await active('grasp-transcript');
      assert.match(transcript.getText(), /^Rollout: +probes run again, /m);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });

  describe('names and texts that would do harm', () => {
    it('are shown, and do nothing', async () => {
      const edit = (await edits(evil)).find(({ candidate }) =>
        candidate.judged.outcomes.some((it) => it.transcript && it.baselineTranscript),
      );
      assert.ok(edit);
      await open(edit.key);
      const document = await active('grasp-merged');
      assert.ok(!/[\u202e\u200b\u2028\r]/.test(document.getText()));
      assert.ok(
        document.getText().includes('# [run](command:grasp.run.start) <img src=x> \\u202e\\u200b'),
      );
      assert.match(document.uri.path, /^\/[^/]+\.md$/);
      const { label, comments } = thread(document.uri);
      assert.ok(!/[\n\u202e]/.test(label ?? ''));
      const html = await vscode.commands.executeCommand<string>(
        'markdown.api.render',
        bodies({ comments } as vscode.CommentThread)[0],
      );
      // The preview puts a mark of its own in front.
      const tags = new Set(
        [...html.replace(/<span id="markdown-mermaid"[^>]*>/, '').matchAll(/<(\w+)/g)].map(
          ([, tag]) => tag,
        ),
      );
      const harmless = [
        'p',
        'strong',
        'em',
        'code',
        'a',
        'table',
        'thead',
        'tbody',
        'tr',
        'th',
        'td',
      ];
      assert.deepEqual(
        [...tags].filter((tag) => !harmless.includes(tag ?? '')),
        [],
        html,
      );
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
      assert.ok(
        links.every((href) => href.startsWith('command:grasp.edits.openTranscripts?')),
        links.join('\n'),
      );
      const index = edit.candidate.judged.outcomes.findIndex(
        (it) => it.transcript && it.baselineTranscript,
      );
      await vscode.commands.executeCommand('grasp.edits.openTranscripts', edit.key, 'gate', index);
      const transcript = await active('grasp-transcript');
      assert.equal(sampleOfTranscript(transcript.uri), hostile);
      assert.match(
        transcript.uri.path,
        /^\/[0-9a-f]{24}\/gate-\d+-(before|after)\/[^/]+\.transcript$/,
      );
    });
  });

  describe('a pair', () => {
    it('is one document with a heading for each skill, or one editor with both diffs', async () => {
      const pair = (await edits(paired)).find(
        ({ candidate }) => candidate.judged.edits.length === 2,
      );
      assert.ok(pair);
      await open(pair.key);
      const document = await active('grasp-merged');
      assert.equal(document.uri.path, '/REMOVE read_the_bundle + ADD read_it_well.md');
      const lines = document.getText().split('\n');
      assert.equal(lines[0], '──── REMOVE read_the_bundle ────');
      assert.ok(lines.includes('──── ADD read_it_well ────'));
      const all = await lenses(document.uri);
      assert.equal(all.filter((lens) => lens.endsWith(': Accept hunk')).length, 2);
      await setLayout('sideBySide');
      await open(pair.key);
      await until('an editor of several diffs', () => {
        const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
        const isOne = tab?.input instanceof vscode.TabInputTextDiff;
        return (
          tab !== undefined && !isOne && /REMOVE.*before ↔|REMOVE.*your file ↔/.test(tab.label)
        );
      });
      await until('its thread', () =>
        evidence.threads.all().some(({ label }) => label?.startsWith('REMOVE')),
      );
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });

  describe('going from edit to edit', () => {
    it('goes through the undecided ones, and around', async () => {
      await open((await theEdit()).key);
      const first = await active('grasp-merged');
      await vscode.commands.executeCommand('grasp.edits.next');
      const second = await until('another edit', () => {
        const document = vscode.window.activeTextEditor?.document;
        return document?.uri.toString() !== first.uri.toString() && document;
      });
      assert.equal(second.uri.scheme, 'grasp-merged');
      await vscode.commands.executeCommand('grasp.edits.previous');
      await until(
        'the first again',
        () => vscode.window.activeTextEditor?.document.uri.toString() === first.uri.toString(),
      );
    });
  });

  describe("the author's own file", () => {
    it('says quietly that there is an edit to review', async () => {
      await vscode.window.showTextDocument(skill);
      const mine = await until('the lens', async () => {
        const found = (await lenses(skill)).filter((lens) => / edits?\b/.test(lens));
        return found.length > 0 && found;
      });
      // The edit and, of the other run, the pair; of each there is a first draft that the gate refused.
      const review = '0: Review edit: gate accepted, +2 −0';
      assert.deepEqual(mine, [review, review, '0: 2 more edits']);
      const document = await vscode.workspace.openTextDocument(skill);
      const line = document
        .getText()
        .split('\n')
        .findIndex((it) => it.startsWith('description:'));
      const titles = (await actions(skill, line)).map(({ title }) => title);
      assert.ok(titles.includes('Review MODIFY "read_the_bundle"'), titles.join('\n'));
      const untouched = await actions(skill, line - 1);
      assert.ok(!untouched.some(({ title }) => title.startsWith('Review MODIFY')));
    });
  });

  describe('a hunk by itself', () => {
    it('is written as a valid skill, comes out again, and comes back by undo in the editor', async () => {
      const before = await inFile();
      const { key } = await theEdit();
      await open(key);
      const { uri } = await active('grasp-merged');
      const view = await evidence.views.view(key);
      const hunks = view?.merged.hunks.filter(({ isBookkeeping }) => !isBookkeeping) ?? [];
      const last = hunks.at(-1);
      await vscode.commands.executeCommand('grasp.edits.acceptHunk', key, last?.id);
      await until('the edit to be accepted', async () => (await theEdit()).decision === 'accepted');
      const text = await inFile();
      assert.match(text, /Right: 1\.9, because it was taken last/);
      assert.doesNotMatch(text, /A search returned more than one measurement/);
      await until('the marks', async () => {
        const found = await lenses(uri);
        return (
          found.filter((lens) => lens.endsWith(': In your skill')).length === 1 &&
          found.filter((lens) => lens.endsWith(': Not in your skill')).length === 4
        );
      });
      assert.equal(thread(uri).contextValue, 'accepted');
      assert.equal(thread(uri).state, vscode.CommentThreadState.Resolved);
      // The gate accepted the whole, and nobody asked it about the part.
      assert.equal((await theEdit()).isPart, true);
      assert.match(
        bodies(thread(uri)).at(-1) ?? '',
        /You accepted it in part\. .*not itself probed/,
      );

      await vscode.commands.executeCommand('grasp.edits.acceptHunk', key, hunks[1]?.id);
      await until(
        'two hunks',
        async () =>
          (await lenses(uri)).filter((lens) => lens.endsWith(': In your skill')).length === 2,
      );
      await vscode.commands.executeCommand('grasp.edits.rejectHunk', key, hunks[1]?.id);
      await until(
        'one hunk',
        async () =>
          (await lenses(uri)).filter((lens) => lens.endsWith(': In your skill')).length === 1,
      );
      await vscode.commands.executeCommand('grasp.edits.rejectHunk', key, last?.id);
      await until('nothing decided', async () => (await theEdit()).decision === 'pending');
      assert.equal(await inFile(), before);
      await until(
        'every hunk open',
        async () =>
          (await lenses(uri)).filter((lens) => lens.endsWith(': Accept hunk')).length === 5,
      );
    });

    it('can be left out of the proposal, which then is the author’s', async () => {
      const { key } = await theEdit();
      await open(key);
      const { uri } = await active('grasp-merged');
      const hunks =
        (await evidence.views.view(key))?.merged.hunks.filter((it) => !it.isBookkeeping) ?? [];
      await vscode.commands.executeCommand('grasp.edits.rejectHunk', key, hunks[0]?.id);
      await until('the mark', async () =>
        (await lenses(uri)).some((lens) => lens.endsWith(': Left out')),
      );
      const [, note] = bodies(thread(uri));
      assert.match(note ?? '', /^You changed this proposal/);
      assert.equal((await theEdit()).decision, 'pending');
      await vscode.commands.executeCommand('grasp.edits.acceptHunk', key, hunks[0]?.id);
      await until('the whole proposal', async () => (await theEdit()).draft === undefined);
    });
  });

  describe('a reason', () => {
    const reply = (uri: vscode.Uri, command: string, text: string): Thenable<unknown> =>
      vscode.commands.executeCommand(`grasp.edits.${command}`, { thread: thread(uri), text });

    it('goes with the decision that it was typed for', async () => {
      const { key } = await theEdit();
      await open(key);
      const { uri } = await active('grasp-merged');
      await reply(uri, 'rejectWithReason', ' too narrow ');
      const rejected = await until('the decision', async () => {
        const edit = await theEdit();
        return edit.decision === 'rejected' && edit;
      });
      assert.equal(rejected.said?.reason, 'too narrow');
      await until('the thread to say so', () =>
        bodies(thread(uri)).some((body) => body.endsWith('\n\ntoo narrow')),
      );
      await vscode.commands.executeCommand('grasp.edits.undo', key);
      await until('nothing decided', async () => (await theEdit()).decision === 'pending');
    });

    it('is kept when the decision cannot be carried out, and goes with the next', async () => {
      const before = await inFile();
      const { key } = await theEdit();
      await open(key);
      const { uri } = await active('grasp-merged');
      await writeFile(skill.fsPath, '---\nname: [x\n---\n');
      await until('it to be stale', async () => (await theEdit()).fit === 'stale');
      await reply(uri, 'acceptWithReason', 'we need it');
      assert.equal((await theEdit()).decision, 'pending');
      await until('the reason', () => bodies(thread(uri)).includes('we need it'));
      await writeFile(skill.fsPath, before);
      await until('it to fit', async () => (await theEdit()).fit === 'applies');
      await vscode.commands.executeCommand('grasp.edits.accept', key);
      assert.equal((await theEdit()).said?.reason, 'we need it');
      await until('it to be kept no longer', () => !bodies(thread(uri)).includes('we need it'));
      await vscode.commands.executeCommand('grasp.edits.undo', key);
      await until('nothing decided', async () => (await theEdit()).decision === 'pending');
      assert.equal(await inFile(), before);
    });
  });

  describe('a command of a row that was lost on the way', () => {
    it('does nothing to the edit in the editor', async () => {
      const { key } = await theEdit();
      await open(key);
      await active('grasp-merged');
      // What VS Code hands over for a row that was drawn anew in the moment it was clicked.
      await vscode.commands.executeCommand('grasp.edits.accept', undefined, undefined);
      assert.equal((await theEdit()).decision, 'pending');
    });
  });

  describe('the cursor', () => {
    it('stands at the thread after a decision folded it, and marks nothing', async () => {
      const { key } = await theEdit();
      await open(key);
      const { uri } = await active('grasp-merged');
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      await vscode.commands.executeCommand('grasp.edits.accept', key);
      await until(
        'the thread to be folded',
        () => editor.selection.active.line === thread(uri).range?.end.line,
      );
      assert.ok(editor.selection.isEmpty);
      await vscode.commands.executeCommand('grasp.edits.undo', key);
      await until('nothing decided', async () => (await theEdit()).decision === 'pending');
    });
  });

  describe('a new skill in a low editor', () => {
    it('is scrolled to where its thread begins', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('workbench.panel.output.focus');
      const added = (await edits(run)).find(
        ({ candidate }) => candidate.judged.edits[0]?.action === 'ADD',
      );
      assert.ok(added);
      await open(added.key);
      const { uri } = await active('grasp-merged');
      const line = thread(uri).range?.end.line ?? 0;
      await until('the thread to be seen', () => {
        const [seen] = vscode.window.activeTextEditor?.visibleRanges ?? [];
        return seen !== undefined && seen.start.line > 0 && seen.start.line <= line;
      });
      await vscode.commands.executeCommand('workbench.action.closePanel');
    });
  });

  describe('for those who have the editor read to them', () => {
    it('an edit is shown side by side, unless they chose', async () => {
      const editor = vscode.workspace.getConfiguration('editor');
      await editor.update('accessibilitySupport', 'on', vscode.ConfigurationTarget.Global);
      try {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        const { key } = await theEdit();
        await open(key);
        await until('a diff', () => {
          const it = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
          return it instanceof vscode.TabInputTextDiff;
        });
        await setLayout('inline');
        await open(key);
        await active('grasp-merged');
      } finally {
        await editor.update('accessibilitySupport', undefined, vscode.ConfigurationTarget.Global);
      }
    });
  });

  describe('what waits for review', () => {
    it('is opened by one command', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const all = await surroundings.edits.edits();
      const first = all.find(
        ({ decision, candidate }) =>
          decision === 'pending' && candidate.judged.verdict === 'accepted',
      );
      assert.ok(first);
      await vscode.commands.executeCommand('grasp.edits.review');
      const { uri } = await active('grasp-merged');
      assert.equal(evidence.documents.keyOf(uri), first.key);
    });

    it('can be shown for one run, and a run among the others', async () => {
      const [edit] = await edits(paired);
      await vscode.commands.executeCommand('grasp.edits.showOfRun', edit?.run);
      await vscode.commands.executeCommand('grasp.run.show', edit?.run.dir);
    });
  });

  describe('side by side', () => {
    it('shows the file beside a proposal that can be changed, saved and accepted', async () => {
      const before = await inFile();
      await setLayout('sideBySide');
      const { key } = await theEdit();
      await open(key);
      const input = await until('a diff', () => {
        const it = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return it instanceof vscode.TabInputTextDiff && it;
      });
      assert.equal(input.original.toString(), skill.toString());
      assert.equal(input.modified.scheme, 'grasp-proposal');
      assert.equal(thread(input.modified).contextValue, 'pending');
      const proposal = await vscode.workspace.openTextDocument(input.modified);
      const text = proposal.getText();
      assert.match(text, /Take the entry with the greatest/);

      const change = new vscode.WorkspaceEdit();
      const at = text.indexOf('Take the entry with the greatest');
      const place = proposal.positionAt(at);
      change.replace(input.modified, new vscode.Range(place, place.translate(0, 4)), 'Choose');
      assert.ok(await vscode.workspace.applyEdit(change));
      assert.ok(await proposal.save());
      await until('the draft', async () => (await theEdit()).draft !== undefined);
      assert.equal(await inFile(), before);
      await until('the note', () =>
        bodies(thread(input.modified)).some((body) => body.startsWith('You changed this proposal')),
      );

      surroundings.edits.drafts.get(key);
      await vscode.commands.executeCommand('grasp.edits.submitReason', {
        thread: thread(input.modified),
        text: 'clearer',
      });
      await until('the reason', () => bodies(thread(input.modified)).includes('clearer'));
      await vscode.commands.executeCommand('grasp.edits.accept', key);
      await until('the edit to be accepted', async () => (await theEdit()).decision === 'accepted');
      assert.match(await inFile(), /Choose the entry with the greatest/);
      assert.equal((await theEdit()).said?.reason, 'clearer');

      await open(key);
      await until('the real file on the right', () => {
        const it = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return it instanceof vscode.TabInputTextDiff && it.modified.toString() === skill.toString();
      });
      assert.equal(thread(skill).contextValue, 'accepted');
      await vscode.commands.executeCommand('grasp.edits.undo', key);
      await until('nothing decided', async () => (await theEdit()).decision === 'pending');
      assert.equal(await inFile(), before);
    });

    it('keeps a proposal out of reach where it cannot be taken', async () => {
      await setLayout('sideBySide');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const rejected = (await edits(run)).find(
        ({ candidate }) => candidate.judged.edits[0]?.action === 'ADD',
      );
      assert.ok(rejected);
      await vscode.commands.executeCommand('grasp.edits.reject', rejected.key);
      await until(
        'the decision',
        async () =>
          (await edits(run)).find(({ key }) => key === rejected.key)?.decision === 'rejected',
      );
      await open(rejected.key);
      const input = await until('a diff', () => {
        const it = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return it instanceof vscode.TabInputTextDiff && it;
      });
      assert.deepEqual(
        [input.original.scheme, input.modified.scheme],
        ['grasp-version', 'grasp-version'],
      );
      await vscode.commands.executeCommand('grasp.edits.undo', rejected.key);
    });
  });
});
