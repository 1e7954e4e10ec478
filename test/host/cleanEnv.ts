export type Env = Readonly<Record<string, string>>;

/** The environment without whatever an outer VS Code, npm or a caller's shell would leak into the inner one. */
export function cleanEnv(extra: Env): Record<string, string | undefined> {
  const leaks =
    /^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_|VITEST|GRASP_|OPENAI_)|^(PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|NODE_ENV|TEST|DEV|PROD|MODE)$/;
  const kept = Object.entries(process.env).filter(([name]) => !leaks.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}
