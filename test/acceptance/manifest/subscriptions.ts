import { type Behaviour, notApplicable, shown } from './behaviour.js';

const HANDLES = 'acceptance/handles.test.ts';
const LOG = 'session/event-log.test.ts > EventLog';

/** Handles and streams of one turn. */
export const subscriptions: readonly Behaviour[] = [
  shown(
    'turn_subscriptions/late_join_starts_with_future_events',
    'A handle that joins a turn has the events since it was asked for, whatever others have read.',
    `${HANDLES} > a handle that joins a turn > has the events from its own start on (others were read: %s)`,
  ),
  shown(
    'turn_subscriptions/consumed_deltas_are_released_while_turn_is_active',
    'Events that all have read are let go of while the turn still runs.',
    `${LOG} > lets readers go at their own pace and releases what all have read`,
    `${LOG} > stays flat in memory over many events`,
  ),
  shown(
    'turn_subscriptions/slow_subscriber_keeps_unread_deltas',
    'A slow reader loses nothing that it has not read.',
    `${LOG} > lets readers go at their own pace and releases what all have read`,
    'facade/endurance.test.ts > delivers a flood of deltas whole and in order, to whoever listens and however slowly',
  ),
  shown(
    'turn_subscriptions/events_or_failure_before_turn_start_returns',
    'What comes before the start is answered is not lost, be it the whole turn or the end of the connection.',
    'session/turns.test.ts > loses nothing of a turn that is over before its start is answered',
    `${HANDLES} > a start that fails > because the connection ends rejects with the account of it`,
  ),
  shown(
    'turn_subscriptions/pending_join_starts_at_request_while_original_handle_finishes',
    'A handle that joins a turn which ends before the answer has its end.',
    `${HANDLES} > a handle that joins a turn > loses nothing when the turn ends before its start is answered`,
  ),
  shown(
    'turn_subscriptions/failed_start_releases_early_completed_state',
    'A start that fails keeps nothing of what came for it.',
    `${HANDLES} > a start that fails > keeps nothing of what came for it, and frees the thread`,
    'session/dropped.test.ts > a start that %s keeps nothing of what follows on its thread @ was refused',
  ),
  shown(
    'turn_subscriptions/closing_one_stream_leaves_other_subscriber_intact',
    'A stream that is left leaves the turn to the others.',
    `${HANDLES} > a handle that joins a turn > leaves the turn to the others when its stream is left`,
  ),
  shown(
    'turn_subscriptions/both_handles_observe_failure_and_release_state',
    'Every handle of a turn sees it fail, by the transport and by the model.',
    `${HANDLES} > a handle that joins a turn > fails with it when the connection ends, like every other`,
    `${HANDLES} > a handle that joins a turn > fails with it when the model does, like every other`,
  ),
  shown(
    'turn_subscriptions/abandoned_handle_releases_completed_history',
    'For a handle that was dropped no events are kept.',
    'session/dropped.test.ts > a turn whose handle was dropped keeps no events, and goes on',
  ),
  shown(
    'turn_subscriptions/cancelled_async_consumer_leaves_other_handle_intact',
    'A reader that is aborted takes nothing from the others.',
    `${LOG} > ends a reader whose signal aborts, before or while it waits`,
    'session/dropped.test.ts > a reader that was dropped holds nothing back, but one that is waited for does',
  ),
  shown(
    'turn_subscriptions/cancelled_turn_start_releases_result_after_response',
    'A turn whose start was given up is stopped, and its thread is free again.',
    'session/turns.test.ts > stops a turn whose start was not answered, and frees its thread',
  ),
  shown(
    'turn_subscriptions/cancelled_queued_start_does_not_send_a_request',
    'A turn that is aborted while it waits for its thread is never sent.',
    'facade/turns.test.ts > sends nothing for a turn that is aborted while it waits for its thread',
  ),
  notApplicable(
    'turn_subscriptions/low_level_start_keeps_implicit_registration_and_explicit_unregister',
    'A low-level start registers its turn until it is unregistered.',
    'There is no registration by hand: typed RPC starts a turn and `codex.on()` hears of it; streams are those of handles.',
  ),
];
