import { type Behaviour, shown } from './behaviour.js';

const RUN = 'acceptance/run.test.ts';
const CONTROLS = 'facade/turns.test.ts';

/** Running, streaming and steering turns. */
export const turns: readonly Behaviour[] = [
  shown(
    'run/sync_thread_run_uses_mock_responses',
    'A run asks the model for a streamed response with the text of the user, and gives the result.',
    `${RUN} > a turn > asks the model, by a stream, with the text of the user`,
    'sync/blocking.test.ts > does what the asynchronous facade does, and waits for it',
  ),
  shown(
    'run/run_params_and_usage_cross_app_server_boundary',
    'A model given for a turn is asked, and tokens are reported for the turn and in all, of every kind.',
    `${RUN} > a turn > takes another model, and reports what was used, by the turn and in all`,
  ),
  shown(
    'run/async_thread_run_uses_mock_responses',
    'A run is awaited, and tells status, items, times and usage.',
    `${CONTROLS} > runs a turn and reports all of it`,
  ),
  shown(
    'run/sync_turn_result_uses_last_unknown_phase_message',
    'Of messages without a phase the last is the final response.',
    `${RUN} > the final response > is %s @ the last of messages without a phase`,
  ),
  shown(
    'run/async_turn_result_uses_last_unknown_phase_message',
    'The final response is the same whoever folds the notifications, in any mix of phases.',
    'session/turns.test.ts > takes $final as the final response of $messages',
  ),
  shown(
    'run/sync_turn_result_preserves_empty_last_message',
    'An empty last message is an empty final response, and not none.',
    `${RUN} > the final response > is %s @ an empty message`,
  ),
  shown(
    'run/sync_turn_result_does_not_promote_commentary_only_to_final',
    'A turn of nothing but commentary has no final response.',
    `${RUN} > the final response > is %s @ nothing if all was commentary`,
  ),
  shown(
    'run/async_turn_result_does_not_promote_commentary_only_to_final',
    'Commentary stays in the items, and a recorded turn of it folds to no final response.',
    'transcripts/transcripts.test.ts > $name > comes to what was reviewed, turn by turn and for the program @ transcripts/recorded/commentary-only.jsonl',
  ),
  shown(
    'run/thread_run_raises_when_real_app_server_reports_failed_turn',
    'A failed turn rejects with the message of the runtime, and keeps what there was.',
    `${RUN} > a turn > that fails rejects with the message of the runtime, and what there was`,
    `${CONTROLS} > rejects a failed turn with everything that there was`,
  ),
  shown(
    'run/final_answer_phase_survives_real_app_server_mapping',
    'The phase of a message stays with it in the items, and a final answer is the final response.',
    `${RUN} > the final response > of a message keeps its phase in the items`,
    `${RUN} > the final response > is %s @ the final answer, wherever it stands`,
  ),
  shown(
    'run/checkout_supports_new_options_and_history_selection',
    'The real runtime takes a service tier for one turn, a trigger, and the choice of history.',
    `${RUN} > options of one turn > are for that turn only where they say so, and for the thread otherwise`,
    'acceptance/lifecycle.test.ts > a thread > is resumed with its turns, or without if they are not wanted',
  ),
  shown(
    'streaming/sync_stream_routes_text_deltas_and_completion',
    'A stream has the deltas of its turn and ends with its completion.',
    `${CONTROLS} > streams every event of a turn, to several readers and to those who come late`,
    'voices/conversation.test.ts > is the same conversation in all four voices',
  ),
  shown(
    'streaming/turn_run_returns_completed_turn',
    'A handle runs to the completed turn, as often as it is asked.',
    `${CONTROLS} > streams every event of a turn, to several readers and to those who come late`,
  ),
  shown(
    'streaming/async_stream_routes_text_deltas_and_completion',
    'A stream may be left early, and the turn comes to its end all the same.',
    `${CONTROLS} > lets a reader leave early without disturbing the turn`,
  ),
  shown(
    'streaming/low_level_sync_stream_text_uses_real_turn_routing',
    'The text of a turn is streamed piece by piece.',
    `${CONTROLS} > streams every event of a turn, to several readers and to those who come late`,
    'facade/endurance.test.ts > delivers a flood of deltas whole and in order, to whoever listens and however slowly',
  ),
  shown(
    'streaming/low_level_async_stream_text_allows_parallel_model_list',
    'An open stream holds up no other request.',
    `${RUN} > live streams > hold up no other request`,
  ),
  shown(
    'streaming/interleaved_sync_turn_streams_route_by_turn_id',
    'Two turns that run at once each have their own events, in order.',
    `${RUN} > live streams > of two threads at once each have their own events, in order`,
  ),
  shown(
    'streaming/interleaved_async_turn_streams_route_by_turn_id',
    'Many threads that run at once each have what is their own.',
    'facade/endurance.test.ts > runs 64 threads at once, each with what is its own',
  ),
  shown(
    'turn_controls/turn_steer_adds_follow_up_input',
    'Steering is answered with the id of the turn, and the next request to the model has the text.',
    `${CONTROLS} > steers a running turn`,
  ),
  shown(
    'turn_controls/turn_interrupt_stops_active_turn_and_follow_up_runs',
    'An interrupt stops the turn, which says so, and the thread runs the next.',
    `${CONTROLS} > interrupts a turn, keeps what had arrived, and runs the next`,
  ),
];
