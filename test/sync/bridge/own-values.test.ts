import { expect, it } from 'vitest';
import { Bridge } from '../../../runtime/sync/bridge/bridge.js';
import { CallingParts } from '../../../runtime/sync/bridge/calling-parts.js';
import { Doorbell } from '../../../runtime/sync/bridge/doorbell.js';
import type { Packed } from '../../../runtime/sync/bridge/messages.js';
import { Own } from '../../../runtime/sync/bridge/own-values.js';
import { Tellings } from '../../../runtime/sync/bridge/tellings.js';
import { WorkingParts } from '../../../runtime/sync/bridge/working-parts.js';
import { collectGarbage } from '../../support/collect-garbage.js';

/** Both sides of a bridge, in one thread. */
function sides() {
  const calling = new CallingParts({
    handlerNames: [],
    recipe: () => undefined,
    represent: () => {},
  });
  const working = new WorkingParts({
    description: { Codex: {} },
    module: { Codex: WeakSet },
    keep: () => 0,
    callback: () => () => {},
    forget: (id) => {
      calling.callbacks.release([id]);
    },
  });
  return { calling, working };
}

it('a value of the program comes back as itself, as often as the worker sends it', () => {
  const { calling, working } = sides();
  const value = new Map([[1, new URL('https://x/')]]);
  const sent = structuredClone(calling.pack({ value: new Own(value) }));
  const there = working.unpack(sent) as { value: unknown };
  expect(there.value).not.toBeInstanceOf(Map);
  for (const back of [{ output: there.value }, [there.value]]) {
    const [came] = Object.values(calling.unpack(structuredClone(working.pack(back))) as object);
    expect(came).toBe(value);
  }
});

it('nothing keeps it once both threads have dropped it', async () => {
  const { calling, working } = sides();
  const dropped = new WeakRef(
    (() => {
      const value = { mine: true };
      working.unpack(structuredClone(calling.pack({ value: new Own(value) })));
      return value;
    })(),
  );
  await collectGarbage(() => dropped.deref() === undefined);
});

it('a listener that had to wait gets it, though the worker has dropped it meanwhile', () => {
  const { calling } = sides();
  const heard: unknown[] = [];
  const nothing = (): void => {};
  const tellings: Tellings = new Tellings(calling, new Doorbell(), nothing, nothing);
  const value = new Set(['mine']);
  const kept = calling.callbacks.keep(value);
  const tell = (news: number, id: number, args: Packed): void => {
    tellings.take({ type: 'tell', news, id, args });
  };
  const second = calling.callbacks.add((got) => heard.push(got), 'A listener');
  const first = calling.callbacks.add(() => {
    const holder: unknown[] = [];
    const parts = [{ holder, key: 0, part: { kind: 'own', id: kept } as const }];
    tell(2, second, { value: holder, parts });
    calling.callbacks.release([kept]);
  }, 'A listener');
  tell(1, first, { value: [] });
  expect(heard).toEqual([value]);
  expect(heard[0]).toBe(value);
});

it('so does a call that had to wait for an inner one', () => {
  const bridge = new Bridge(
    {
      worker: new URL('../fixtures/dropping-worker.mjs', import.meta.url),
      description: { Codex: {} },
      classes: {},
      recipe: () => undefined,
      handlerNames: [],
    },
    () => {},
  );
  const client = bridge.open({}, 'handlers');
  const error = new Error('mine');
  const got: unknown[] = [];
  const fail = (): never => {
    throw error;
  };
  const wait = (): void => void got.push(client.call('inner'));
  try {
    client.call('outer', fail, wait);
  } catch (thrown) {
    got.push(thrown);
  }
  bridge.close();
  expect(got).toEqual(['inner', error]);
  expect(got[1]).toBe(error);
});
