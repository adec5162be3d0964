import { Codex } from '../../../runtime/snake_case/index.js';
import { ScriptedPeer } from '../../support/scripted-peer.js';

export type Options = Readonly<Record<string, unknown>>;
export type Call = (options: Options) => unknown;

/** A client of this voice on a peer in memory, which answers each start with a new thread and turn. */
export class WirePeer extends ScriptedPeer {
  readonly client: Codex = new Codex({ transport: this.transport });
  #threads = 0;

  constructor() {
    super();
    this.answers['thread/start'] = () => ({
      thread: { id: `t${++this.#threads}` },
      sandbox: { type: 'workspaceWrite', writableRoots: ['/data'] },
    });
    this.answers['turn/start'] = () => ({ turn: { id: 'u1', items: [], status: 'inProgress' } });
    this.answers['thread/list'] = () => ({ data: [] });
  }

  /** The newest params that were sent of a method. */
  params(method: string): unknown {
    return this.sent(method).at(-1)?.['params'];
  }

  /** What is wrong with a call; fails if anything was sent. */
  async refusal(call: Call, options: Options = {}): Promise<Error> {
    const sent = this.transport.sent.length;
    try {
      await call(options);
    } catch (error) {
      if (this.transport.sent.length === sent) return error as Error;
    }
    throw new Error('it was accepted');
  }
}
