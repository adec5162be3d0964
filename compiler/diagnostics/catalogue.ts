/** Every diagnostic the compiler can give, with what its reader can do about it. */
export const CATALOGUE = {
  'missing-file':
    'Check the path, or dump the schema with `codex app-server generate-json-schema`.',
  'unreadable-file': 'Check the permissions of the file and its folder.',
  'invalid-json': 'The file is damaged or was cut off: dump the schema again.',
  'invalid-schema': 'The file is no JSON Schema draft-07: dump the schema again.',
  'invalid-overlay': 'Correct the overlay: it must fit the shape that its own schema describes.',
  'invalid-provenance': 'Dump the schema again, or delete provenance.json.',
  'dangling-reference': 'The file is incomplete: dump the schema again.',
  'circular-reference': 'Nothing can fit such a type: dump the schema again.',
  'unsupported-keyword':
    'The compiler does not model this keyword, so it cannot describe the type faithfully: it needs a new rule.',
  'unsupported-schema':
    'The compiler does not model this construct, so it cannot describe the type faithfully: it needs a new rule.',
  'duplicate-definition':
    'Two definitions of this name differ: give one of them another name under `names` in the overlay.',
  'missing-envelope':
    'Use the bundle `codex_app_server_protocol.schemas.json`, which holds them all.',
  'malformed-envelope':
    'Each message needs a `method` with one literal value: dump the schema again.',
  'duplicate-method': 'A method belongs to one direction and one kind: dump the schema again.',
  'unbound-method':
    'Name its result under `results` in the overlay, or generate with --lenient to type it `unknown`.',
  'unused-response':
    'Bind it to its method under `results` in the overlay, or generate with --lenient.',
  'overlay-contradiction': 'Remove the entry from the overlay, or correct the rule.',
  'name-collision':
    'Give one of them another name in the overlay: a type under `names`, a property under `snakeNames`.',
  'invalid-name': 'Give it a name under `names` in the overlay.',
  'ambiguous-spelling':
    'Declare the type under `opaque` in the overlay, so that its values are not respelled.',
  'foreign-file':
    'Only files that start with the generated header are ever replaced: move it away, or choose another --out folder.',
  'unwritable-output': 'Check the permissions of the output folder.',
  'contradictory-options': 'Give one of them.',
  'runtime-not-found':
    'Install @openai/codex with its optional dependencies, or name a binary with --codex-bin.',
  'not-a-runtime': 'Name the Codex command line itself: `codex --version` has to tell its version.',
  'runtime-too-old': 'Use a newer runtime, or do without what it lacks.',
  'wrong-version': 'Install the package again: it is not what it says it is.',
  'dump-failed': 'Run the command by hand to see more; report it to the makers of the runtime.',
  'unstable-dump':
    'Nothing was written, for the schema cannot be trusted: report it to the makers of the runtime.',
  'unknown-version': 'Look at the published versions with `npm view @openai/codex versions`.',
  offline:
    'Connect to the network or mend the registry settings of npm; versions fetched earlier work without.',
  'fetch-failed': 'Try `npm view @openai/codex` to see whether npm works here at all.',
  'damaged-package': 'Try again. If it stays so, do not trust where the package comes from.',
  'not-the-project': 'Run the command in the root of the repository of the SDK.',
  'dirty-tree': 'Commit or remove what is not committed: only what is committed is released.',
  'drifted-tree': 'Run `npm run generate`, look at what changed, and commit it.',
  'version-mismatch': 'Bring everything to one version: `npm run sdkgen -- bump VERSION`.',
  'unsettled-lock-file':
    'Run `npm install`, look at what it changes in the lock file, and commit that first.',
  'step-failed':
    'Mend what it says and bump again. With --keep the tree stays as the bump made it, to mend it there.',
  'unusable-folder': 'Choose a new folder outside of the repository, or one that staging made.',
  'pack-failed': 'Run `npm pack` by hand to see more.',
  'incomplete-runtime': 'Take the package as it is published, `@openai/codex-<platform>`.',
  'irregular-file':
    'Only plain files and folders are released: take the package as it is published.',
  'unknown-side':
    'Name a schema folder, an exact runtime version such as 0.169.0, or a git revision.',
} as const;

export type DiagnosticCode = keyof typeof CATALOGUE;
