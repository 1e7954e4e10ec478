/** What the host and the page of a dashboard tell each other, and the guards that every message passes. */
import {
  isList,
  isMap,
  isNumber,
  isShape,
  isString,
  isWord,
  type Guard,
} from '../../../store/guards';
import { isRecord } from '../../../store/json';
import type { DashboardData } from '../model/dashboardData';
import type { Change } from './changes';
import { isCost, isData, isHeader, isMatrix, isRow, isRuns } from './guards';

/** What a page keeps over a reload of the window, for the host; directories of runs. */
export interface Session {
  readonly run: string;
  readonly compared: readonly string[];
}

export type Texts = Readonly<Record<string, string>>;

export type ToPage =
  /** Everything anew; later changes count on from `version`. */
  | {
      readonly type: 'show';
      readonly version: number;
      readonly texts: Texts;
      /** Of the editor, as in `de` or `pt-br`. */
      readonly language: string;
      readonly session: Session;
      readonly data: DashboardData;
    }
  | { readonly type: 'change'; readonly version: number; readonly changes: readonly Change[] }
  /** The run cannot be read; `hint` says what to do, and `choose` is the text of the button that does it. */
  | {
      readonly type: 'problem';
      readonly message: string;
      readonly hint: string;
      readonly choose: string;
      readonly session: Session;
    };

export type PageCommand = 'showEdits' | 'openFolder' | 'compare' | 'chooseRun';

export type ToHost =
  /** The page is there, or has missed a change: it wants everything. */
  | { readonly type: 'ready' }
  | { readonly type: 'command'; readonly command: PageCommand }
  | { readonly type: 'openEdit'; readonly id: string }
  | { readonly type: 'uncompare'; readonly key: string }
  /** The page itself broke; for the log. */
  | { readonly type: 'failed'; readonly message: string };

export const isSession = isShape<Session>({ run: isString, compared: isList(isString) });
const isCommand = isWord<PageCommand>({
  showEdits: true,
  openFolder: true,
  compare: true,
  chooseRun: true,
});

const changeGuards: Readonly<
  Record<string, (change: Readonly<Record<string, unknown>>) => boolean>
> = {
  header: ({ value }) => isHeader(value),
  runs: ({ value }) => isRuns(value),
  cost: ({ value }) => isCost(value),
  matrix: ({ value }) => isMatrix(value),
  rows: ({ moreProbes, moreStatuses, rows }) =>
    isList(isString)(moreProbes) && isList(isString)(moreStatuses) && isList(isIndexed)(rows),
};

const isIndexed: Guard<readonly unknown[]> = (value): value is readonly unknown[] =>
  Array.isArray(value) && value.length === 2 && isIndex(value[0]) && isRow(value[1]);

const isIndex = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

const isChange: Guard<Change> = (value): value is Change =>
  isRecord(value) &&
  typeof value.part === 'string' &&
  Object.hasOwn(changeGuards, value.part) &&
  changeGuards[value.part]?.(value) === true;

export const isToPage: Guard<ToPage> = (value): value is ToPage => {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case 'show':
      return (
        isNumber(value.version) &&
        isMap(isString)(value.texts) &&
        isString(value.language) &&
        isSession(value.session) &&
        isData(value.data)
      );
    case 'change':
      return isNumber(value.version) && isList(isChange)(value.changes);
    case 'problem':
      return (
        isString(value.message) &&
        isString(value.hint) &&
        isString(value.choose) &&
        isSession(value.session)
      );
    default:
      return false;
  }
};

export const isToHost: Guard<ToHost> = (value): value is ToHost => {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case 'ready':
      return true;
    case 'command':
      return isCommand(value.command);
    case 'openEdit':
      return isString(value.id);
    case 'uncompare':
      return isString(value.key);
    case 'failed':
      return isString(value.message);
    default:
      return false;
  }
};
