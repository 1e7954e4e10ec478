import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { diagnose } from './doctor';
import type { Check } from './check';
import type { DoctorInput } from './doctor';

const folder = mkdtempSync(join(tmpdir(), 'grasp-doctor-'));
const file = join(folder, 'run.yaml');
writeFileSync(
  file,
  `task: { kind: quickstart }
agent_preset: local
output_dir: ${join(folder, 'runs')}
cycle: { epochs: 1, update_every: 5 }
`,
);

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

/** Serves the same status to everyone; keeps the keys it is shown. */
async function endpoint(
  status: number,
  models = '{"data": [{"id": "m"}]}',
  content = 'ready',
): Promise<{ url: string; keys: string[] }> {
  const keys: string[] = [];
  const made = createServer((request, response) => {
    keys.push(request.headers.authorization ?? '');
    const isList = request.url?.endsWith('/models') === true;
    const reply = { choices: [{ finish_reason: 'stop', message: { content } }] };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(isList ? models : JSON.stringify(reply));
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/v1`, keys };
}

function look(input: Partial<DoctorInput>): Promise<readonly Check[]> {
  return diagnose({
    config: file,
    overrides: [],
    agent: undefined,
    env: {},
    online: false,
    nodeVersion: '20.11.0',
    signal: new AbortController().signal,
    ...input,
  });
}

function find(checks: readonly Check[], name: string): Check | undefined {
  return checks.find((check) => check.name.startsWith(name));
}

describe('doctor', () => {
  it('finds nothing wrong with the simulated backend', async () => {
    const checks = await look({ agent: 'simulated' });
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(find(checks, 'task')?.detail).toContain('20 dev and 10 val');
  });

  it('names the variables the chosen preset lacks and how to set them', async () => {
    const check = find(await look({}), 'preset local (chosen)');
    expect(check).toMatchObject({ status: 'fail' });
    expect(check?.fix).toContain('export OPENAI_BASE_URL=');
  });

  it('only warns about presets that are not chosen', async () => {
    expect(find(await look({ agent: 'simulated' }), 'preset local')?.status).toBe('warn');
  });

  it('knows the presets when there is no such one, or no config', async () => {
    expect(find(await look({ agent: 'nope' }), 'preset nope')?.fix).toContain('simulated');
    expect(find(await look({ config: undefined }), 'preset simulated')?.status).toBe('ok');
  });

  it('refuses an old Node and a config that is not there', async () => {
    expect(find(await look({ nodeVersion: '18.0.0' }), 'node')?.status).toBe('fail');
    expect(find(await look({ config: 'no.yaml' }), 'config')).toMatchObject({
      status: 'fail',
      detail: 'no.yaml: there is no such config file',
    });
  });

  it('does not create the output folder by looking at it', async () => {
    expect(find(await look({ agent: 'simulated' }), 'output_dir')?.status).toBe('ok');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    const inFile = await look({ agent: 'simulated', overrides: [`output_dir=${file}/runs`] });
    expect(find(inFile, 'output_dir')?.status).toBe('fail');
  });

  it('asks the endpoint only when told to, with the key of the preset', async () => {
    const { url, keys } = await endpoint(200);
    const env = { OPENAI_BASE_URL: url, GRASP_MODEL: 'm', OPENAI_API_KEY: 'k' };
    expect(find(await look({ env }), 'endpoint')).toBeUndefined();
    expect(keys).toEqual([]);
    expect(find(await look({ env, online: true }), 'endpoint')?.status).toBe('ok');
    expect(keys).toEqual(['Bearer k', 'Bearer k']);
  });

  it('is not content with a server that is there: the model must be listed, and reply', async () => {
    const env = (url: string) => ({ OPENAI_BASE_URL: url, GRASP_MODEL: 'm', OPENAI_API_KEY: 'k' });
    const other = await endpoint(200, '{"data": [{"id": "listed"}]}');
    expect(find(await look({ env: env(other.url), online: true }), 'endpoint')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('does not list the model "m"'),
    });
    server?.close();
    const page = await endpoint(200, '<html><title>Sign in</title></html>', '');
    const checks = await look({ env: env(page.url), online: true });
    expect(find(checks, 'endpoint')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('no list of models but a web page ("Sign in")'),
    });
    expect(find(checks, 'model')).toMatchObject({ status: 'warn' });
  });

  it('tells a refused key from a missing page from nobody there', async () => {
    const refused = await endpoint(401);
    const env = { OPENAI_BASE_URL: refused.url, GRASP_MODEL: 'm', OPENAI_API_KEY: 'sentinel' };
    const check = find(await look({ env, online: true }), 'endpoint');
    expect(check).toMatchObject({ status: 'fail', fix: 'export OPENAI_API_KEY=…' });
    expect(JSON.stringify(check)).not.toContain('sentinel');
    server?.close();

    const lost = await endpoint(404);
    const other = { ...env, OPENAI_BASE_URL: lost.url };
    expect(find(await look({ env: other, online: true }), 'endpoint')?.status).toBe('warn');

    const nobody = { ...env, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
    expect(find(await look({ env: nobody, online: true }), 'endpoint')?.status).toBe('fail');
  });
});
