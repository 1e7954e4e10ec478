/** A cap of the budget, as for `--set`. */
const CAP = /^budget\.(calls|tokens|usd|minutes)=\d+(\.\d+)?$/;

/** The higher cap that the message of a spent budget proposes; what that is, the run itself knows best. */
export function proposedCap(message: string): string | undefined {
  const found = /--set (\S+)/.exec(message)?.[1]?.replace(/[.,;]$/, '');
  return found !== undefined && CAP.test(found) ? found : undefined;
}

export function isCap(text: string): boolean {
  return CAP.test(text);
}
