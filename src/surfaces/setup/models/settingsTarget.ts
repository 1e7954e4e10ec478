/** Where the choice of a model is kept. */
export interface SettingsTarget {
  readonly target: 'user' | 'workspace';
  /** A value of the workspace would go before the user's: it is taken away. */
  readonly clearsWorkspace: boolean;
}

/**
 * What only this machine has (a server, a model of the editor, a file of ours) goes into the user's settings,
 * for a path of this machine has no place in a folder that others share. What belongs to the workspace, and
 * the simulation, which can play one task only, go into the workspace's.
 */
export function settingsTarget(choice: {
  readonly isOfWorkspace: boolean;
  readonly hasWorkspace: boolean;
  readonly isTrusted: boolean;
  readonly hasWorkspaceValue: boolean;
}): SettingsTarget {
  const isOfWorkspace = choice.isOfWorkspace && choice.hasWorkspace && choice.isTrusted;
  return {
    target: isOfWorkspace ? 'workspace' : 'user',
    clearsWorkspace: !isOfWorkspace && choice.hasWorkspaceValue && choice.isTrusted,
  };
}
