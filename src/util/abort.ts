/** The children of each signal. One listener serves them all, however many calls are under way. */
const children = new WeakMap<AbortSignal, Set<AbortController>>();

function childrenOf(parent: AbortSignal): Set<AbortController> {
  const known = children.get(parent);
  if (known) return known;
  const fresh = new Set<AbortController>();
  children.set(parent, fresh);
  parent.addEventListener(
    'abort',
    () => {
      for (const child of fresh) child.abort(parent.reason);
      fresh.clear();
    },
    { once: true },
  );
  return fresh;
}

/** A controller that is aborted with its parent. Call `release` when done, or the parent keeps it alive. */
export function linkedController(parent: AbortSignal): {
  readonly controller: AbortController;
  release(): void;
} {
  const controller = new AbortController();
  if (parent.aborted) {
    controller.abort(parent.reason);
    return { controller, release: () => undefined };
  }
  const siblings = childrenOf(parent);
  siblings.add(controller);
  return { controller, release: () => void siblings.delete(controller) };
}
