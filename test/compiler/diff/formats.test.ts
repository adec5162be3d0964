import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS, IMPACTS, SUBJECTS } from '../../../compiler/diff/change.js';
import { compare, type Difference } from '../../../compiler/diff/compare.js';
import { formatJson } from '../../../compiler/diff/format/json.js';
import { formatMarkdown } from '../../../compiler/diff/format/markdown.js';
import { formatText } from '../../../compiler/diff/format/text.js';
import { root } from '../../support/run.js';
import {
  difference,
  none,
  object,
  oneOf,
  ref,
  sideOf,
  text,
  type Sketch,
} from './support/sketch.js';

const before: Sketch = {
  requests: { 'thread/start': ref('ThreadStartParams'), 'thread/rollback': none },
  notifications: { 'turn/done': ref('TurnDoneNotification') },
  definitions: {
    ThreadStartParams: object({ old_name: text, cwd: text }),
    ThreadStartResponse: object({ status: ref('Status') }, 'status'),
    ThreadRollbackResponse: object({}),
    TurnDoneNotification: object({ status: ref('Status') }),
    Status: oneOf('idle', 'busy'),
  },
  experimental: {},
};

const after: Sketch = {
  requests: { 'thread/start': ref('ThreadStartParams') },
  notifications: { 'turn/done': ref('TurnDoneNotification') },
  definitions: {
    ThreadStartParams: object({
      oldName: text,
      cwd: { ...text, description: 'Deprecated: Use `roots`.' },
      model: text,
    }),
    ThreadStartResponse: object({ status: ref('Status') }),
    TurnDoneNotification: object({ status: ref('Status') }),
    Status: oneOf('idle', 'busy', 'lost'),
  },
  experimental: {
    definitions: {
      ThreadStartParams: object({
        oldName: text,
        cwd: { ...text, description: 'Deprecated: Use `roots`.' },
        model: text,
        beta: text,
      }),
    },
  },
};

describe('a difference', () => {
  it('as text', async () => {
    expect(formatText(await difference(before, after))).toMatchInlineSnapshot(`
      "Runtime 1.0.0 → 2.0.0: 4 breaking, 2 that need attention, 2 compatible

      Breaking
        request removed: calls no longer compile, and the runtime refuses them
          thread/rollback
        type removed: imports no longer compile
          ThreadRollbackResponse   (thread/rollback)
        field renamed: has to be given under the new name
          ThreadStartParams.old_name → oldName   (thread/start)
        field made optional: may be missing
          ThreadStartResponse.status   (thread/start)

      Needs attention
        field deprecated: should not be used any more
          ThreadStartParams.cwd: Use \`roots\`.   (thread/start)
        value added: needs a branch, or a default one, where values are told apart
          Status 'lost'   (thread/start, turn/done)

      Compatible
        field added: may be given
          ThreadStartParams.model: string   (thread/start)
        experimental field added: may be given
          ThreadStartParams.beta: string   (thread/start)
      "
    `);
  });

  it('as Markdown that the formatter leaves as it is', async () => {
    const markdown = formatMarkdown(await difference(before, after));
    expect(markdown).toMatchInlineSnapshot(`
      "### Runtime 1.0.0 → 2.0.0

      Changes of the protocol: 4 breaking, 2 that need attention, 2 compatible.

      **Breaking**

      - Request removed (calls no longer compile, and the runtime refuses them): \`thread/rollback\`
      - Type removed (imports no longer compile): \`ThreadRollbackResponse\`
      - Field renamed (has to be given under the new name): \`ThreadStartParams.old_name → oldName\`
      - Field made optional (may be missing): \`ThreadStartResponse.status\`

      **Needs attention**

      - Field deprecated (should not be used any more): \`ThreadStartParams.cwd\`: Use \`roots\`.
      - Value added (needs a branch, or a default one, where values are told apart): \`Status 'lost'\`

      **Compatible**

      - Field added (may be given): \`ThreadStartParams.model: string\`
      - Experimental field added (may be given): \`ThreadStartParams.beta: string\`
      "
    `);
    expect(await format(markdown, { parser: 'markdown', printWidth: 100 })).toBe(markdown);
  });

  it('that is none', async () => {
    const none = await difference(before, before);
    expect(formatText(none)).toBe('Runtime 1.0.0 → 2.0.0: nothing that a caller could notice\n');
    expect(formatMarkdown(none, 2)).toBe(
      '## Runtime 1.0.0 → 2.0.0\n\nNothing that a caller could notice.\n',
    );
  });

  it('names what the user named where versions do not tell the sides apart', async () => {
    const same = compare(await sideOf(before), await sideOf(before));
    expect(formatText(same)).toContain('Schema sketch → sketch: nothing');
  });
});

describe('the JSON form', () => {
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'diff.schema.json'), 'utf8')) as {
    definitions: { change: { properties: Record<string, { enum: string[] }> } };
  };
  const fits = new Ajv({ allErrors: true }).compile(schema);
  const check = (found: Difference): unknown => {
    const report: unknown = JSON.parse(formatJson(found));
    expect(fits(report) || fits.errors).toBe(true);
    return report;
  };

  it('fits its published schema', async () => {
    expect(check(await difference(before, after))).toMatchObject({
      format: 1,
      from: { label: '1.0.0', runtimeVersion: '1.0.0' },
      summary: { breaking: 4, attention: 2, compatible: 2 },
      changes: expect.arrayContaining([
        {
          impact: 'attention',
          subject: 'value',
          kind: 'added',
          place: "Status 'lost'",
          owner: 'Status',
          name: "'lost'",
          before: null,
          after: null,
          positions: ['output'],
          stability: 'stable',
          methods: ['thread/start', 'turn/done'],
          why: 'needs a branch, or a default one, where values are told apart',
        },
      ]) as unknown,
    });
    check(await difference(before, before));
    check(compare(await sideOf(before), await sideOf(after)));
  });

  it('has a schema that lists what there can be, no more and no less', () => {
    const { properties } = schema.definitions.change;
    expect(properties['impact']?.enum).toEqual(IMPACTS);
    expect(properties['subject']?.enum).toEqual(SUBJECTS);
    expect(properties['kind']?.enum).toEqual(CHANGE_KINDS);
  });
});
