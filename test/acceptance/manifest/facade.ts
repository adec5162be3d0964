import { type Behaviour, notApplicable, shown } from './behaviour.js';

const LIFE = 'facade/lifecycle.test.ts';
const THREAD = 'options/options.test.ts > thread options on the wire';
const TURN = 'options/options.test.ts > turn options on the wire';
const INPUT = 'inputs/inputs.test.ts';
const SURFACE = 'surface/surface.test.ts > $name';
const API = 'acceptance/public-api.test.ts';

/** What the public API does before anything is sent, and what it is made of. */
export const facade: readonly Behaviour[] = [
  shown(
    'public_api_runtime_behavior/codex_init_failure_closes_client',
    'A start that fails leaves no runtime behind and says why.',
    `${LIFE} > fails to start when the connection ends right after the handshake`,
    'session/runtime-link.test.ts > a restart > that fails on its way leaves no runtime behind',
  ),
  shown(
    'public_api_runtime_behavior/async_codex_init_failure_closes_client',
    'After a start that failed the client can be started again.',
    `${LIFE} > tells why the runtime did not start, and can try again`,
    'session/runtime-link.test.ts > a start > that fails can be tried again, and is no crash',
  ),
  shown(
    'public_api_runtime_behavior/async_codex_initializes_only_once_under_concurrency',
    'However many calls start the client, there is one start.',
    `${LIFE} > starts once however many callers, and tells what it started`,
  ),
  shown(
    'public_api_runtime_behavior/approval_modes_serialize_to_expected_start_params',
    'An approval mode goes out as policy and reviewer.',
    `${THREAD} > %s @ { approvalMode: ApprovalMode.autoReview }`,
  ),
  shown(
    'public_api_runtime_behavior/unknown_approval_mode_is_rejected',
    'An unknown approval mode is refused, and the known ones named.',
    `${THREAD} > %s is rejected @ an unknown approval mode`,
  ),
  shown(
    'public_api_runtime_behavior/sandbox_presets_serialize_for_threads_and_turns',
    'A preset goes out as a mode for threads, and as a policy for turns.',
    `${THREAD} > %s @ { sandbox: Sandbox.workspaceWrite }`,
    `${TURN} > %s @ { sandboxPolicy: { type: 'dangerFullAccess' } }`,
  ),
  shown(
    'public_api_runtime_behavior/raw_sandbox_strings_are_rejected',
    'A string that names no sandbox is refused before anything is sent; the names of the wire are fine.',
    `${THREAD} > %s is rejected @ an unknown mode`,
  ),
  shown(
    'public_api_runtime_behavior/retry_examples_compare_status_with_enum',
    'The example of retrying works as it is shown.',
    'examples/examples.test.ts > each example prints what it should > %s @ retry: {',
  ),
  shown(
    'public_api_runtime_behavior/include_turns_preserves_omission_and_inverts_explicit_values',
    'Whether turns come with a thread is said in the word of the wire, and left out if nobody says it.',
    'acceptance/lifecycle.test.ts > a thread > is resumed with its turns, or without if they are not wanted',
  ),
  shown(
    'public_api_runtime_behavior/turn_inputs_and_options_reach_the_client',
    'Each kind of input and the options of a turn reach the wire.',
    `${INPUT} > each kind of input becomes its wire object > %s`,
    `${TURN} > %s`,
  ),
  shown(
    'public_api_runtime_behavior/external_messages_cannot_be_mixed_with_user_input_or_sent_as_user_steering',
    'An external message is a whole input, and is no steering.',
    `${INPUT} > wrong input is told before anything is sent > %s @ an external message to steer`,
    `${INPUT} > wrong input is told before anything is sent > %s @ a mixed list`,
  ),
  shown(
    'public_api_signatures/root_exports_codex_config',
    'The configuration is exported from the root.',
    `${SURFACE} > exports what is listed`,
  ),
  shown(
    'public_api_signatures/root_exports_turn_result',
    'The result of a turn is exported, and has the fields that it should.',
    `${SURFACE} > exports what is listed`,
    'facade/turns.test.ts > runs a turn and reports all of it',
  ),
  shown(
    'public_api_signatures/root_exports_approval_mode',
    'The approval modes are exported from the root.',
    `${SURFACE} > exports what is listed`,
  ),
  shown(
    'public_api_signatures/root_exports_sandbox_presets',
    'The sandbox presets are exported from the root.',
    `${SURFACE} > exports what is listed`,
  ),
  shown(
    'public_api_signatures/turn_run_methods_return_turn_result',
    'Runs give the result of a turn, with the output that a schema infers.',
    'facade/output.test-d.ts > infers the output of a zod schema',
    'facade/output.test-d.ts > has no output type without a schema, nor with options that may hold one',
  ),
  shown(
    'public_api_signatures/turn_input_methods_accept_string_shortcut',
    'A string is input wherever input is taken.',
    `${INPUT} > each kind of input becomes its wire object > %s @ ['a string',`,
    'facade/turns.test.ts > steers a running turn',
  ),
  shown(
    'public_api_signatures/package_and_default_client_versions_follow_project_version',
    'The version is the same in the package and in the code.',
    'package/version.test.ts > is the same in the package and in the code',
  ),
  shown(
    'public_api_signatures/curated_public_api_has_builtin_help_documentation',
    'Every public name and member has a doc comment.',
    `${SURFACE} > says of each name and member what it means, and shows how it is used`,
  ),
  shown(
    'public_api_signatures/package_includes_py_typed_marker',
    'The package brings its types, for every entry.',
    'package/package.test.ts > has types that resolve for every entry',
  ),
  shown(
    'public_api_signatures/package_root_exports_only_public_api',
    'The root exports the public API and nothing of what carries it.',
    `${SURFACE} > exports what is listed`,
    `${API} > the facade > exports no part of what carries it`,
  ),
  shown(
    'public_api_signatures/package_star_import_matches_public_api',
    'A namespace import of the root has the public API.',
    `${API} > the facade > exports no part of what carries it`,
    `${SURFACE} > exports what is listed`,
  ),
  shown(
    'public_api_signatures/types_module_exports_curated_public_types',
    'The types of the protocol have an entry of their own.',
    'surface/surface.test.ts > there is a list for each entry, and for nothing else',
    'package/package.test.ts > has types that resolve for every entry',
  ),
  shown(
    'public_api_signatures/types_star_import_matches_public_types',
    'The entry of the types exports what is listed.',
    `${SURFACE} > exports what is listed`,
  ),
  shown(
    'public_api_signatures/examples_use_public_import_surfaces',
    'Examples import what users can import.',
    `${API} > the examples use what users can import, and nothing else`,
  ),
  shown(
    'public_api_signatures/generated_public_signatures_are_snake_case_and_typed',
    'Public signatures are typed throughout, in this spelling and in that of Python.',
    `${SURFACE} > says what everything is: no type is any`,
    'snake_case/parity.test.ts > everything of the facade is here > in its types: exports, members, options, results',
  ),
  notApplicable(
    'public_api_signatures/new_thread_methods_default_to_auto_review',
    'A new thread has its approvals reviewed by the runtime’s reviewer.',
    'Nothing is set that the user did not ask for: without an approval mode the user’s own configuration holds, and what it asks about is declined unless a handler says otherwise.',
  ),
  shown(
    'public_api_signatures/existing_thread_methods_default_to_preserving_approval_settings',
    'Without options nothing is sent, and a thread keeps its settings.',
    `${THREAD} > %s @ ['none', {}, {}]`,
    'acceptance/approval-modes.test.ts > an approval mode > is inherited by a fork, unless that has one of its own',
  ),
  shown(
    'public_api_signatures/lifecycle_methods_are_codex_scoped',
    'What becomes of threads is on the client, and what happens in one on the thread.',
    `${API} > the facade > has what becomes of threads on the client, and what happens in one on the thread`,
  ),
  shown(
    'public_api_signatures/initialize_metadata_parses_user_agent_shape',
    'The version is read out of the user agent.',
    'session/turns.test.ts > warns about a runtime of another version, by both versions',
  ),
  shown(
    'public_api_signatures/initialize_metadata_requires_non_empty_information',
    'An answer to the handshake that says nothing fails the start.',
    'session/runtime-link.test.ts > a start > that is answered with %j fails',
  ),
];
