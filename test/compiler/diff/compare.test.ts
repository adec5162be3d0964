import { describe, expect, it } from 'vitest';
import {
  changes,
  difference,
  holding,
  integer,
  none,
  object,
  oneOf,
  orNull,
  ref,
  tagged,
  text,
  type Schema,
  type Sketch,
} from './support/sketch.js';

describe('fields', () => {
  const base = object({ a: text }, 'a');

  it.each([
    ['input', 'compatible field added Thing.b'],
    ['output', 'compatible field added Thing.b'],
    ['both', 'compatible field added Thing.b'],
  ] as const)('that are optional and new, as %s', async (position, expected) => {
    const wider = object({ a: text, b: text }, 'a');
    expect(await changes(holding(position, base), holding(position, wider))).toEqual([expected]);
  });

  it.each([
    ['input', 'breaking field added as required Thing.b'],
    ['output', 'compatible field added as required Thing.b'],
    ['both', 'breaking field added as required Thing.b'],
  ] as const)('that are required and new, as %s', async (position, expected) => {
    const wider = object({ a: text, b: text }, 'a', 'b');
    expect(await changes(holding(position, base), holding(position, wider))).toEqual([expected]);
  });

  it.each(['input', 'output', 'both'] as const)('that are gone, as %s', async (position) => {
    const wider = object({ a: text, b: text }, 'a');
    expect(await changes(holding(position, wider), holding(position, base))).toEqual([
      'breaking field removed Thing.b',
    ]);
  });

  it.each([
    ['input', 'breaking', 'compatible'],
    ['output', 'compatible', 'breaking'],
    ['both', 'breaking', 'breaking'],
  ] as const)('that become required or optional, as %s', async (position, required, optional) => {
    const loose = holding(position, object({ a: text }));
    const strict = holding(position, base);
    expect(await changes(loose, strict)).toEqual([`${required} field made required Thing.a`]);
    expect(await changes(strict, loose)).toEqual([`${optional} field made optional Thing.a`]);
  });

  it.each([
    ['input', 'compatible', 'breaking'],
    ['output', 'breaking', 'compatible'],
  ] as const)('that may or may not be null, as %s', async (position, nullable, solid) => {
    const plain = holding(position, base);
    const loose = holding(position, object({ a: orNull(text) }, 'a'));
    expect(await changes(plain, loose)).toEqual([`${nullable} field made nullable Thing.a`]);
    expect(await changes(loose, plain)).toEqual([`${solid} field made non-nullable Thing.a`]);
  });

  it.each([
    ['input', 'compatible', 'breaking'],
    ['output', 'breaking', 'compatible'],
  ] as const)('of a wider or narrower type, as %s', async (position, wider, narrower) => {
    const whole = holding(position, object({ a: integer }, 'a'));
    const any = holding(position, object({ a: { type: 'number' } }, 'a'));
    expect(await changes(whole, any)).toEqual([`${wider} field retyped Thing.a`]);
    expect(await changes(any, whole)).toEqual([`${narrower} field retyped Thing.a`]);
  });

  it('of another type break both ways', async () => {
    const [change] = (
      await difference(holding('both', base), holding('both', object({ a: integer }, 'a')))
    ).changes;
    expect(change).toMatchObject({
      impact: 'breaking',
      kind: 'retyped',
      before: 'string',
      after: 'integer',
      positions: ['input', 'output'],
      methods: ['thing/do'],
    });
  });

  it('under the same words in another spelling, or one more word and the same type', async () => {
    const before = object({ model_name: text, cwd: text, items: { type: 'array', items: text } });
    const after = object({
      modelName: integer,
      cwd: text,
      allItems: { type: 'array', items: text },
    });
    expect(await changes(holding('input', before), holding('input', after))).toEqual([
      'breaking field renamed Thing.allItems from items',
      'breaking field renamed Thing.modelName from model_name',
      'breaking field retyped Thing.modelName',
    ]);
  });

  it('are not taken for renamed when there is a choice or only the type is the same', async () => {
    const before = object({ startTime: text });
    const after = object({ startTimeUtc: text, startTimeLocal: text, other: text });
    expect(await changes(holding('input', before), holding('input', after))).toEqual([
      'breaking field removed Thing.startTime',
      'compatible field added Thing.other',
      'compatible field added Thing.startTimeLocal',
      'compatible field added Thing.startTimeUtc',
    ]);
  });

  it('whose default changed, null and none being the same', async () => {
    const before = object({ a: { ...text, default: 'x' }, b: text });
    const after = object({ a: { ...text, default: 'y' }, b: { ...orNull(text), default: null } });
    expect(await changes(holding('input', before), holding('input', after))).toEqual([
      'attention field default changed Thing.a',
      'compatible field made nullable Thing.b',
    ]);
  });

  it('of an object of which nothing was said before', async () => {
    const before = holding('output', { type: 'object' });
    expect(await changes(before, holding('output', object({ a: text })))).toEqual([
      'compatible field added Thing.a',
    ]);
  });
});

