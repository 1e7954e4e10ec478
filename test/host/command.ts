import { spawn } from 'node:child_process';

/** Runs a program to its end in silence; if it fails, the error says what it printed last. */
export function command(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  // npm tells scripts about the package they belong to, and an npm inside a script would believe it.
  const about = /^npm_(package_|lifecycle_|command$|config_(local_|global_)?prefix$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !about.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...Object.fromEntries(inherited), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const listen = (data: Buffer): void => void (output = (output + data.toString()).slice(-8_000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}
