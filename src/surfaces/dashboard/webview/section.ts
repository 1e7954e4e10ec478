import type { DashboardData } from '../model/dashboardData';
import type { ToHost } from '../protocol/messages';
import type { UiStore } from './uiState';
import type { Words } from './words';

/** What every part of the page is given. */
export interface PageContext {
  readonly words: Words;
  readonly ui: UiStore;
  post(message: ToHost): void;
}

/** A part of the page. It keeps its elements when the data change, so that focus and selection stay. */
export interface Section {
  readonly element: HTMLElement;
  update(data: DashboardData): void;
}
