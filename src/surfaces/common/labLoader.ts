import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Lab } from '../probes/lab/lab';

/**
 * Brings the laboratory: engine, tasks and backends in one bundle of their own (`dist/lab.js`), which is
 * read when it is first needed, so that starting the editor never waits for it.
 */
export class LabLoader {
  #lab: Promise<Lab> | undefined;

  constructor(private readonly extensionPath: string) {}

  load(): Promise<Lab> {
    this.#lab ??= this.#read();
    return this.#lab;
  }

  async #read(): Promise<Lab> {
    // Not bundled: the path is known at run time only.
    const bundle = createRequire(join(this.extensionPath, 'dist', 'extension.js'))('./lab.js') as {
      readonly createLab: () => Lab;
    };
    return bundle.createLab();
  }
}
