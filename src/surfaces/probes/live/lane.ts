/** One measurement of the window after the other, so that their calls are counted before the next begins. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects with the signal's reason when aborted before its turn; work that has begun ends by itself. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = (): void => reject(signal?.reason as Error);
      signal?.addEventListener('abort', leave, { once: true });
      this.#last = this.#last.then(async () => {
        signal?.removeEventListener('abort', leave);
        if (signal?.aborted) return leave();
        await work().then(resolve, reject);
      });
    });
  }
}
