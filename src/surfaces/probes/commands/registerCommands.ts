import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { command } from '../../common/ids';
import { registerCommand } from '../../common/registerCommand';
import type { Surroundings } from '../../common/surroundings';
import { sampleOfTranscript } from '../../review/transcripts/sampleOfTranscript';
import { compareProbes } from '../compare/compareProbes';
import { Outdated, Stopped } from '../live/liveScheduler';
import { isBusy } from '../session/sessionState';
import type { ProbedSkill, SkillSessions } from '../session/skillSessions';
import { addProbe, pinProbes } from './pinProbes';
import { pickSkill, targetSkill } from './targetSkill';
import { sayBriefly } from '../../common/messages';

export function registerProbeCommands(surroundings: Surroundings, sessions: SkillSessions): void {
  const { libraries, versions } = surroundings;
  const about = (given: unknown): Promise<ProbedSkill> => targetSkill(sessions, libraries, given);
  const register = (id: string, work: (given: unknown) => Promise<void>): void => {
    registerCommand(surroundings, id, async (given) => {
      try {
        await work(given);
      } catch (error) {
        // A person, or a newer text, ended it: nothing went wrong.
        if (!(error instanceof Stopped || error instanceof Outdated)) throw error;
      }
    });
  };
  register(command.probes.run, async (given) => {
    const { session } = await about(given);
    await session.run();
  });
  register(command.probes.toggleLive, async (given) => {
    const { session } = await about(given);
    // Before the first round, so that what has to be asked is asked while somebody looks.
    if (!session.state.isLive) await session.planned(true);
    session.switchLive(!session.state.isLive);
  });
  register(command.probes.stop, async (given) => {
    const skill = given === undefined ? busyOne(sessions) : await about(given);
    if (skill === undefined) return sayBriefly(vscode.l10n.t('No probes are running.'));
    skill.session.stop();
  });
  register(command.probes.compare, async (given) => compareProbes(await about(given), versions));
  register(command.probes.pin, async (given) => pinProbes(sessions, await about(given)));
  register(command.probes.addFromTranscript, async (given) => {
    const uri = given instanceof vscode.Uri ? given : activeUri();
    const sample = uri && sampleOfTranscript(uri);
    if (sample === undefined) {
      throw new UserError(vscode.l10n.t('This document is no transcript of a probe.'), {
        fix: vscode.l10n.t('Open a transcript from an edit first.'),
      });
    }
    await addProbe(sessions, await pickSkill(sessions, libraries), sample);
  });
  register(command.probes.resetSpend, async () => {
    sessions.resetSpend();
    const text = vscode.l10n.t('Probes may make {0} more calls.', sessions.spend.left);
    sayBriefly(text, { icon: 'check', ms: 5_000 });
  });
}

/** The one skill whose probes run, so that they can be stopped from wherever the person is. */
function busyOne(sessions: SkillSessions): ProbedSkill | undefined {
  return sessions.all.find(({ session }) => isBusy(session.state));
}

function activeUri(): vscode.Uri | undefined {
  const editor = vscode.window.activeTextEditor?.document.uri;
  return editor ?? undefined;
}
