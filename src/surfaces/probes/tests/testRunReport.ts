import * as vscode from 'vscode';
import { describeHere } from '../../common/describeHere';
import { visible } from '../../common/markdown';
import { lineAbout } from '../choice/sections';
import { armText } from '../compare/armText';
import type { MeasuredProbe } from '../lab/measurement';
import { aboutProbe, failureText, outcomeLine } from './outcomeText';

/** Puts outcomes of probes into a run of the Test Explorer. */
export class TestRunReport {
  readonly #open = new Set<vscode.TestItem>();

  constructor(
    readonly run: vscode.TestRun,
    /** Are answers before and after to be shown beside each other? */
    private readonly isCompared: boolean,
  ) {}

  began(items: readonly vscode.TestItem[]): void {
    for (const item of items) {
      this.#open.add(item);
      this.run.started(item);
    }
  }

  outcome(
    item: vscode.TestItem,
    probe: MeasuredProbe,
    skill: { readonly uri: vscode.Uri; readonly text: string },
  ): void {
    this.#open.delete(item);
    this.say(outcomeLine(probe, vscode.l10n), item);
    const { passed } = probe.after;
    if (probe.outcome === 'errored') this.run.errored(item, this.#message(probe, skill));
    else if (passed === null) this.run.skipped(item);
    else if (passed) this.run.passed(item);
    else this.run.failed(item, this.#message(probe, skill));
  }

  /** Probes that got no outcome were not evaluated. */
  ended(): void {
    for (const item of this.#open) this.run.skipped(item);
    this.#open.clear();
  }

  failed(item: vscode.TestItem, error: unknown): void {
    const text = visible(describeHere(error));
    this.say(text, item);
    this.run.errored(item, new vscode.TestMessage(text));
  }

  say(text: string, item?: vscode.TestItem): void {
    this.run.appendOutput(`${text.replaceAll('\n', '\r\n')}\r\n`, undefined, item);
  }

  #message(
    probe: MeasuredProbe,
    { uri, text }: { readonly uri: vscode.Uri; readonly text: string },
  ): vscode.TestMessage {
    const { l10n } = vscode;
    const what = failureText(probe, l10n);
    const message = this.isCompared
      ? vscode.TestMessage.diff(what, armText(probe.before, l10n), armText(probe.after, l10n))
      : new vscode.TestMessage(what);
    const line = lineAbout(text, aboutProbe(probe));
    message.location = new vscode.Location(uri, new vscode.Position(line, 0));
    return message;
  }
}
