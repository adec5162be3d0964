import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { platformOf } from '../../compiler/system/platforms.js';
import { MANIFEST } from '../../generated/manifest.js';
import { reply, ScriptedModel } from '../../runtime/testing/index.js';
import { root, runOk, type RunResult } from '../support/run.js';
import { scratchClone } from './support/scratch-clone.js';

const VERSION: string = MANIFEST.runtimeVersion;
const key = platformOf(process)?.key ?? '';

let scratch: string;
beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'versions-stage-')));
  const clone = await scratchClone(join(scratch, 'clone'));
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction');
  // A link is no folder, so .gitignore does not speak of it.
  appendFileSync(join(clone, '.git', 'info', 'exclude'), 'node_modules\n');
  const sdkgen = (...args: readonly string[]): Promise<RunResult> =>
    runOk('npm', ['run', '--silent', 'sdkgen', '--', ...args, '--runtime-version', VERSION], {
      cwd: clone,
    });
  await sdkgen('stage-sdk', '../sdk');
  await sdkgen('stage-runtime', '../runtime', `node_modules/@openai/codex-${key}`);
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

it('what is staged installs into an empty project and runs a turn', async () => {
  const project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "mine", "type": "module" }\n');
  const archives: string[] = [];
  for (const folder of ['sdk', 'runtime']) {
    const args = ['pack', '--silent', '--pack-destination', scratch];
    const { stdout } = await runOk('npm', args, { cwd: join(scratch, folder) });
    archives.push(join(scratch, stdout.trim()));
  }
  await runOk('npm', ['install', '--no-audit', ...archives], { cwd: project });

  const program = `
    import { Codex } from 'codex-app-server-sdk';
    const codex = await Codex.start({ cwd: process.argv[2] });
    try {
      const thread = await codex.threadStart();
      console.log((await thread.run('Hi')).finalResponse, codex.metadata.serverVersion);
    } finally {
      await codex.close();
    }
  `;
  writeFileSync(join(project, 'program.js'), program);
  await using model = await ScriptedModel.start([reply.text('hello from the staged runtime')]);
  const { env, cwd } = model.configFor();
  const { stdout, stderr } = await runOk(process.execPath, ['program.js', cwd], {
    cwd: project,
    // Nothing but the staged package can be what is found.
    env: { ...process.env, ...env, PATH: '' },
  });
  expect({ stdout, stderr }).toEqual({
    stdout: `hello from the staged runtime ${VERSION}\n`,
    stderr: '',
  });
  const installed = await runOk('ls', ['node_modules'], { cwd: project });
  expect(installed.stdout.split('\n')).toContain(`codex-app-server-runtime-${key}`);
  expect(installed.stdout).not.toContain('@openai');
});