describe('values', () => {
  const few = oneOf('idle', 'busy');
  const many = oneOf('idle', 'busy', 'lost');

  it.each([
    ['input', 'compatible', 'breaking'],
    ['output', 'attention', 'attention'],
    ['both', 'attention', 'breaking'],
  ] as const)('that are new or gone, as %s', async (position, added, removed) => {
    expect(await changes(holding(position, few), holding(position, many))).toEqual([
      `${added} value added Thing 'lost'`,
    ]);
    expect(await changes(holding(position, many), holding(position, few))).toEqual([
      `${removed} value removed Thing 'lost'`,
    ]);
  });

  it('in another spelling break both ways', async () => {
    const before = oneOf('inProgress', 'done');
    const after = oneOf('in_progress', 'done');
    for (const position of ['input', 'output'] as const)
      expect(await changes(holding(position, before), holding(position, after))).toEqual([
        "breaking value renamed Thing 'in_progress' from 'inProgress'",
      ]);
  });

  it('of a list that became any text', async () => {
    expect(await changes(holding('output', few), holding('output', text))).toEqual([
      'breaking type retyped Thing',
    ]);
    expect(await changes(holding('input', few), holding('input', text))).toEqual([
      'compatible type retyped Thing',
    ]);
  });

  it('of a list that was one value', async () => {
    expect(await changes(holding('output', oneOf('idle')), holding('output', few))).toEqual([
      "attention value added Thing 'busy'",
    ]);
  });

  it('of a list that got arms with content beside them', async () => {
    const arm = { ...object({ custom: text }, 'custom'), additionalProperties: false };
    const after = { oneOf: [few, arm] };
    expect(await changes(holding('output', few), holding('output', after))).toEqual([
      'attention variant added Thing#custom',
    ]);
  });
});

