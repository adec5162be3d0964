interface Registration {
  readonly callback: () => void;
}

interface Registrations {
  readonly all: Set<Registration>;
  readonly listener: () => void;
}

const registered = new WeakMap<AbortSignal, Registrations>();

/**
 * Calls `callback` when the signal aborts, unless the function that it returns was called before. A
 * signal gets one listener for all: a program may use one signal for any number of calls, and Node
 * takes more than ten listeners for a leak.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { all } = registered.get(signal) ?? listen(signal);
  const registration = { callback };
  all.add(registration);
  return () => {
    if (all.delete(registration) && all.size === 0) unlisten(signal);
  };
}

function listen(signal: AbortSignal): Registrations {
  const all = new Set<Registration>();
  const listener = (): void => {
    unlisten(signal);
    for (const registration of all) {
      all.delete(registration);
      registration.callback();
    }
  };
  const registrations = { all, listener };
  registered.set(signal, registrations);
  signal.addEventListener('abort', listener);
  return registrations;
}

function unlisten(signal: AbortSignal): void {
  const registrations = registered.get(signal);
  if (!registrations) return;
  registered.delete(signal);
  signal.removeEventListener('abort', registrations.listener);
}
