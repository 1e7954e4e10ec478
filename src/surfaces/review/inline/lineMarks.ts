import * as vscode from 'vscode';
import { color } from '../../common/ids';

type Type = vscode.TextEditorDecorationType;

/** How lines of a merged document look. */
export interface LineMarks {
  readonly removed: Type;
  readonly added: Type;
  readonly removedWords: Type;
  readonly addedWords: Type;
  readonly leftOut: Type;
  readonly title: Type;
  /** Unchanged lines stand under the text of the marked ones. */
  readonly same: Type;
}

/** Room for the mark; the editor does not know of it when it breaks lines. */
const MARGIN = '2ch';
/** Beside the border that contrast themes have. */
const SHIFTED = { margin: '0 0 0 2px', width: 'calc(2ch - 2px)' };

/** Colours of the diff editor, and a mark before each changed line, so that colour is never alone. */
export function lineMarks(keep: (type: Type) => Type): LineMarks {
  const make = (options: vscode.DecorationRenderOptions): Type =>
    keep(vscode.window.createTextEditorDecorationType(options));
  const theme = (id: string): vscode.ThemeColor => new vscode.ThemeColor(id);
  const line = (what: 'removed' | 'inserted', sign: string, border: string, ink: string): Type =>
    make({
      isWholeLine: true,
      backgroundColor: theme(`diffEditor.${what}LineBackground`),
      overviewRulerColor: theme(`diffEditorOverview.${what}Foreground`),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
      // Contrast themes have no backgrounds.
      borderWidth: '0 0 0 2px',
      borderStyle: 'solid',
      borderColor: theme(border),
      before: { contentText: sign, ...SHIFTED, color: theme(ink) },
    });
  const words = (what: 'removed' | 'inserted', border: string): Type =>
    make({
      backgroundColor: theme(`diffEditor.${what}TextBackground`),
      // An outline, because a border would move the text.
      outlineWidth: '1px',
      outlineStyle: 'dashed',
      outlineColor: theme(border),
    });
  return {
    removed: line(
      'removed',
      '−',
      color.removedLineBorder,
      'gitDecoration.deletedResourceForeground',
    ),
    added: line('inserted', '+', color.addedLineBorder, 'gitDecoration.addedResourceForeground'),
    removedWords: words('removed', color.removedLineBorder),
    addedWords: words('inserted', color.addedLineBorder),
    leftOut: make({ opacity: '0.55' }),
    title: make({
      isWholeLine: true,
      fontWeight: 'bold',
      backgroundColor: theme('diffEditor.unchangedRegionBackground'),
    }),
    same: make({ before: { contentText: '\u00a0', width: MARGIN } }),
  };
}
