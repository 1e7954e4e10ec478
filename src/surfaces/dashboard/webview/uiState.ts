import { isRecord } from '../../../store/json';

export const tabs = ['curve', 'matrix', 'cost'] as const;
export type Tab = (typeof tabs)[number];

export const verdictFilters = [
  'all',
  'accepted',
  'rejected',
  'revise',
  'inconclusive',
  'overridden',
  'applied',
] as const;
export type VerdictFilter = (typeof verdictFilters)[number];

/** What the person has set in the page; it outlives the page. */
export interface UiState {
  readonly tab: Tab;
  /** `undefined`: as fits the number of runs. */
  readonly showDev: boolean | undefined;
  readonly verdict: VerdictFilter;
  /** `auto`: all of them, or the latest where all would be too many. */
  readonly epoch: number | 'all' | 'auto';
  /** Scroll positions: of the page, and of the table of candidates. */
  readonly scroll: { readonly page: number; readonly left: number; readonly top: number };
}

export const startState: UiState = {
  tab: 'curve',
  showDev: undefined,
  verdict: 'all',
  epoch: 'auto',
  scroll: { page: 0, left: 0, top: 0 },
};

/** Whatever was kept, as far as it makes sense. */
export function readUiState(kept: unknown): UiState {
  if (!isRecord(kept)) return startState;
  const scroll = isRecord(kept.scroll) ? kept.scroll : {};
  return {
    tab: tabs.find((tab) => tab === kept.tab) ?? startState.tab,
    showDev: typeof kept.showDev === 'boolean' ? kept.showDev : undefined,
    verdict: verdictFilters.find((verdict) => verdict === kept.verdict) ?? startState.verdict,
    epoch:
      kept.epoch === 'all' || Number.isInteger(kept.epoch)
        ? (kept.epoch as number | 'all')
        : startState.epoch,
    scroll: {
      page: position(scroll.page),
      left: position(scroll.left),
      top: position(scroll.top),
    },
  };
}

function position(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : 0;
}

/** Holds the state and hands every change on to be kept. */
export class UiStore {
  constructor(
    public state: UiState,
    private readonly keep: (state: UiState) => void,
  ) {}

  change(changes: Partial<UiState>): void {
    this.state = { ...this.state, ...changes };
    this.keep(this.state);
  }
}
