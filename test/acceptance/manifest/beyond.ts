import { type Behaviour, shown } from './behaviour.js';

const APPROVALS = 'acceptance/approvals.test.ts';
const LOST = 'facade/misbehaving-runtime.test.ts > a runtime that is lost';

/** What the SDK for Python never tested. */
export const beyond: readonly Behaviour[] = [
  shown(
    'beyond/command_approvals',
    'Each decision about a command has its effect, and what was allowed is not asked about again.',
    `${APPROVALS} > a command > that is accepted runs, and the next is asked about`,
    `${APPROVALS} > a command > that is accepted for the session is not asked about again`,
    `${APPROVALS} > a command > that is accepted with an amendment of the policy is allowed from then on`,
    `${APPROVALS} > a command > that is declined does not run, which the model reads, and the turn goes on`,
    `${APPROVALS} > a command > that is cancelled does not run, and ends the turn`,
  ),
  shown(
    'beyond/file_change_approvals',
    'Each decision about a change of files has its effect.',
    `${APPROVALS} > a change of files > is decided about: %s`,
  ),
  shown(
    'beyond/permissions_approvals',
    'Permissions are granted for a turn or a session, in part or not at all.',
    `${APPROVALS} > permissions > are granted for the %s`,
    `${APPROVALS} > permissions > are not granted %s`,
  ),
  shown(
    'beyond/questions',
    'Questions of the agent and of MCP servers are answered, in each way.',
    `${APPROVALS} > a question to the user > %s`,
    `${APPROVALS} > a question of an MCP server > is answered with %o`,
  ),
  shown(
    'beyond/legacy_and_rare_requests',
    'Requests that this runtime does not send by itself are answered as well.',
    `${APPROVALS} > what this runtime does not ask by itself > %s of %o is answered with %o`,
  ),
  shown(
    'beyond/nothing_is_approved_by_itself',
    'Without a handler nothing is approved, and nobody waits for ever.',
    `${APPROVALS} > a command > about which nobody is there to decide does not run`,
    `${APPROVALS} > a change of files > about which nobody is there to decide is not made`,
    `${APPROVALS} > what this runtime does not ask by itself > %s without a handler is answered, and approves nothing`,
  ),
  shown(
    'beyond/deferred_decisions',
    'A request may be left open and decided about later.',
    `${APPROVALS} > a command > may be decided about later, by whoever sees the open request`,
  ),
  shown(
    'beyond/handler_failures',
    'A handler that throws leaves the safe answer, and hurts no other call.',
    'transcripts/transcripts.test.ts > $name > comes to what was reviewed, turn by turn and for the program @ transcripts/recorded/command-handler-fails.jsonl',
    'snake_case/handlers.test.ts > handlers > leave what fails to the safe answer, and report it',
  ),
  shown(
    'beyond/reentrant_handlers',
    'A handler may use the client; what would wait for itself is refused at once.',
    'facade/tools-lifecycle.test.ts > lets a tool run a turn on another thread',
    'facade/tools-lifecycle.test.ts > rejects at once a turn on the own thread, which would wait for itself',
  ),
  shown(
    'beyond/error_mapping',
    'Each error of the runtime becomes the error that it means.',
    'rpc/classify-rpc-error.test.ts > %s: %i %s %j',
    'facade/endurance.test.ts > tells apart what the runtime refuses with one code',
  ),
  shown(
    'beyond/model_failures',
    'Each failure of the model is told by its kind.',
    'testing/failures.test.ts > what the runtime makes of > %s',
  ),
  shown(
    'beyond/overload_detection',
    'Overload is told in each spelling that the runtime has for it.',
    'retry/retry.test.ts > tells overload in every spelling, and turns that failed by it',
  ),
  shown(
    'beyond/retry_timing',
    'Retries come after a pause that doubles up to a limit, with jitter both ways.',
    'retry/retry.test.ts > tries again with a pause that doubles up to a limit',
    'retry/retry.test.ts > varies the pause by the jitter, both ways',
    'rpc/connection.test.ts > overload > is retried with a growing pause, without holding a place',
    'rpc/connection.test.ts > overload > ends in RetryLimitExceededError after the last try',
  ),
  shown(
    'beyond/transport_death',
    'However the runtime is lost, everything open ends with one account of it, and later calls too.',
    `${LOST} > by %s %j in the middle of everything ends all of it`,
    'facade/crash.test.ts > fails the turn, its streams and every later call when the runtime is killed',
  ),
  shown(
    'beyond/bad_lines',
    'A line that is no message is reported, and the connection lives on.',
    'rpc/connection.test.ts > bad lines > report %s and live on',
  ),
  shown(
    'beyond/stderr_tail',
    'The newest of the standard error is in the account of the end.',
    'transport/stdio.test.ts > the end > by exit tells code and stderr',
    'process/stderr-tail.test.ts > keeps the newest whole lines',
  ),
  shown(
    'beyond/close_under_load',
    'A close settles everything that is open, and leaves no process.',
    'facade/lifecycle.test.ts > closes idempotently and settles what is open',
    'facade/suspended.test.ts > is closed while approvals are open, whoever was to answer them',
    'facade/misbehaving-runtime.test.ts > a runtime that will not go is made to, and everything that waits is let go at once',
  ),
  shown(
    'beyond/notification_floods',
    'A flood arrives whole and in order, and a reader that lags too far fails alone.',
    'facade/endurance.test.ts > delivers a flood of deltas whole and in order, to whoever listens and however slowly',
    'facade/events.test.ts > bounds each stream, and fails only the one that lags',
  ),
  shown(
    'beyond/device_code_login',
    'A login by device code is waited for, given up, cancelled, replaced.',
    'facade/login.test.ts > a login by device code > is waited for as often as one likes, and a wait may be given up',
    'facade/login.test.ts > a login by device code > that is cancelled fails everyone who waits, now and later',
  ),
  shown(
    'beyond/browser_login',
    'A login in the browser ends when the browser comes back, and by no forged answer.',
    'facade/login.test.ts > a login in the browser > fails when it is refused, when it is replaced, and ends well when the user comes back',
  ),
  shown(
    'beyond/login_without_races',
    'The completion of a login goes to that login, also if it comes before the answer.',
    'login/login.test.ts > a completion > that overtakes the answer is not lost (success: %s)',
    'login/login.test.ts > a completion > goes to its own login, of several that were begun at once',
    'login/login.test.ts > a completion > goes to its own login, in whichever order those that wait are completed',
  ),
  shown(
    'beyond/token_refresh',
    'Tokens from elsewhere are renewed by a handler when the model refuses them.',
    'facade/login.test.ts > a login with tokens from elsewhere > is renewed by a handler when the service refuses them',
  ),
  shown(
    'beyond/read_only_methods',
    'Every method that only reads gives what the schema says, or the error that is known.',
    'acceptance/read-only.test.ts > the methods that only read are these',
    'acceptance/read-only.test.ts > on the real runtime > %s has a result as the schema says',
    'acceptance/read-only.test.ts > on the real runtime > %s is refused with its error',
  ),
  shown(
    'beyond/windows_spawning',
    'On Windows batch files are started safely, by their own rules of quoting.',
    'process/windows-command.test.ts > batch files are started by cmd.exe: %s',
    'process/windows-command.test.ts > arguments > %j is given as %s',
  ),
  shown(
    'beyond/no_orphans',
    'However a program ends, its runtime ends with it.',
    'transport/stdio-runtime.test.ts > no runtime outlives its program > that ends by %s',
  ),
];
