import { type Behaviour, shown } from './behaviour.js';

const LIFE = 'acceptance/lifecycle.test.ts';
const INPUTS = 'acceptance/inputs.test.ts';
const MODES = 'acceptance/approval-modes.test.ts > an approval mode';

/** The life of threads, what they are given, and how they are set. */
export const threads: readonly Behaviour[] = [
  shown(
    'lifecycle/thread_set_name_and_read',
    'A thread is read with the name that it was given.',
    `${LIFE} > a thread > has the name that it was given`,
  ),
  shown(
    'lifecycle/sync_and_async_initialization_round_trip_metadata',
    'After the start the client knows version, home and platform of the runtime.',
    'facade/lifecycle.test.ts > starts once however many callers, and tells what it started',
  ),
  shown(
    'lifecycle/thread_list_filters_archived_threads',
    'Archived threads are listed apart from the others.',
    `${LIFE} > a thread > goes through its life: run, name, read, resume, fork, archive, unarchive`,
    'facade/lifecycle.test.ts > lists, names and archives threads, page by page',
  ),
  shown(
    'lifecycle/read_include_turns_returns_persisted_history',
    'A thread is read with its stored turns, if they are asked for.',
    `${LIFE} > a thread > is read with its turns or without`,
  ),
  shown(
    'lifecycle/async_lifecycle_methods_round_trip',
    'Run, name, read, resume, fork, archive and unarchive work one after the other.',
    `${LIFE} > a thread > goes through its life: run, name, read, resume, fork, archive, unarchive`,
  ),
  shown(
    'lifecycle/thread_fork_returns_distinct_thread',
    'A fork is a thread of its own with the history of the other.',
    `${LIFE} > a thread > that is forked goes its own way, with what was said before`,
  ),
  shown(
    'lifecycle/archive_unarchive_round_trip_uses_materialized_rollout',
    'A thread that was archived comes back with its turns.',
    `${LIFE} > a thread > goes through its life: run, name, read, resume, fork, archive, unarchive`,
  ),
  shown(
    'lifecycle/models_rpc',
    'The models on offer are listed.',
    `${LIFE} > the models on offer are listed, hidden ones if they are asked for`,
  ),
  shown(
    'lifecycle/compact_rpc_hits_mock_responses',
    'Compaction asks the model for a summary; here it is waited for as well.',
    'facade/compact.test.ts > compacts to the end, and the thread goes on from the summary',
  ),
  shown(
    'inputs/data_url_image_input_reaches_responses_api',
    'An image by its data URL reaches the model.',
    `${INPUTS} > what the user gives reaches the model > an image as bytes or as a data URL, beside a text`,
  ),
  shown(
    'inputs/local_image_input_reaches_responses_api',
    'An image in a file reaches the model as a data URL.',
    `${INPUTS} > what the user gives reaches the model > an image in a file, as a data URL`,
  ),
  shown(
    'inputs/skill_input_injects_loaded_skill_body',
    'A skill reaches the model with its name, its path and its body.',
    `${INPUTS} > what the user gives reaches the model > a skill, with its name, its place and what it says`,
  ),
  shown(
    'inputs/external_message_preserves_tool_authority_through_resume',
    'An external message is the output of a tool, and never text of the user, after a resume too.',
    `${INPUTS} > an external message > is the output of a tool to the model, and stays it when the thread is resumed`,
  ),
  shown(
    'inputs/external_message_joins_active_turn_with_tool_authority',
    'An external message joins the turn that runs, and both handles come to the same end.',
    `${INPUTS} > an external message > joins the turn that runs, and both handles come to the same end`,
  ),
  shown(
    'inputs/async_external_message_reaches_model_with_tool_authority',
    'An external message starts a turn where none runs, with the authority of a tool.',
    `${INPUTS} > an external message > is the output of a tool to the model, and stays it when the thread is resumed`,
  ),
  shown(
    'inputs/async_external_message_allows_both_handles_to_consume',
    'Both handles of a joined turn may be read, each at its own pace.',
    `${INPUTS} > an external message > may be read by both handles, each at its own pace`,
  ),
  shown(
    'inputs/external_message_uses_core_tool_output_truncation',
    'A long external message is cut as the output of a tool is.',
    `${INPUTS} > an external message > that is too long is cut by the rule for the output of tools`,
  ),
  shown(
    'approvals/thread_resume_inherits_deny_all_approval_mode',
    'A resumed thread has the approval mode that it was started with.',
    `${MODES} > %s of a new thread is what a resumed one inherits @ [denyAll, ['never', 'user']]`,
  ),
  shown(
    'approvals/thread_fork_inherits_deny_all_approval_mode',
    'A fork has the approval mode of its thread.',
    `${MODES} > is inherited by a fork, unless that has one of its own`,
  ),
  shown(
    'approvals/thread_fork_can_override_approval_mode',
    'A fork may be given an approval mode of its own.',
    `${MODES} > is inherited by a fork, unless that has one of its own`,
  ),
  shown(
    'approvals/turn_approval_mode_persists_until_next_turn',
    'The approval mode of a turn is that of the turns after it.',
    `${MODES} > of a turn stays with the thread until another is given`,
  ),
  shown(
    'approvals/thread_run_approval_mode_persists_until_explicit_override',
    'The approval mode stays until another is given.',
    `${MODES} > of a turn stays with the thread until another is given`,
  ),
  shown(
    'approvals/async_thread_run_approval_mode_persists_until_explicit_override',
    'A thread that is brought back may be given another approval mode.',
    `${MODES} > of a thread that is brought back replaces the one that it had`,
  ),
  shown(
    'login/api_key_login_authenticates_follow_up_model_requests',
    'After a login with an API key the model is asked with it.',
    'facade/login.test.ts > a login with an API key > shows in the account and in the requests that follow, until the logout',
  ),
  shown(
    'login/chatgpt_token_login_authenticates_follow_up_model_requests',
    'After a login with tokens from elsewhere the model is asked with them.',
    'testing/login.test.ts > a login > with a token of ChatGPT shows account and token',
  ),
  shown(
    'goal_operations/private_goal_operation_coalesces_runtime_continuations',
    'A goal is one thing to wait for and to read, however many turns the runtime makes of it.',
    'facade/goal.test.ts > follows a goal across its turns to its end',
    'facade/goal.test.ts > has several readers, each with everything, and late ones with what is still held',
  ),
];
