import { type Behaviour, notApplicable, shown } from './behaviour.js';

const NO_NOTEBOOK =
  'Notebooks are Python’s; what theirs shows the examples show, each a program that the tests run.';
const EXAMPLE = 'examples/examples.test.ts > each example prints what it should > %s';
const LIFE = 'facade/lifecycle.test.ts';

/** Whole programs; upstream runs them on a real model, here the real runtime has a scripted one. */
export const programs: readonly Behaviour[] = [
  shown(
    'real_app_server/real_initialize_and_model_list',
    'A client starts the runtime and lists the models.',
    `${LIFE} > starts once however many callers, and tells what it started`,
    'acceptance/lifecycle.test.ts > the models on offer are listed, hidden ones if they are asked for',
  ),
  shown(
    'real_app_server/real_thread_and_turn_start_smoke',
    'A thread is started and a turn on it runs.',
    'facade/turns.test.ts > runs a turn and reports all of it',
  ),
  shown(
    'real_app_server/real_thread_run_convenience_smoke',
    'A run gives the final response.',
    `${EXAMPLE} @ 'first-program': {`,
  ),
  shown(
    'real_app_server/real_quickstart_style_flow_smoke',
    'The first program of the README works as it stands there.',
    'docs/pages.test.ts > each program on a page prints what it should > %s @ README.md first-program.ts',
    `${EXAMPLE} @ 'first-program': {`,
  ),
  shown(
    'real_app_server/real_async_thread_turn_usage_and_ids_smoke',
    'A turn has ids and reports what it used.',
    'acceptance/run.test.ts > a turn > asks the model, by a stream, with the text of the user',
    'acceptance/run.test.ts > a turn > takes another model, and reports what was used, by the turn and in all',
  ),
  shown(
    'real_app_server/real_async_thread_run_convenience_smoke',
    'Runs are awaited one after the other.',
    'facade/turns.test.ts > queues turns of one thread and runs threads side by side',
  ),
  notApplicable(
    'real_app_server/notebook_bootstrap_resolves_sdk_and_runtime_from_unrelated_cwd',
    'The notebook finds SDK and runtime from any folder.',
    NO_NOTEBOOK,
  ),
  notApplicable(
    'real_app_server/notebook_sync_cell_smoke',
    'The first cell of the notebook runs.',
    NO_NOTEBOOK,
  ),
  notApplicable(
    'real_app_server/notebook_advanced_cell_smoke',
    'The advanced cell of the notebook runs.',
    NO_NOTEBOOK,
  ),
  shown(
    'real_app_server/real_streaming_smoke_turn_completed',
    'A stream ends with the completed turn.',
    'facade/turns.test.ts > streams every event of a turn, to several readers and to those who come late',
  ),
  shown(
    'real_app_server/real_turn_interrupt_smoke',
    'A turn is interrupted.',
    'facade/turns.test.ts > interrupts a turn, keeps what had arrived, and runs the next',
  ),
  shown(
    'real_app_server/real_examples_run_and_assert',
    'Every example runs and prints what it should.',
    EXAMPLE,
    'examples/examples.test.ts > each example prints what it should > and there is none that is not run',
  ),
  shown(
    'installed_sdk_smoke/main',
    'The package, installed into a project, runs a turn with the runtime that it brings.',
    'package/package.test.ts > installed into a project > runs a turn with the runtime that it brings',
  ),
  notApplicable(
    'mcp_conformance_fixtures/main',
    'Fixtures for the conformance of MCP servers test themselves.',
    'They belong to another part of the runtime’s repository; the SDK has no MCP implementation.',
  ),
  shown(
    'client_process_launch/utf8_pipes',
    'What is said and heard is UTF-8, whatever it is cut into and however wrong it is.',
    'rpc/line-splitter.test.ts > UTF-8 > is whole again when a chunk ends inside a character',
    'transport/stdio.test.ts > messages > that are no text are reported and skipped',
  ),
];
