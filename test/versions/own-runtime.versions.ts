import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { root, runOk } from '../support/run.js';
import { OLDER, olderRuntime } from './support/older-runtimes.js';

const guide = readFileSync(join(root, 'docs', 'your-own-runtime.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text = '']) => text,
  );
const [install = '', make = ''] = blocks('sh');
const [program = ''] = blocks('ts');

let scratch: string;
let tarball: string;
beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'versions-own-')));
  const pack = await runOk('npm', ['pack', '--silent', '--pack-destination', scratch]);
  tarball = join(scratch, pack.stdout.trim().split('\n').at(-1) ?? '');
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe.each(OLDER)('the guide, followed with runtime %s', (version) => {
  let project: string;
  beforeAll(async () => {
    project = join(scratch, version);
    mkdirSync(join(project, 'src'), { recursive: true });
    writeFileSync(join(project, 'package.json'), '{ "name": "mine", "type": "module" }\n');
    symlinkSync((await olderRuntime(version)).binary, join(project, 'codex'));
  });

  it('ends with a client that compiles and works', async () => {
    const sh = (commands: string): ReturnType<typeof runOk> =>
      runOk('sh', ['-ec', commands], { cwd: project, timeoutMs: 600_000 });
    await sh(install.replace('codex-app-server-sdk', tarball));
    await sh('npm install --save-dev --save-exact typescript@5.9.3 @types/node@20.19.43');
    const made = await sh(make);
    expect(made.stdout).toContain(`runtime ${version} from codex-bin`);

    writeFileSync(join(project, 'src', 'main.ts'), program);
    const options = {
      compilerOptions: {
        module: 'NodeNext',
        target: 'ES2022',
        lib: ['ES2022', 'ESNext.Disposable'],
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        outDir: 'dist',
      },
      include: ['src'],
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options));
    await sh('npx tsc');

    await using model = await ScriptedModel.start([reply.text('Hello!')]);
    const { env } = model.configFor();
    const { stdout, stderr } = await runOk(process.execPath, ['dist/main.js'], {
      cwd: project,
      env: { ...process.env, ...env },
    });
    expect({ stdout, stderr }).toEqual({
      stdout: `runtime ${version}, client for ${version}\nturn completed\n`,
      stderr: '',
    });
    // What is committed can be checked, as the guide says.
    await sh('npx codex-sdkgen generate --lenient --out src/codex --check');
  });
});