describe('variants', () => {
  const two = tagged({ text: { text }, image: { url: text } });
  const three = tagged({ text: { text }, image: { url: text }, audio: { url: text, ms: integer } });

  it.each([
    ['input', 'compatible', 'breaking'],
    ['output', 'attention', 'attention'],
  ] as const)('that are new or gone, as %s', async (position, added, removed) => {
    expect(await changes(holding(position, two), holding(position, three))).toEqual([
      `${added} variant added Thing#audio`,
    ]);
    expect(await changes(holding(position, three), holding(position, two))).toEqual([
      `${removed} variant removed Thing#audio`,
    ]);
  });

  it('with a field more', async () => {
    const after = tagged({ text: { text }, image: { url: text, alt: text } });
    expect(await changes(holding('output', two), holding('output', after))).toEqual([
      'compatible field added as required Thing#image.alt',
    ]);
    expect(await changes(holding('input', two), holding('input', after))).toEqual([
      'breaking field added as required Thing#image.alt',
    ]);
  });

  it('under another tag with the same content', async () => {
    const after = tagged({ text: { text }, remoteImage: { url: text } });
    expect(await changes(holding('output', two), holding('output', after))).toEqual([
      'breaking variant renamed Thing#remoteImage from image',
    ]);
  });

  it('under another outer key', async () => {
    const arm = (key: string, content: Schema): Schema => ({
      ...object({ [key]: content }, key),
      additionalProperties: false,
    });
    const union = (...arms: Schema[]): Schema => ({ oneOf: [oneOf('none'), ...arms] });
    const before = union(arm('granular', object({ rules: text })));
    const renamed = union(arm('granularRules', object({ rules: text })));
    const grown = union(arm('granular', object({ rules: text, more: text })));
    expect(await changes(holding('output', before), holding('output', renamed))).toEqual([
      'breaking variant renamed Thing#granularRules from granular',
    ]);
    expect(await changes(holding('output', before), holding('output', grown))).toEqual([
      'compatible field added Thing#granular.more',
    ]);
  });

  it('of a type that was one of them alone', async () => {
    const list = { type: 'array', items: text };
    expect(
      await changes(holding('input', text), holding('input', { anyOf: [text, list] })),
    ).toEqual(['compatible variant added Thing#string[]']);
  });

  it('that may take another form, judged by what still fits', async () => {
    const audio = (...arms: Schema[]): Schema => ({
      oneOf: [
        object({ type: oneOf('text'), text }, 'type', 'text'),
        {
          ...object({ type: oneOf('audio') }, 'type'),
          ...(arms.length > 1 ? { anyOf: arms } : arms[0]),
        },
      ],
    });
    const url = object({ url: text }, 'url');
    const before = audio(object({ type: oneOf('audio'), url: text }, 'type', 'url'));
    const after = audio(url, object({ fileId: text }, 'fileId'));
    expect(await changes(holding('input', before), holding('input', after))).toEqual([
      'compatible variant retyped Thing#audio',
    ]);
    expect(await changes(holding('output', before), holding('output', after))).toEqual([
      'breaking variant retyped Thing#audio',
    ]);
  });
});

