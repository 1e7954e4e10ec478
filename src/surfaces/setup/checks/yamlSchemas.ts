import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fileKind } from '../../common/fileKinds';

const YAML_EXTENSION = 'redhat.vscode-yaml';
const SCHEME = 'grasp-schema';

/** Schemas by their name in an address of ours, relative to the extension. */
const SCHEMAS: Readonly<Record<string, string>> = {
  config: 'configs/grasp.schema.json',
  preset: 'configs/agents/preset.schema.json',
  suite: 'configs/suite.schema.json',
};

interface YamlExtension {
  registerContributor(
    schema: string,
    requestSchema: (resource: string) => string | undefined,
    requestSchemaContent: (uri: string) => string | undefined,
    label?: string,
  ): boolean;
}

/**
 * Where the YAML extension is installed, it completes and checks our files by their JSON schemas. The
 * manifest names those that are ours by name; here it is told of the rest by what they say, because other
 * tools have files of the same names. Done when the first of them is opened.
 */
export function offerYamlSchemas(
  extensionPath: string,
  isSuite: (path: string) => boolean,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const kindOf = (document: vscode.TextDocument): string | undefined => {
    const { fsPath } = document.uri;
    return fileKind(fsPath, document.getText()) ?? (isSuite(fsPath) ? 'suite' : undefined);
  };
  const offer = async (document: vscode.TextDocument): Promise<void> => {
    if (document.languageId !== 'yaml' || kindOf(document) === undefined) return;
    listener.dispose();
    const yaml = vscode.extensions.getExtension<YamlExtension | undefined>(YAML_EXTENSION);
    const api = await yaml?.activate();
    api?.registerContributor(
      SCHEME,
      (resource) => {
        const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === resource);
        const kind = open && kindOf(open);
        return kind === undefined ? undefined : `${SCHEME}://grasp/${kind}`;
      },
      (uri) => {
        const file = SCHEMAS[vscode.Uri.parse(uri).path.slice(1)];
        return file === undefined ? undefined : readFileSync(join(extensionPath, file), 'utf8');
      },
      'GRASP',
    );
  };
  const offerQuietly = (document: vscode.TextDocument): void => {
    offer(document).catch((error: unknown) => log.warn(`${YAML_EXTENSION}: ${String(error)}`));
  };
  const listener = vscode.workspace.onDidOpenTextDocument(offerQuietly);
  vscode.workspace.textDocuments.forEach(offerQuietly);
  return listener;
}
