import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';
import { Disposables } from '../../common/disposables';
import type { KnownLibrary, LibrariesChange, Libraries } from '../../common/libraries';
import type { RunCatalog } from '../../common/runCatalog';
import { diagnosticOf } from './diagnosticOf';
import { lintPlaceOf } from './lintPlace';
import type { LintPlace } from './lintPlace';
import { profileOf } from './profileOf';

const PAUSE_MS = 250;
/** The editor has more urgent things to do while it starts. */
const START_MS = 800;
const AT_ONCE = 40;

/**
 * Checks skill files and shows what should be mended: those that are open as they stand in the editor, saved or
 * not, the others of every library as they are on disk.
 */
export class SkillLint implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #diagnostics = this.#disposables.add(
    vscode.languages.createDiagnosticCollection('grasp.skills'),
  );
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #problems = new Map<string, readonly SkillProblem[]>();
  /** Files of each library that were checked, so that those that are gone can be forgotten. */
  readonly #checked = new Map<string, ReadonlySet<string>>();
  readonly #pauses = new Map<string, NodeJS.Timeout>();
  readonly #start: NodeJS.Timeout;
  /** Libraries are checked one after the other: the last word is that of the last reading. */
  #turn: Promise<void> = Promise.resolve();

  /** Some file has other problems than before. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly libraries: Libraries,
    private readonly runs: Pick<RunCatalog, 'roots'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.#disposables.add(workspace.onDidOpenTextDocument((it) => this.#soon(it, 0)));
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, PAUSE_MS)),
    );
    this.#disposables.add(workspace.onDidCloseTextDocument((it) => this.#closed(it)));
    this.#disposables.add(libraries.onDidChange((change) => void this.#moved(change)));
    this.#start = setTimeout(() => void this.checkAll(), START_MS);
  }

  /** What was found in this file, when it was looked at last. */
  problemsOf(uri: vscode.Uri): readonly SkillProblem[] {
    return this.#problems.get(uri.toString()) ?? [];
  }

  /** Checks every skill of every library, and every open one. */
  checkAll(): Promise<void> {
    return this.#inTurn(async () => {
      const libraries = await this.libraries.list();
      const dirs = new Set(libraries.map(({ dir }) => dir));
      for (const [dir, files] of this.#checked) {
        if (dirs.has(dir)) continue;
        this.#checked.delete(dir);
        for (const file of files) this.#show(vscode.Uri.file(file), []);
      }
      for (const library of libraries) await this.#checkLibrary(library);
      for (const document of vscode.workspace.textDocuments) await this.check(document);
    });
  }

  /** Checks a document as it stands; files that are no skills have no problems. */
  async check(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    if (uri.scheme !== 'file' || !/\.md$/i.test(uri.fsPath)) return;
    const place = await lintPlaceOf(uri, this.libraries, this.runs);
    if (place === undefined) return this.#show(uri, []);
    const problems = await this.#find(place, document.getText());
    // What was typed in the meantime has its own turn.
    if (document.version !== version || document.isClosed) return;
    this.#show(uri, problems, (line) =>
      line < document.lineCount ? document.lineAt(line).text : '',
    );
  }

  dispose(): void {
    clearTimeout(this.#start);
    for (const pause of this.#pauses.values()) clearTimeout(pause);
    this.#disposables.dispose();
  }

  #moved(change: LibrariesChange): Promise<void> {
    if (change.kind === 'list') return this.checkAll();
    return this.#inTurn(() => this.#checkLibrary(change.library));
  }

  async #checkLibrary(library: KnownLibrary): Promise<void> {
    const folder = await this.libraries.read(library).catch(() => undefined);
    const { lintSkill } = await import('../../../engine/skill/lint');
    const profile = profileOf(library);
    const found = new Map<
      string,
      { problems: readonly SkillProblem[]; lines?: readonly string[] }
    >();
    for (const [at, skill] of (folder?.skills ?? []).entries()) {
      if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
      const problems = lintSkill(skill, profile);
      found.set(
        skill.file,
        problems.length === 0 ? { problems } : { problems, lines: skill.text.split('\n') },
      );
    }
    for (const problem of folder?.problems ?? []) {
      const known = found.get(problem.file) ?? { problems: [] };
      if (known.problems.some(({ code }) => code === problem.code)) continue;
      found.set(problem.file, { ...known, problems: [...known.problems, problem] });
    }
    const open = new Map(
      vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document]),
    );
    const files = new Set<string>();
    for (const [file, { problems, lines }] of found) {
      const uri = vscode.Uri.file(join(library.dir, file));
      files.add(uri.fsPath);
      const document = open.get(uri.toString());
      if (document === undefined) this.#show(uri, problems, (line) => lines?.[line] ?? '');
      else await this.check(document);
    }
    for (const file of this.#checked.get(library.dir) ?? []) {
      if (!files.has(file)) this.#show(vscode.Uri.file(file), []);
    }
    this.#checked.set(library.dir, files);
  }

  async #find(
    { file, profile, library }: LintPlace,
    text: string,
  ): Promise<readonly SkillProblem[]> {
    const { lintSkill } = await import('../../../engine/skill/lint');
    const problems = lintSkill({ text, file }, profile);
    if (library === undefined) return problems;
    const { isOfTheLibrary } = await import('../fixes/fixesFor');
    const folder = await this.libraries.read(library).catch(() => undefined);
    const ofLibrary = folder?.problems.filter((it) => it.file === file && isOfTheLibrary(it.code));
    return [...problems, ...(ofLibrary ?? [])];
  }

  #soon(document: vscode.TextDocument, pauseMs: number): void {
    const { uri } = document;
    if (uri.scheme !== 'file' || !/\.md$/i.test(uri.fsPath)) return;
    const key = uri.toString();
    clearTimeout(this.#pauses.get(key));
    const work = (): void => {
      this.#pauses.delete(key);
      void this.#safely(() => this.check(document));
    };
    this.#pauses.set(key, setTimeout(work, pauseMs));
  }

  /** What was not saved is gone: the file on disk counts again. */
  #closed({ uri }: vscode.TextDocument): void {
    if (!this.#problems.has(uri.toString())) return;
    void this.#inTurn(async () => {
      const place = await lintPlaceOf(uri, this.libraries, this.runs);
      if (place?.library !== undefined) await this.#checkLibrary(place.library);
      // It may have gone from disk while it was open.
      const isThere = this.#checked.get(place?.library?.dir ?? '')?.has(uri.fsPath) === true;
      if (!isThere) this.#show(uri, []);
    });
  }

  #show(
    uri: vscode.Uri,
    problems: readonly SkillProblem[],
    textOf?: (line: number) => string,
  ): void {
    const key = uri.toString();
    const before = this.#problems.get(key)?.length ?? 0;
    if (problems.length === 0) {
      this.#problems.delete(key);
      this.#diagnostics.delete(uri);
    } else {
      this.#problems.set(key, problems);
      this.#diagnostics.set(
        uri,
        problems.map((it) => diagnosticOf(it, textOf?.((it.line ?? 1) - 1))),
      );
    }
    if (before > 0 || problems.length > 0) this.#changed.fire();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(() => this.#safely(work));
    return this.#turn;
  }

  async #safely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
    }
  }
}
