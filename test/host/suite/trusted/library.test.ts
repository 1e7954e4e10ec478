/** The library in the real editor: which libraries there are, their checks and fixes, versions, previews. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import type { TreeNode } from '../../../../src/surfaces/library/tree/libraryNode';
import { LibraryTree } from '../../../../src/surfaces/library/tree/libraryTree';
import { activated, inWorkspace, until } from '../../inHost/support';

const root = 'library-suite';
const flat = `${root}/flat`;
const folders = `${root}/folders`;
const { fs } = vscode.workspace;

const skill = (name: string, version: number, rule: string, more = ''): string =>
  `---\nname: ${name}\ndescription: Adds rows up. Use when a total is asked for.\nversion: ${version}\n${more}---\n\n# Rows\n\n${rule}\n`;
const packaged = `---\nname: plan-route\ndescription: Plans a route. Use when asked how to get somewhere.\n---\n\n# Plan\n\nLook it up.\n`;
const provenance =
  'provenance:\n  action: MODIFY\n  parent_version: 1\n  fixes: 4\n  regressions: 0\n';
const config = (libraryDir: string): string =>
  `task:\n  kind: quickstart\nagent_preset: simulated\nskills:\n  library_dir: ${libraryDir}\ncycle:\n  epochs: 1\n`;

async function write(path: string, text: string): Promise<vscode.Uri> {
  const uri = inWorkspace(path);
  await fs.writeFile(uri, Buffer.from(text, 'utf8'));
  return uri;
}

const read = async (path: string): Promise<string> =>
  Buffer.from(await fs.readFile(inWorkspace(path))).toString('utf8');

const exists = (path: string): Promise<boolean> =>
  Promise.resolve(fs.stat(inWorkspace(path))).then(
    () => true,
    () => false,
  );

const codesOf = (uri: vscode.Uri): readonly unknown[] =>
  vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'GRASP')
    .map(({ code }) => code);

async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, all, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function fixes(uri: vscode.Uri): Promise<readonly vscode.CodeAction[]> {
  const [diagnostic] = vscode.languages.getDiagnostics(uri);
  assert.ok(diagnostic);
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
  );
  return found.filter(({ edit }) => edit !== undefined);
}

describe('the library', () => {
  let surroundings: Surroundings;
  let tree: LibraryTree;

  before(async () => {
    // What is not saved is what this is about; in a browser the editor saves by itself.
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
    surroundings = (await activated<Surroundings>()).exports;
    const { libraries, log } = surroundings;
    await write(`${flat}/sum_rows.md`, skill('sum_rows', 2, 'Add them twice.', provenance));
    await write(`${flat}/.history/sum_rows_v1.md`, skill('sum_rows', 1, 'Add them.'));
    await write(`${flat}/.history/gone_v3.md`, skill('gone', 3, 'Went.'));
    await write(`${flat}/broken.md`, '---\nname: broken\n');
    await write(`${folders}/plan-route/SKILL.md`, packaged);
    await write(`${folders}/plan-route/references/lines.md`, '---\nnot: closed\n');
    await write('configs/library-flat.yaml', config(flat));
    await write('configs/library-missing.yaml', config(`${root}/missing`));
    // Of what the checks find the tree only counts: the extension's own are looked at through the editor.
    const lint = { onDidChange: new vscode.EventEmitter<void>().event, problemsOf: () => [] };
    tree = new LibraryTree(libraries, lint, log);
    await until('the libraries', async () =>
      (await libraries.list()).some(({ label }) => label === `${root}/missing`),
    );
    // While somebody sees it, nothing depends on the editor's watcher, which misses much of what lies in new folders.
    await vscode.commands.executeCommand('grasp.library.focus');
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  after(async () => {
    tree.dispose();
    for (const path of [root, 'configs/library-flat.yaml', 'configs/library-missing.yaml']) {
      await fs.delete(inWorkspace(path), { recursive: true });
    }
    await until('the libraries to go', async () =>
      (await surroundings.libraries.list()).every(({ label }) => !label.startsWith(root)),
    );
  });

  async function nodes(label: string): Promise<readonly TreeNode[]> {
    const libraries = await tree.getChildren();
    const library = libraries.find((it) => it.library.label === label);
    assert.ok(library, label);
    return tree.getChildren(library);
  }

  async function versionsOf(name: string): Promise<readonly TreeNode[]> {
    const found = (await nodes(flat)).find((it) => it.kind === 'skill' && it.skill.name === name);
    assert.ok(found);
    return tree.getChildren(found);
  }

  const labels = (some: readonly TreeNode[]): readonly string[] =>
    some.map((node) => {
      const { label, description } = tree.getTreeItem(node);
      return `${String(label)} | ${String(description)}`;
    });

  it('finds the libraries of configurations and of SKILL.md files, not those of runs', async () => {
    const found = await surroundings.libraries.list();
    const told = new Map(found.map((it) => [it.label, it]));
    assert.equal(told.get('skills/quickstart')?.configs.length, 1);
    assert.deepEqual(
      [told.get(flat)?.layout, told.get(flat)?.exists, told.get(flat)?.configs.length],
      ['flat', true, 1],
    );
    assert.deepEqual([told.get(folders)?.layout, told.get(folders)?.configs.length], ['folder', 0]);
    assert.equal(told.get(`${root}/missing`)?.exists, false);
    assert.ok(found.every(({ label }) => !label.startsWith('runs')));
  });

  it('knows which skill of which library a file is', async () => {
    const { libraries } = surroundings;
    const of = (path: string) => libraries.of(inWorkspace(path));
    assert.equal((await of(`${flat}/sum_rows.md`))?.name, 'sum_rows');
    assert.equal((await of(`${flat}/sum_rows.md`))?.library.label, flat);
    assert.equal((await of(`${flat}/broken.md`))?.name, 'broken');
    assert.equal((await of(`${folders}/plan-route/SKILL.md`))?.file, 'plan-route/SKILL.md');
    assert.equal(await of(`${folders}/plan-route/references/lines.md`), undefined);
    assert.equal(await of(`${flat}/.history/sum_rows_v1.md`), undefined);
    assert.equal(await of('runs/quickstart/skills/learned/x.md'), undefined);
  });

  it('shows skills with their lift, broken files with their problem, and removed skills', async () => {
    assert.deepEqual(labels(await nodes(flat)), [
      'sum_rows | v2 · +4 −0 in its last update',
      'broken.md | The frontmatter is not closed.',
      'gone | removed · last was v3',
    ]);
    assert.deepEqual(labels(await versionsOf('sum_rows')), [
      'v2 | current · MODIFY · +4 −0',
      'v1 | ',
    ]);
    assert.deepEqual(labels(await nodes(`${root}/missing`)), [
      `Create ${root}/missing | the folder is not there yet`,
    ]);
  });

  it('tells where a skill comes from in its tooltip', async () => {
    const [node] = await nodes(flat);
    assert.ok(node);
    const { tooltip } = tree.resolveTreeItem(tree.getTreeItem(node), node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /\| Probes fixed \| 4 \|/);
    assert.equal(tooltip.isTrusted, false);
    assert.equal(tooltip.supportHtml, false);
  });

  it('sees what the editor is not told of, while it is looked at', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'linked-'));
    const link = join(inWorkspace(folders).fsPath, 'linked');
    await symlink(elsewhere, link);
    const problems = async () => {
      const library = await surroundings.libraries.find(inWorkspace(folders).fsPath);
      const folder = library && (await surroundings.libraries.read(library));
      return folder?.problems.map(({ code }) => code) ?? [];
    };
    assert.deepEqual(await problems(), []);
    // What it takes to tell of the link itself.
    await setTimeout(1_000);
    await writeFile(join(elsewhere, 'SKILL.md'), packaged);
    await until('the problem', async () => (await problems()).includes('outside-folder'));
    await rm(join(elsewhere, 'SKILL.md'));
    await until('the problem to go', async () => (await problems()).length === 0);
    await rm(link);
    await rm(elsewhere, { recursive: true });
  });

  it('spells out in a problem what a name holds that cannot be seen', async () => {
    const uri = await write(`${flat}/rows\u202edm.md`, skill('rows_md', 1, 'Add them.'));
    await until('the problem', () => codesOf(uri).includes('name-mismatch'));
    const messages = vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    assert.match(messages.join(), /is called "rows\\u202edm"/);
    await fs.delete(uri);
    await until('the problem to go', () => codesOf(uri).length === 0);
  });

  it('checks a skill as it is typed, and mends it as one step', async () => {
    const uri = inWorkspace(`${folders}/plan-route/SKILL.md`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    assert.deepEqual(codesOf(uri), []);
    await type(document, packaged.replace('Plans a route.', 'Plans: a route.'));
    await until('the problem', () => codesOf(uri).includes('broken-yaml'));
    const found = await fixes(uri);
    assert.deepEqual(
      found.map(({ title, isPreferred }) => [title, isPreferred]),
      [['Put the value in quotes', true]],
    );
    assert.ok(found[0]?.edit && (await vscode.workspace.applyEdit(found[0].edit)));
    await until('the problem to go', () => codesOf(uri).length === 0);
    assert.equal(document.isDirty, true);
    assert.match(document.getText(), /^description: "Plans: a route\. Use when/m);
    await vscode.commands.executeCommand('undo');
    await until('the problem to come back', () => codesOf(uri).includes('broken-yaml'));
    assert.match(document.getText(), /^description: Plans: a route/m);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('the saved file to count', () => codesOf(uri).length === 0);
  });

  it('renames a folder that is called otherwise than its skill', async () => {
    await write(`${folders}/old-name/SKILL.md`, packaged.replace('plan-route', 'new-name'));
    const uri = inWorkspace(`${folders}/old-name/SKILL.md`);
    await vscode.window.showTextDocument(uri);
    await until('the problem', () => codesOf(uri).includes('name-mismatch'));
    const found = await fixes(uri);
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Name the skill "old-name"', 'Rename the folder to "new-name"'],
    );
    assert.ok(found[1]?.edit && (await vscode.workspace.applyEdit(found[1].edit)));
    assert.ok(await exists(`${folders}/new-name/SKILL.md`));
    assert.equal(await exists(`${folders}/old-name/SKILL.md`), false);
    await until('no problem', () =>
      [`old-name`, `new-name`].every(
        (name) => codesOf(inWorkspace(`${folders}/${name}/SKILL.md`)).length === 0,
      ),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.delete(inWorkspace(`${folders}/new-name`), { recursive: true });
  });

  it('leaves other Markdown alone', async () => {
    const uri = inWorkspace(`${folders}/plan-route/references/lines.md`);
    await vscode.window.showTextDocument(uri);
    const own = inWorkspace(`${flat}/broken.md`);
    await until('the checks', () => codesOf(own).includes('unclosed-frontmatter'));
    assert.deepEqual(codesOf(uri), []);
  });

  it('shows an earlier version beside the current one', async () => {
    const [, past] = await versionsOf('sum_rows');
    await vscode.commands.executeCommand('grasp.library.history', past);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'sum_rows: v1 ↔ current');
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    assert.equal(tab.input.original.scheme, 'grasp-version');
    assert.equal(tab.input.modified.toString(), inWorkspace(`${flat}/sum_rows.md`).toString());
    const left = await vscode.workspace.openTextDocument(tab.input.original);
    assert.equal(left.getText(), skill('sum_rows', 1, 'Add them.'));
  });

  it('compares with a version that is picked', async () => {
    const [current] = await versionsOf('sum_rows');
    const done = vscode.commands.executeCommand('grasp.library.compareVersions', current);
    const tab = await until('the comparison', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputTextDiff && activeTab;
    });
    await done;
    assert.equal(tab.label, 'sum_rows: v1 ↔ current');
  });

  it('restores a version as one step that can be undone', async () => {
    const before = await read(`${flat}/sum_rows.md`);
    const [, past] = await versionsOf('sum_rows');
    await vscode.commands.executeCommand('grasp.library.restore', past);
    const restored = await read(`${flat}/sum_rows.md`);
    assert.match(restored, /version: 3\n/);
    assert.match(restored, /Add them\.\n/);
    assert.match(restored, /parent_version: 1\n/);
    assert.equal(await read(`${flat}/.history/sum_rows_v2.md`), before);
    await until('the versions', async () => (await versionsOf('sum_rows')).length === 3);
    const [current] = labels(await versionsOf('sum_rows'));
    assert.equal(current, 'v3 | current · restored from v1');

    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), inWorkspace(`${flat}/sum_rows.md`).toString());
    await vscode.commands.executeCommand('undo');
    assert.equal(document?.getText(), before);
    await document?.save();
    await until('the versions', async () => (await versionsOf('sum_rows')).length === 2);
  });

  it('brings back a removed skill', async () => {
    const gone = (await nodes(flat)).find(({ kind }) => kind === 'removed');
    assert.ok(gone);
    const [past] = await tree.getChildren(gone);
    await vscode.commands.executeCommand('grasp.library.restore', past);
    assert.match(await read(`${flat}/gone.md`), /version: 4\n[^]*Went\.\n/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.delete(inWorkspace(`${flat}/gone.md`));
  });

  it('opens what the view shows, readable or not', async () => {
    await until('the files', async () => (await nodes(flat))[2]?.kind === 'removed');
    for (const node of (await nodes(flat)).slice(0, 2)) {
      await vscode.commands.executeCommand('grasp.library.openSkill', node);
      const name = node.kind === 'skill' ? 'sum_rows.md' : 'broken.md';
      const { activeTextEditor } = vscode.window;
      assert.equal(activeTextEditor?.document.uri.path.split('/').at(-1), name);
    }
  });

  it('is not led astray by arguments that were not made here', async () => {
    const outside = { kind: 'unread', library: { dir: '/etc' }, file: '../etc/passwd' };
    await vscode.commands.executeCommand('grasp.library.openSkill', outside);
    assert.equal(vscode.window.activeTextEditor, undefined);
    const library = await surroundings.libraries.find(inWorkspace(flat).fsPath);
    const climbing = { kind: 'unread', library, file: '../../configs/quickstart.yaml' };
    await vscode.commands.executeCommand('grasp.library.openSkill', climbing);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('previews what a sample sees, with text that is not saved', async () => {
    const file = inWorkspace('skills/quickstart/read_the_bundle.md');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await type(document, document.getText().replace('# Read the Bundle', '# Read it all \u202e'));
    const done = vscode.commands.executeCommand('grasp.library.preview');
    const preview = await until('the preview', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'grasp-version' && uri.path.endsWith('sees.txt'),
      );
    });
    await done;
    assert.equal(preview.languageId, 'plaintext');
    assert.match(
      preview.getText(),
      /Shown to the agent: 1 of 1\n\n1\. read_the_bundle\n {3}Selected: ranked 1 of 1/,
    );
    assert.match(preview.getText(), /Taken as it stands in the editor, not saved: read_the_bundle/);
    assert.match(preview.getText(), /# Read it all \\u202e/);
    await type(document, document.getText().replace('Read it all', 'Read on'));
    await until('the preview to follow', () => preview.getText().includes('# Read on'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
