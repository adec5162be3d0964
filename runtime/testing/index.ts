/**
 * For tests of programs that use the SDK: an app-server in memory that does what the test says, a
 * model that follows a script, behind the real runtime, and recordings of sessions. No key, no
 * network.
 *
 * @module
 * @example
 * import { Codex } from 'codex-app-server-sdk';
 * import { FakeAppServer } from 'codex-app-server-sdk/testing';
 *
 * await using fake = new FakeAppServer({ turns: ['Hello!'] });
 * await using codex = new Codex(fake.config());
 * @example
 * import { Codex } from 'codex-app-server-sdk';
 * import { reply, ScriptedModel } from 'codex-app-server-sdk/testing';
 *
 * await using model = await ScriptedModel.start([reply.text('Hello!')]);
 * await using codex = await Codex.start(model.configFor());
 */
export type { WaitOptions } from './arrivals.js';
export * from './fake-app-server/index.js';
export * from './scripted-model/index.js';
export * from './transcript/index.js';
