/** Tells a person what takes so long. Says nothing where nobody watches. */
export interface Progress {
  /** For work whose size is not known: shows the seconds. */
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** For work that knows how far it is. */
  fraction<T>(what: string, work: (show: (fraction: number) => void) => Promise<T>): Promise<T>;
}

interface Terminal {
  notice(text: string): void;
  readonly interactive: boolean;
}

const CLEAR_LINE = '\r\u001B[K';

export function progressOn(terminal: Terminal): Progress {
  if (!terminal.interactive)
    return {
      during: (_what, work) => work(),
      fraction: (_what, work) => work(() => {}),
    };
  const line = (text: string): void => terminal.notice(`${CLEAR_LINE}${text}`);
  return {
    async during(what, work) {
      const started = Date.now();
      const tell = (): void => line(`${what} … ${Math.round((Date.now() - started) / 1000)} s`);
      tell();
      const timer = setInterval(tell, 1000);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        line('');
      }
    },
    async fraction(what, work) {
      let shown = -1;
      try {
        return await work((fraction) => {
          const percent = Math.floor(fraction * 100);
          if (percent === shown) return;
          shown = percent;
          line(`${what} … ${percent} %`);
        });
      } finally {
        line('');
      }
    },
  };
}
