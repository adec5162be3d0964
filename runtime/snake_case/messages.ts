import { METHODS } from '../../generated/methods.js';
import type { RequestMethod } from '../../generated/protocol.js';
import { paramsFromWire } from '../../generated/snake_case/mappers.js';
import * as names from './facade-names.js';

/** What the root's messages speak of beside the names of options. */
const others: Readonly<Record<string, string>> = {
  'ApprovalMode.denyAll': 'ApprovalMode.deny_all',
  'ApprovalMode.autoReview': 'ApprovalMode.auto_review',
  'Sandbox.readOnly': 'Sandbox.read_only',
  'Sandbox.workspaceWrite': 'Sandbox.workspace_write',
  'Sandbox.fullAccess': 'Sandbox.full_access',
  textInput: 'text_input',
  imageInput: 'image_input',
  localImageInput: 'local_image_input',
  audioInput: 'audio_input',
  localAudioInput: 'local_audio_input',
  fileId: 'file_id',
  mediaType: 'media_type',
  toolNamespace: 'tool_namespace',
};

/** Texts in quotes are the user's own: the root's messages show them as JSON, engines in single quotes. */
const quoted = /"(?:[^"\\]|\\.)*"|'\w+'/;

/** A name in running text; not one in a pointer or a path, for those are the user's own as well. */
const name = /(?<![\w"/\\])(?:(?:ApprovalMode|Sandbox)\.)?[a-z]+[A-Z]\w*/;

const either = new RegExp(`${quoted.source}|${name.source}`, 'g');

let known: ReadonlyMap<string, string> | undefined;

/** One of the root's messages, with the names that its reader has to write in this voice. */
export function respelledMessage(message: string): string {
  const table = (known ??= allNames());
  return message.replace(either, (word) => table.get(word) ?? word);
}

/** As {@link respelledMessage}, for a warning: if it says what failed, the rest is in the words of that. */
export function respelledWarning(warning: string): string {
  const [head] = /^[\w ]+ failed: /.exec(warning) ?? [warning];
  return respelledMessage(head) + warning.slice(head.length);
}

/** Only names that stand in a table are respelled: those of the facade and those of params. */
function allNames(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const info of Object.entries(METHODS)) {
    const [method, { kind }] = info;
    if (kind !== 'request') continue;
    const wire = METHODS[method as RequestMethod].keys ?? [];
    const params = paramsFromWire(method, Object.fromEntries(wire.map((key) => [key, key])));
    for (const [here, there] of Object.entries(params as object)) table.set(there as string, here);
  }
  for (const group of Object.values(names)) {
    for (const [here, there] of Object.entries(group)) table.set(there, here);
  }
  for (const [there, here] of Object.entries(others)) table.set(there, here);
  return table;
}
