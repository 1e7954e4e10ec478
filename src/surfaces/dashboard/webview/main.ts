/** The page of a dashboard. It knows what the host posts, and nothing else of the world. */
import { isRecord } from '../../../store/json';
import type { DashboardData } from '../model/dashboardData';
import { applyChange } from '../protocol/changes';
import { isToPage, type Session, type Texts, type ToHost, type ToPage } from '../protocol/messages';
import { button, el, fill } from './dom';
import { Page } from './page';
import { readUiState, UiStore, type UiState } from './uiState';
import { Words } from './words';

declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: Session & { readonly ui: UiState }): void;
};

const host = acquireVsCodeApi();
const root = document.querySelector('main') ?? document.body;
const post = (message: ToHost): void => host.postMessage(message);

const kept = host.getState();
let session: Session | undefined;
const ui = new UiStore(readUiState(isRecord(kept) ? kept.ui : undefined), keep);

let texts: Texts = {};
let shown: { readonly page: Page; version: number; data: DashboardData } | undefined;

/** What survives a hidden tab and a reload of the window. */
function keep(): void {
  if (session) host.setState({ ...session, ui: ui.state });
}

function receive(message: ToPage): void {
  switch (message.type) {
    case 'show': {
      session = message.session;
      document.documentElement.lang = message.language;
      texts = message.texts;
      const isNew = shown === undefined;
      const page = shown?.page ?? newPage(new Words(texts, message.language));
      shown = { page, version: message.version, data: message.data };
      page.show(message.data);
      if (isNew) window.scrollTo({ top: ui.state.scroll.page, behavior: 'instant' });
      keep();
      break;
    }
    case 'change':
      if (!shown || message.version !== shown.version + 1) {
        // Something was missed; everything, please.
        post({ type: 'ready' });
        return;
      }
      shown.version = message.version;
      shown.data = message.changes.reduce(applyChange, shown.data);
      shown.page.show(shown.data);
      break;
    case 'problem':
      session = message.session;
      shown = undefined;
      showProblem(message);
      keep();
      break;
  }
}

function newPage(words: Words): Page {
  return new Page({ words, ui, post }, root);
}

/** Never a blank page: whatever is wrong is said, with what to do. */
function showProblem(problem: {
  readonly message: string;
  readonly hint: string;
  readonly choose: string;
}): void {
  fill(
    root,
    el(
      'div',
      { class: 'problem', attributes: { role: 'alert' } },
      el('p', {}, problem.message),
      el('p', {}, problem.hint),
      button(problem.choose, () => post({ type: 'command', command: 'chooseRun' })),
    ),
  );
}

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPage(data)) return;
  try {
    receive(data);
  } catch (error) {
    const words = new Words(data.type === 'show' ? data.texts : texts, '');
    shown = undefined;
    showProblem({
      message: words.of('broken', String(error)),
      hint: words.of('brokenHint'),
      choose: words.of('chooseRun'),
    });
    post({ type: 'failed', message: error instanceof Error ? (error.stack ?? '') : String(error) });
  }
});
let scrolled = 0;
window.addEventListener('scroll', () => {
  cancelAnimationFrame(scrolled);
  scrolled = requestAnimationFrame(() =>
    ui.change({ scroll: { ...ui.state.scroll, page: window.scrollY } }),
  );
});
post({ type: 'ready' });
