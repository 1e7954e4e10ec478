/** The served workbench for a person: the address is printed, the browser is theirs. */
import { CodeServer } from './codeServer';
import { installHost } from './install';
import { repository } from './places';
import { Profile } from './profile';
import type { StartedEditor } from './startMain';

export async function startServed(): Promise<StartedEditor> {
  await installHost({ browser: false });
  const profile = await Profile.create({ settings: { 'workbench.reduceMotion': 'auto' } });
  await profile.link(repository);
  const port = Number(process.env['PORT'] ?? 0);
  const server = await CodeServer.start(profile, { port, staysIdle: true }).catch(
    async (error: unknown) => {
      await profile.remove();
      throw error;
    },
  );
  console.log('VS Code, with GRASP built from this repository, is at\n');
  console.log(`  ${server.windowUrl({ folder: repository })}\n`);
  console.log('After a build, "Developer: Reload Window" there takes it up. Ctrl-C ends it.');
  return {
    ended: server.ended.then(() => profile.remove()),
    stop: () => server.stop(),
  };
}
