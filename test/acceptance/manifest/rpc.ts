import { type Behaviour, notApplicable, shown } from './behaviour.js';

const TYPES = 'generated/protocol.test-d.ts';
const TURNS = 'session/turns.test.ts';
const NEWER = 'acceptance/newer-runtime.test.ts > a runtime that is newer than this client';
const NO_GATE =
  'Types and options are those of the pinned runtime, which the package brings. With another one the client warns at the start, by both versions, and leaves the answer to the runtime.';

/** The typed protocol and the routing of its messages. */
export const rpc: readonly Behaviour[] = [
  shown(
    'client_rpc_methods/generated_params_models_are_snake_case_and_dump_by_alias',
    'Params in the spelling of Python go out in that of the wire.',
    'snake_case/wire.test.ts > the FAQ’s names reach the wire > %s as %s',
  ),
  shown(
    'client_rpc_methods/generated_v2_bundle_has_single_shared_plan_type_definition',
    'A definition that several types share is one type.',
    'acceptance/public-api.test.ts > a definition that many types share is one type',
  ),
  shown(
    'client_rpc_methods/thread_resume_response_accepts_auto_review_reviewer',
    'A resumed thread may name its reviewer `auto_review`.',
    'acceptance/approval-modes.test.ts > an approval mode > %s of a new thread is what a resumed one inherits @ [autoReview,',
  ),
  shown(
    'client_rpc_methods/notifications_are_typed_with_canonical_v2_methods',
    'A notification is told by its method, and has the params of that.',
    `${TYPES} > maps and unions > narrow notifications by method`,
  ),
  shown(
    'client_rpc_methods/unknown_notifications_fall_back_to_unknown_payloads',
    'A notification newer than the schema reaches the program as it is.',
    'snake_case/events.test.ts > hears notifications of a method and of all, unknown ones as they are',
    'acceptance/handles.test.ts > what is newer than this client goes to its turn, wherever it names that',
  ),
  shown(
    'client_rpc_methods/invalid_notification_payload_falls_back_to_unknown',
    'A notification that is not as the schema has it ends and hides nothing.',
    'session/malformed.test.ts > notifications of any shape end nothing, hide nothing and break no result',
  ),
  shown(
    'client_rpc_methods/generated_notification_turn_id_handles_known_payload_shapes',
    'A message goes to the turn that it names, directly, nested or not at all.',
    `${TURNS} > keeps turns apart, and gives events of nobody to nobody`,
    'acceptance/handles.test.ts > what is newer than this client goes to its turn, wherever it names that',
  ),
  shown(
    'client_rpc_methods/turn_notification_router_demuxes_registered_turns',
    'Turns of one client are kept apart.',
    `${TURNS} > keeps turns apart, and gives events of nobody to nobody`,
  ),
  shown(
    'client_rpc_methods/goal_notification_router_routes_by_thread_id',
    'What is told of a goal goes to the goal of that thread.',
    'goal/goal-run.test.ts > keeps what comes before the answer, and what is newer than it',
  ),
  shown(
    'client_rpc_methods/client_reader_routes_interleaved_turn_notifications_by_turn_id',
    'Interleaved notifications keep the order of their turn.',
    'acceptance/run.test.ts > live streams > of two threads at once each have their own events, in order',
  ),
  shown(
    'client_rpc_methods/turn_notification_router_buffers_events_before_registration',
    'Events that come before their turn is known are kept for it.',
    `${TURNS} > loses nothing of a turn that is over before its start is answered`,
  ),
  shown(
    'client_rpc_methods/turn_notification_router_starts_at_explicit_registration',
    'A handle that joins later starts where it was asked for.',
    'acceptance/handles.test.ts > a handle that joins a turn > has the events from its own start on (others were read: %s)',
  ),
  shown(
    'client_rpc_methods/turn_notification_router_clears_unregistered_turn_when_completed',
    'Of turns that nobody asked for nothing is kept.',
    `${TURNS} > keeps turns apart, and gives events of nobody to nobody`,
    'session/event-log.test.ts > EventLog > keeps nothing without a reader or a hold',
  ),
  shown(
    'client_rpc_methods/turn_notification_router_routes_unknown_turn_notifications',
    'A notification newer than the schema goes to its turn by `turnId` or `turn.id`.',
    'acceptance/handles.test.ts > what is newer than this client goes to its turn, wherever it names that',
  ),
  notApplicable(
    'client_rpc_methods/approval_review_paths_preserve_existing_wrappers',
    'Paths in the review of an approval keep their wrapper class.',
    'Paths are strings here: the schema’s newtypes have no wrapper classes whose names could change.',
  ),
  notApplicable(
    'client_rpc_methods/new_options_reject_unsupported_runtime_before_sending',
    'Options newer than the runtime are refused before anything is sent.',
    NO_GATE,
  ),
  notApplicable(
    'client_rpc_methods/new_options_accept_supported_runtime_metadata',
    'Options are sent to each version that is known to take them.',
    NO_GATE,
  ),
  notApplicable(
    'client_rpc_methods/unversioned_checkout_probes_and_caches_its_own_schema',
    'A runtime without a version is asked for its schema once.',
    NO_GATE,
  ),
  notApplicable(
    'client_rpc_methods/unversioned_custom_launch_requires_verifiable_capabilities',
    'A command line of the user must tell its version before newer options are sent.',
    NO_GATE,
  ),
  shown(
    'client_rpc_methods/ordinary_requests_keep_working_on_old_or_unknown_runtime',
    'A runtime of another version is started, with a warning that names both.',
    `${TURNS} > warns about a runtime of another version, by both versions`,
  ),
  notApplicable(
    'client_rpc_methods/new_options_require_fresh_initialize_metadata_after_close',
    'After a close the version of the runtime counts as unknown.',
    'A closed client stays closed; every client, and every restart, reads the version anew.',
  ),
  shown(
    'client_rpc_methods/plan_type_accepts_business_prolite_from_newer_runtime',
    'A plan that no schema had reaches the program as it is.',
    `${NEWER} > may say values and fields that no schema had, which reach the program as they are`,
  ),
  shown(
    'client_rpc_methods/reasoning_effort_preserves_enum_constants_and_accepts_future_values',
    'An effort that no schema had reaches the program as it is.',
    `${NEWER} > may say values and fields that no schema had, which reach the program as they are`,
  ),
  shown(
    'client_rpc_methods/thread_source_preserves_enum_constants_and_accepts_future_values',
    'A source of threads that no schema had reaches the program as it is.',
    `${NEWER} > may say values and fields that no schema had, which reach the program as they are`,
  ),
  shown(
    'client_rpc_methods/decoded_notifications_match_the_declared_payload_type',
    'What is declared of notifications is what the runtime sends, line by line.',
    `${TYPES} > maps and unions > agree with each other`,
    'schema-truth/traffic.test.ts > a runtime is watched > behind the facade, every line',
  ),
  shown(
    'async_client_behavior/async_client_allows_concurrent_transport_calls',
    'Requests are under way at the same time and matched to their answers by id.',
    'rpc/connection.test.ts > requests > are matched to answers by id, whatever their order',
    'facade/endurance.test.ts > has room for other requests beside a hundred that last',
  ),
  notApplicable(
    'async_client_behavior/async_client_turn_notification_methods_delegate_to_sync_client',
    'The asynchronous client hands its calls to the synchronous one.',
    'The client is asynchronous from the ground up and wraps no other.',
  ),
];
