// Writes down what every runtime of this process says and hears, however it was started. It is
// loaded into the workers of the tests and, from there, into the programs and threads that they start.
const programs = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { appendFileSync, existsSync, realpathSync, statSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { basename, isAbsolute, join } = require('node:path');
const threads = require('node:worker_threads');

const LINE_FEED = 0x0a;
const INSTALLED = Symbol.for('codex.traffic');

/** Where it is written to. */
let folder = process.env.CODEX_TRAFFIC;

/** Runtimes of this process that listen for connections. */
let listening = 0;

/**
 * A file for the traffic of one connection: `<` is before what the runtime said, `>` before what it
 * heard, `!` before what nobody could watch.
 */
function transcript(kind) {
  const at = folder;
  const name = `${kind}-${process.pid}-${randomBytes(6).toString('hex')}.traffic`;
  return (direction, line) => {
    // The folder goes with the last test; what is said later belongs to none.
    if (existsSync(at)) appendFileSync(join(at, name), `${direction}${line}\n`);
  };
}

/** Gives on lines when they are complete. */
function byLines(take) {
  let rest = [];
  return (chunk, encoding) => {
    let bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    for (let end; (end = bytes.indexOf(LINE_FEED)) >= 0; bytes = bytes.subarray(end + 1)) {
      const line = Buffer.concat([...rest, bytes.subarray(0, end)]).toString();
      rest = [];
      if (line.trim() !== '') take(line);
    }
    if (bytes.length > 0) rest.push(bytes);
  };
}

/** Whether a process is a runtime of its own, and no script that stands for one. */
function isRuntime(file) {
  if (!isAbsolute(file)) return file === 'codex';
  try {
    return /^codex(\.exe)?$/.test(basename(file)) && statSync(realpathSync(file)).size > 1_000_000;
  } catch {
    return false;
  }
}

function servesFor({ file, args = [] }) {
  const at = args.indexOf('app-server');
  if (at < 0 || args[at + 1]?.startsWith('generate-') || !isRuntime(file)) return undefined;
  const listen = args[args.indexOf('--listen', at) + 1];
  return args.includes('--listen', at) && listen !== 'stdio://' ? 'sockets' : 'pipes';
}

function tapPipes({ stdin, stdout }) {
  const write = transcript('pipes');
  // A client without these pipes gets its messages from somebody who is not watched.
  if (!stdin || !stdout) return write('!', 'a runtime was started without pipes');
  const heard = byLines((line) => write('>', line));
  const said = byLines((line) => write('<', line));
  const { write: writeIn, end } = stdin;
  stdin.write = function (chunk, encoding, ...others) {
    heard(chunk, encoding);
    return writeIn.call(this, chunk, encoding, ...others);
  };
  stdin.end = function (chunk, encoding, ...others) {
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function')
      heard(chunk, encoding);
    // Node's own `end` writes by itself, not by the method above.
    return end.call(this, chunk, encoding, ...others);
  };
  const { push } = stdout;
  stdout.push = function (chunk, encoding) {
    if (chunk !== null) said(chunk, encoding);
    return push.call(this, chunk, encoding);
  };
}

/** While a runtime listens, every WebSocket of this process is taken for a connection to it. */
function tapSockets(child) {
  transcript('listening')('', '');
  listening += 1;
  child.once('exit', () => (listening -= 1));
  const { prototype } = require('ws').WebSocket;
  if (prototype[INSTALLED]) return;
  prototype[INSTALLED] = true;
  const transcripts = new WeakMap();
  const parts = new WeakMap();
  const of = (socket) => {
    if (!transcripts.has(socket)) transcripts.set(socket, transcript('socket'));
    return transcripts.get(socket);
  };
  const { emit, send } = prototype;
  prototype.emit = function (event, ...args) {
    if (event === 'message' && listening > 0) of(this)('<', String(args[0]));
    return Reflect.apply(emit, this, [event, ...args]);
  };
  prototype.send = function (data, frame, ...others) {
    const text = (parts.get(this) ?? '') + Buffer.from(data).toString();
    const isLast = typeof frame !== 'object' || frame.fin !== false;
    parts.set(this, isLast ? '' : text);
    if (isLast && listening > 0) of(this)('>', text);
    return Reflect.apply(send, this, [data, frame, ...others]);
  };
}

/** Programs of Node are watched as well, also where they are started without this environment. */
function follow(parameters) {
  if (!/^(node|npm|npx)(\.\w+)?$/.test(basename(parameters.file))) return;
  const set = (name, value) => {
    parameters.envPairs = parameters.envPairs.filter((pair) => !pair.startsWith(`${name}=`));
    parameters.envPairs.push(`${name}=${value}`);
  };
  const before = parameters.envPairs.findLast((pair) => pair.startsWith('NODE_OPTIONS='));
  set('CODEX_TRAFFIC', folder);
  set('NODE_OPTIONS', withThis(before?.slice('NODE_OPTIONS='.length)));
}

/** Options of Node that load this module too. */
function withThis(options = '') {
  const quoted = JSON.stringify(__filename);
  return options.includes(quoted) ? options : `${options} --require=${quoted}`;
}

/** A command line that starts a runtime. */
const SERVES = /codex\S*(\s.*)? app-server(?! generate-)/;

function isShell({ file, shell }) {
  return Boolean(shell) || /^(sh|bash|zsh|cmd)(\.exe)?$/.test(basename(file));
}

/** Refuses to start a runtime in a way in which it could not be watched. */
function refuseUnwatched(name) {
  const start = programs[name];
  programs[name] = function (command, args, ...others) {
    const line = [command, ...(Array.isArray(args) ? args : [])].join(' ');
    if (SERVES.test(line)) {
      throw new Error(`${name} would start a runtime whose traffic nobody can check`);
    }
    return start(command, args, ...others);
  };
}

/** A thread that is watched like its program. */
class WatchedWorker extends threads.Worker {
  constructor(file, options = {}) {
    const { execArgv = process.execArgv, env } = options;
    super(file, {
      ...options,
      execArgv: [...execArgv, `--require=${__filename}`],
      ...(typeof env === 'object' ? { env: { ...env, CODEX_TRAFFIC: folder } } : {}),
    });
  }
}

/** Has what starts from now on written into another folder: that of another file of tests. */
exports.writeInto = (other) => {
  folder = other;
  process.env.CODEX_TRAFFIC = other;
  install();
};

function install() {
  if (programs.ChildProcess.prototype[INSTALLED]) return;
  programs.ChildProcess.prototype[INSTALLED] = true;
  if (threads.isMainThread) process.env.NODE_OPTIONS = withThis(process.env.NODE_OPTIONS);
  threads.Worker = WatchedWorker;
  for (const name of ['execSync', 'execFileSync', 'spawnSync']) refuseUnwatched(name);
  syncBuiltinESMExports();
  const { spawn } = programs.ChildProcess.prototype;
  programs.ChildProcess.prototype.spawn = function (parameters) {
    const serves = servesFor(parameters);
    if (serves === undefined) follow(parameters);
    const result = Reflect.apply(spawn, this, [parameters]);
    if (isShell(parameters) && parameters.args.some((text) => SERVES.test(text))) {
      transcript('shell')('!', 'a shell has started a runtime');
    }
    if (serves === 'pipes') tapPipes(this);
    if (serves === 'sockets') tapSockets(this);
    return result;
  };
}

if (folder !== undefined) install();
