import * as vscode from 'vscode';
import { parseSkill } from '../../../engine/skill/parseSkill';
import type { Library } from '../../../engine/skill/library';
import type { Libraries } from '../../common/libraries';

/** A library as it stands in the editor. */
export interface EditorLibrary {
  readonly library: Library;
  /** Skills taken with their unsaved text, and skills whose unsaved text cannot be read. */
  readonly unsaved: readonly string[];
  readonly broken: readonly string[];
}

/** The saved library with the unsaved texts of its open skills in place of the saved ones. */
export async function withUnsaved(
  saved: Library,
  dir: string,
  libraries: Libraries,
): Promise<EditorLibrary> {
  let library = saved;
  const unsaved: string[] = [];
  const broken: string[] = [];
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    const place = await libraries.of(document.uri);
    if (place?.library.dir !== dir) continue;
    try {
      library = library.put(parseSkill(document.getText(), place.file));
      unsaved.push(place.name);
    } catch {
      broken.push(place.name);
    }
  }
  return { library, unsaved, broken };
}
