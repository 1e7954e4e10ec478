import * as vscode from 'vscode';
import type { Sample } from '../../../engine/types';
import { Disposables } from '../../common/disposables';
import type { Libraries } from '../../common/libraries';
import type { VersionDocuments } from '../../common/versionDocuments';
import type { Project } from '../../probes/lab/lab';
import { previewText } from './previewText';

const PAUSE_MS = 300;

/** A document that shows what a sample sees, and follows the skills as they are written. */
export class LivePreview implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #key: string;
  #pause: NodeJS.Timeout | undefined;

  constructor(
    private readonly project: Project,
    private readonly sample: Sample,
    private readonly libraries: Libraries,
    private readonly documents: VersionDocuments,
  ) {
    this.#key = JSON.stringify(['preview', project.config, sample.id]);
    const { workspace } = vscode;
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document }) => void this.#wrote(document)),
    );
    this.#disposables.add(libraries.onDidChange(() => this.#soon()));
  }

  /** Opens it; ends with the document. */
  async show(): Promise<void> {
    const uri = this.documents.uri({
      key: this.#key,
      title: vscode.l10n.t('What {0} sees.txt', this.sample.id),
      read: () => this.#read(),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    this.#disposables.add(
      vscode.workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.dispose();
      }),
    );
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#disposables.dispose();
    void this.project.dispose();
  }

  async #read(): Promise<string> {
    const { project, sample } = this;
    const { withUnsaved } = await import('./unsavedLibrary');
    const { library: saved } = await project.library();
    const dir = project.libraryDir ?? '';
    const { library, unsaved, broken } = await withUnsaved(saved, dir, this.libraries);
    const scene = {
      sample: sample.id,
      description: sample.description,
      task: project.task,
      config: vscode.workspace.asRelativePath(project.config),
      library: vscode.workspace.asRelativePath(dir),
      unsaved,
      broken,
    };
    return previewText(await project.preview(library, sample), scene, vscode.l10n);
  }

  async #wrote({ uri }: vscode.TextDocument): Promise<void> {
    const place = await this.libraries.of(uri);
    if (place !== undefined && place.library.dir === this.project.libraryDir) this.#soon();
  }

  #soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.documents.changed(this.#key), PAUSE_MS);
  }
}
