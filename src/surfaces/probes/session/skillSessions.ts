import * as vscode from 'vscode';
import { systemClock } from '../../../backends/systemClock';
import { describeError, UserError } from '../../../util/errors';
import { describeHere } from '../../common/describeHere';
import { Disposables } from '../../common/disposables';
import { setting } from '../../common/ids';
import type { SkillPlace } from '../../common/libraries';
import { changes, settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import { Pins } from '../choice/pins';
import type { SpendLimit } from '../live/spendLimit';
import { lastUpdate } from './lastUpdate';
import type { Ground } from './ports';
import { NotASkill } from './sessionState';
import { markOf, Projects } from './projects';
import { SavedByHand } from './savedByHand';
import { SkillSession } from './skillSession';

/** A skill of a library with its probes. */
export interface ProbedSkill {
  readonly uri: vscode.Uri;
  /** Where it lies; as it was when last looked at. */
  readonly place: SkillPlace;
  readonly session: SkillSession;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The probes of every skill that somebody has looked at, by file. */
export class SkillSessions implements vscode.Disposable {
  readonly spend: SpendLimit;
  readonly pins: Pins;
  readonly projects: Projects;
  readonly #disposables = new Disposables();
  readonly #added = this.#disposables.add(new vscode.EventEmitter<ProbedSkill>());
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<ProbedSkill>());
  readonly #byHand: SavedByHand;
  readonly #skills = new Map<string, Mutable<ProbedSkill>>();

  /** A skill was looked at for the first time. */
  readonly onDidAdd = this.#added.event;
  /** What there is to show of a skill has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly surroundings: Surroundings) {
    const { workspace } = vscode;
    this.spend = surroundings.probeCalls.spend;
    this.pins = new Pins(surroundings.context.workspaceState);
    this.projects = this.#disposables.add(new Projects(surroundings));
    this.#disposables.add(
      this.projects.onDidChange(() => {
        for (const { session } of this.#skills.values()) void session.savedChanged();
      }),
    );
    this.#byHand = this.#disposables.add(new SavedByHand((uri) => this.#at(uri) !== undefined));
    this.#disposables.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#at(document.uri)?.session.edited();
      }),
    );
    this.#disposables.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        // Nobody types there any more, and what was not saved is gone.
        this.#at(uri)?.session.switchLive(false);
        this.#at(uri)?.session.edited();
      }),
    );
    this.#disposables.add(
      surroundings.libraries.onDidChange((change) => {
        for (const { place, session } of this.#skills.values()) {
          if (change.kind === 'list' || change.library.dir === place.library.dir)
            void session.savedChanged();
        }
      }),
    );
    this.#disposables.add(
      workspace.onDidChangeConfiguration((event) => {
        if (!changes(event, setting.probesCallLimit)) return;
        if (this.spend.left > 0) this.#allowMore();
        else for (const skill of this.all) this.#changed.fire(skill);
      }),
    );
  }

  /** Those looked at so far. */
  get all(): readonly ProbedSkill[] {
    return [...this.#skills.values()];
  }

  /** The skill in this file; `undefined` when it is none of a library. */
  async of(uri: vscode.Uri): Promise<ProbedSkill | undefined> {
    const place = await this.surroundings.libraries.of(uri);
    const key = uri.toString();
    const known = this.#skills.get(key);
    if (!place) {
      this.#skills.delete(key);
      known?.session.dispose();
      return undefined;
    }
    if (known) {
      known.place = place;
      return known;
    }
    return this.#add(uri, place);
  }

  /** The Test Explorer is about to run something; the editor may have saved files for that. */
  testsBegin(): void {
    this.#byHand.testsBegin();
  }

  /** As many calls again. */
  resetSpend(): void {
    this.spend.reset();
    this.#allowMore();
  }

  dispose(): void {
    for (const { session } of this.#skills.values()) session.dispose();
    this.#disposables.dispose();
  }

  #at(uri: vscode.Uri): ProbedSkill | undefined {
    return this.#skills.get(uri.toString());
  }

  #allowMore(): void {
    for (const { session } of this.#skills.values()) session.allowMore();
    for (const skill of this.#skills.values()) this.#changed.fire(skill);
  }

  #add(uri: vscode.Uri, place: SkillPlace): ProbedSkill {
    const { runs, log, probeCalls } = this.surroundings;
    let savedText = '';
    let kept: { readonly of: string; readonly text: string; readonly ground: Ground } | undefined;
    const ground = async (isAsked: boolean): Promise<Ground> => {
      const found = await this.of(uri);
      if (!found) {
        throw new UserError(vscode.l10n.t('This file is no skill of a library any more.'), {
          place: { file: uri.fsPath },
        });
      }
      const { library, name, file } = found.place;
      const known = await this.projects.ground(library, isAsked);
      savedText = known.saved.find(name)?.text ?? '';
      const ground = { ...known, skill: name, file };
      const text = this.#byHand.of(uri);
      if (text === undefined || text === savedText) return ground;
      if (kept?.of !== known.mark || kept.text !== text) {
        kept = { of: known.mark, text, ground: await withSaved(ground, text) };
      }
      return { ...kept.ground, project: known.project };
    };
    const session = new SkillSession({
      clock: systemClock,
      calls: probeCalls,
      pauseMs: () => settings.probesDebounce(),
      size: () => settings.probesSize(uri),
      text: () => openText(uri) ?? savedText,
      ground,
      pinned: (skill) => this.pins.of(place.library.dir, skill),
      lastProbes: (skill) => lastUpdate(runs, place.library.dir, skill),
      forget: (project) => this.projects.forget(project),
      // A text that is no skill yet is said above it; a log full of it helps nobody.
      failed: (error) => {
        if (!(error instanceof NotASkill)) log.warn(describeError(error));
      },
      describe: describeHere,
    });
    const skill = { uri, place, session };
    session.listeners.add({ changed: () => this.#changed.fire(skill) });
    this.#skills.set(uri.toString(), skill);
    this.#added.fire(skill);
    return skill;
  }
}

/** With the text that counts as saved in place of what lies on the disk. */
async function withSaved(
  ground: Ground & { readonly sources: string },
  text: string,
): Promise<Ground> {
  const { parseSkill } = await import('../../../engine/skill/skillFormat');
  try {
    const skill = parseSkill(text, ground.file);
    const saved = ground.saved.put(skill);
    return { ...ground, saved, skill: skill.name, mark: markOf(saved, ground.sources) };
  } catch {
    // It was no skill before either.
    return ground;
  }
}

function openText(uri: vscode.Uri): string | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((it) => it.uri.toString() === key)?.getText();
}