describe('methods', () => {
  const empty = object({});
  const answered = (...names: readonly string[]): Record<string, Schema> =>
    Object.fromEntries(names.map((name) => [name, empty]));

  it('that are new or gone, by who calls them', async () => {
    const before: Sketch = { requests: { 'a/b': none }, definitions: answered('ABResponse') };
    const after: Sketch = {
      requests: { 'a/b': none, 'c/d': none },
      serverRequests: { 'e/f': none },
      notifications: { 'g/h': none },
      clientNotifications: { 'i/j': none },
      definitions: answered('ABResponse', 'CDResponse', 'EFResponse'),
    };
    expect(await changes(before, after)).toEqual([
      'attention server request added e/f',
      'attention notification added g/h',
      'compatible request added c/d',
      'compatible client notification added i/j',
      'compatible type added CDResponse',
      'compatible type added EFResponse',
    ]);
    expect(await changes(after, before)).toEqual([
      'breaking request removed c/d',
      'breaking server request removed e/f',
      'breaking notification removed g/h',
      'breaking client notification removed i/j',
      'breaking type removed CDResponse',
      'breaking type removed EFResponse',
    ]);
  });

  it('whose params come, go, or have to be given', async () => {
    const sketch = (params: Schema | null, required = false): Sketch => ({
      requests: { 'a/b': params === null ? none : ref('ABParams') },
      definitions: {
        ...answered('ABResponse'),
        ...(params !== null && { ABParams: object({ a: text }, ...(required ? ['a'] : [])) }),
      },
    });
    const [without, optional, required] = [sketch(null), sketch({}), sketch({}, true)];
    expect(await changes(without, optional)).toContain('compatible params added a/b');
    expect(await changes(without, required)).toContain('breaking params added as required a/b');
    expect(await changes(optional, without)).toContain('breaking params removed a/b');
    expect(await changes(optional, required)).toEqual([
      'breaking params made required a/b',
      'breaking field made required ABParams.a',
    ]);
    expect(await changes(required, optional)).toEqual([
      'compatible params made optional a/b',
      'compatible field made optional ABParams.a',
    ]);
  });

  it('under another name with the same content', async () => {
    const sketch = (method: string, type: string): Sketch => ({
      requests: { [method]: ref(`${type}Params`) },
      definitions: {
        [`${type}Params`]: object({ threadId: text, count: integer }, 'threadId'),
        [`${type}Response`]: object({ thread: text }),
      },
    });
    const [before, after] = [sketch('thread/rollback', 'Roll'), sketch('thread/revert', 'Revert')];
    expect(await changes(before, after)).toEqual([
      'breaking request renamed thread/revert from thread/rollback',
      'breaking type renamed RevertParams from RollParams',
      'breaking type renamed RevertResponse from RollResponse',
    ]);
  });

  it('that take and give nothing are renamed only if their names say so', async () => {
    const sketch = (method: string, response: string): Sketch => ({
      requests: { [method]: none },
      definitions: answered(response),
    });
    const before = sketch('memory/reset', 'MemoryResetResponse');
    expect(await changes(before, sketch('memory/clear/all', 'MemoryClearAllResponse'))).toContain(
      'breaking request removed memory/reset',
    );
    expect(await changes(before, sketch('memories/reset', 'MemoriesResetResponse'))).toContain(
      'breaking request removed memory/reset',
    );
    expect(await changes(before, sketch('memory/resetAll', 'MemoryResetAllResponse'))).toContain(
      'breaking request renamed memory/resetAll from memory/reset',
    );
  });

  it('whose answer is another type altogether', async () => {
    const sketch = (result: Schema): Sketch => ({
      requests: { 'a/b': none },
      definitions: { ABResponse: result },
    });
    const lines = await changes(
      sketch(object({ a: text }, 'a')),
      sketch({ type: 'array', items: text }),
    );
    expect(lines).toEqual(['breaking type retyped ABResponse']);
  });

  it('tell input from output on the server side of the wire', async () => {
    const sketch = (type: Schema): Sketch => ({
      serverRequests: { 'ask/it': ref('AskItParams') },
      definitions: {
        AskItParams: object({ q: type }, 'q'),
        AskItResponse: object({ a: type }, 'a'),
      },
    });
    // The question comes from the runtime, the answer from the caller.
    expect(await changes(sketch(oneOf('x')), sketch(oneOf('x', 'y')))).toEqual([
      "attention value added AskItParams.q 'y'",
      "compatible value added AskItResponse.a 'y'",
    ]);
  });
});

describe('types', () => {
  it('are told once, with every method through which they are met', async () => {
    const sketch = (thing: Schema): Sketch => ({
      requests: { 'a/b': ref('ABParams'), 'c/d': none },
      notifications: { 'e/f': ref('EfNotification') },
      definitions: {
        ABParams: object({ thing: orNull(ref('Thing')) }),
        ABResponse: object({}),
        CDResponse: object({ things: { type: 'array', items: ref('Thing') } }),
        EfNotification: object({ byName: { type: 'object', additionalProperties: ref('Thing') } }),
        Thing: thing,
      },
    });
    const { changes: found } = await difference(
      sketch(object({ a: text })),
      sketch(object({ a: text, b: text })),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      positions: ['input', 'output'],
      methods: ['a/b', 'c/d', 'e/f'],
    });
  });

  it('that got another name where they stood before are one type, also inside', async () => {
    const before = holding('input', object({ part: ref('OldPart') }), {
      OldPart: object({ a: text, b: text, c: text }),
    });
    const after = holding('input', object({ part: ref('NewPart') }), {
      NewPart: object({ a: text, b: text, c: text, d: text }),
    });
    expect(await changes(before, after)).toEqual([
      'breaking type renamed NewPart from OldPart',
      'compatible field added NewPart.d',
    ]);
  });

  it('that have little in common are not', async () => {
    const before = holding('input', object({ part: ref('Key') }), { Key: object({ a: text }) });
    const after = holding('input', object({ part: ref('Lock') }), { Lock: object({ z: integer }) });
    expect(await changes(before, after)).toEqual([
      'breaking type removed Key',
      'breaking field retyped Thing.part',
      'compatible type added Lock',
    ]);
  });

  it('that only got a name are what they were', async () => {
    const inline = holding('output', object({ part: object({ a: text }, 'a') }));
    const named = holding('output', object({ part: ref('Part') }), {
      Part: object({ a: text, b: text }, 'a'),
    });
    expect(await changes(inline, named)).toEqual([
      'compatible type added Part',
      'compatible field added Thing.part.b',
    ]);
  });

  it('may contain themselves', async () => {
    const tree = (leaf: Schema): Sketch =>
      holding('output', object({ leaf, children: { type: 'array', items: ref('Thing') } }));
    expect(await changes(tree(oneOf('a')), tree(oneOf('a', 'b')))).toEqual([
      "attention value added Thing.leaf 'b'",
    ]);
    expect(await changes(tree(text), tree(text))).toEqual([]);
  });
});

