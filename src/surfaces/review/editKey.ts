/** What tells an edit from every other: the run's directory and the candidate's id. */
export function editKey(runDir: string, candidate: string): string {
  return `${runDir}#${candidate}`;
}
