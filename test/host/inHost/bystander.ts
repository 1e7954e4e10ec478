/** A process that has nothing to do with us, and a run whose lock says that it is the one that writes it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { inWorkspace } from './support';

export class Bystander {
  private constructor(
    readonly child: ChildProcess,
    readonly run: string,
  ) {}

  static async named(name: string): Promise<Bystander> {
    const echo = "process.on('message', (it) => process.send(it)); process.send('ready');";
    const child = spawn(process.execPath, ['-e', echo], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await once(child, 'message');
    const run = inWorkspace('runs', name).fsPath;
    await cp(inWorkspace('runs', 'quickstart').fsPath, run, { recursive: true });
    const owner = {
      pid: child.pid,
      host: hostname(),
      since: new Date().toISOString(),
      processStart: await startOf(child.pid ?? 0),
    };
    await writeFile(path.join(run, 'run.900.lock'), JSON.stringify(owner));
    return new Bystander(child, run);
  }

  /** Whatever was sent to it before has been dealt with when it answers. */
  async answers(): Promise<boolean> {
    const answer = once(this.child, 'message').then(() => true);
    const end = once(this.child, 'exit').then(() => false);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return false;
    this.child.send('there?');
    return Promise.race([answer, end]);
  }

  async remove(): Promise<void> {
    this.child.kill('SIGKILL');
    await rm(this.run, { recursive: true, force: true });
  }
}

async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