describe('marks', () => {
  it('of deprecation, on every level', async () => {
    const sketch = (mark: string): Sketch => ({
      requests: { 'a/b': ref('ABParams') },
      definitions: {
        ABParams: { ...object({ a: { ...text, description: `${mark}Use b.` } }) },
        ABResponse: { ...object({}), description: `${mark}Nothing.` },
      },
    });
    const [before, after] = [sketch(''), sketch('Deprecated: ')];
    expect(await changes(before, after)).toEqual([
      'attention type deprecated ABResponse',
      'attention field deprecated ABParams.a',
    ]);
    expect((await difference(before, after)).changes[1]).toMatchObject({ after: 'Use b.' });
    expect(await changes(after, before)).toEqual([
      'compatible type no longer deprecated ABResponse',
      'compatible field no longer deprecated ABParams.a',
    ]);
  });

  const params = (...names: readonly string[]): Schema =>
    object(Object.fromEntries(names.map((name) => [name, text])));
  const sketch = (stable: readonly string[], all: readonly string[]): Sketch => ({
    requests: { 'a/b': ref('ABParams') },
    definitions: { ABParams: params(...stable), ABResponse: object({}) },
    experimental: { definitions: { ABParams: params(...all) } },
  });

  it('of stability, where both bundles tell', async () => {
    const [before, after] = [sketch(['x'], ['x', 'y']), sketch(['x', 'y'], ['x', 'y', 'z'])];
    expect(await changes(before, after)).toEqual([
      'compatible field made stable ABParams.y',
      'compatible experimental field added ABParams.z',
    ]);
    expect(await changes(after, before)).toEqual([
      'breaking experimental field removed ABParams.z',
      'breaking field made experimental ABParams.y',
    ]);
  });

  it('of stability say nothing where one side has only one bundle', async () => {
    const sole: Sketch = {
      requests: { 'a/b': ref('ABParams') },
      definitions: { ABParams: params('x', 'y'), ABResponse: object({}) },
    };
    expect(await changes(sketch(['x'], ['x', 'y']), sole)).toEqual([]);
  });

  it('of a method that became stable are not repeated for all that is in it', async () => {
    const parts = { ABParams: params('x'), ABResponse: object({ deep: object({ y: text }) }) };
    const other: Sketch = { requests: { 'c/d': none }, definitions: { CDResponse: object({}) } };
    const before: Sketch = {
      ...other,
      experimental: { requests: { 'a/b': ref('ABParams') }, definitions: parts },
    };
    const after: Sketch = {
      requests: { ...other.requests, 'a/b': ref('ABParams') },
      definitions: { ...other.definitions, ...parts },
      experimental: {},
    };
    expect(await changes(before, after)).toEqual(['compatible request made stable a/b']);
  });
});
