import { createLogUpdate } from 'log-update';
import type { RunEvent } from '../engine/learn/events';
import type { Clock } from '../engine/ports';
import type { Usage } from '../engine/types';
import { overflowTeller } from './report/overflowLine';
import { progressLines } from './report/progressLines';
import { noProposals, tallyProposal } from './report/proposalTally';
import { nextStatus, startStatus, statusLine } from './report/statusLine';
import type { Session } from './session';
import type { Terminal } from './terminal';

const REPAINT_MS = 120;
/** For terminals that do not say how wide they are. */
const DEFAULT_WIDTH = 80;

/** Shows a run while it goes on: permanent lines, and on a terminal one live line under them. */
export class ProgressView {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  readonly #spent: () => Usage;
  readonly #dir: string;
  readonly #startedAt: number;
  readonly #paint: ReturnType<typeof createLogUpdate> | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #status = startStatus;
  #proposals = noProposals;
  readonly #overflow = overflowTeller();

  constructor({ terminal, clock }: Session, dir: string, spent: () => Usage) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#dir = dir;
    this.#spent = spent;
    this.#startedAt = clock.now();
    if (!terminal.live) return;
    this.#paint = createLogUpdate(terminal.live);
    this.#timer = setInterval(() => this.#repaint(), REPAINT_MS).unref();
  }

  /** What the run had done before it was resumed: it is not told again, but the run goes on from there. */
  recall(event: RunEvent): void {
    this.#status = nextStatus(this.#status, event);
    this.#proposals = tallyProposal(this.#proposals, event);
  }

  show(event: RunEvent): void {
    this.recall(event);
    const view = { dir: this.#dir, colours: this.#terminal.colours };
    const overflow = this.#overflow(event);
    const lines = [
      ...(overflow === undefined ? [] : [view.colours.yellow(`  ${overflow}`)]),
      ...progressLines(event, view, this.#proposals),
    ];
    if (lines.length > 0) this.say(lines);
  }

  /** Permanent lines, above the live one. */
  say(lines: readonly string[]): void {
    this.#paint?.clear();
    for (const line of lines) this.#terminal.say(line);
    this.#repaint();
  }

  /** Takes the live line away; nothing is shown after this. */
  close(): void {
    clearInterval(this.#timer);
    this.#paint?.clear();
    this.#paint?.done();
  }

  #repaint(): void {
    const seconds = (this.#clock.now() - this.#startedAt) / 1000;
    const width = this.#terminal.live?.columns || DEFAULT_WIDTH;
    this.#paint?.(statusLine(this.#status, this.#spent(), seconds, width));
  }
}
