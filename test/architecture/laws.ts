/** What one file may import. */
export interface Law {
  allows(entry: {
    readonly target: string;
    readonly typeOnly: boolean;
    readonly dynamic: boolean;
  }): boolean;
}

interface Rule {
  /** The files it is for, by the beginning of their path. */
  readonly folder: string;
  /** Folders (ending in `/`), files and packages; `node:` stands for all of Node. */
  readonly allowed: readonly string[];
  /** What may be imported only when it is needed. */
  readonly lazily?: readonly string[];
}

/** The direction of imports. The first rule whose folder fits decides. */
const RULES: readonly Rule[] = [
  {
    folder: 'compiler/',
    allowed: [
      'node:',
      'ts-morph',
      'ajv',
      'prettier',
      'commander',
      'compiler/',
      'schema/overlay.json',
    ],
  },
  { folder: 'generated/', allowed: ['generated/'] },
  { folder: 'runtime/util/', allowed: ['runtime/util/'] },
  { folder: 'runtime/rpc/', allowed: ['runtime/rpc/', 'runtime/util/'] },
  {
    folder: 'runtime/transport/',
    allowed: ['node:', 'ws', 'runtime/rpc/', 'runtime/util/', 'runtime/transport/'],
  },
  {
    folder: 'runtime/process/',
    allowed: ['node:', 'ws', 'runtime/rpc/', 'runtime/util/', 'runtime/process/'],
  },
  {
    folder: 'runtime/session/',
    allowed: ['runtime/rpc/', 'runtime/util/', 'generated/', 'runtime/session/'],
  },
  { folder: 'runtime/validation/', allowed: ['ajv', 'generated/', 'runtime/validation/'] },
  {
    folder: 'runtime/',
    allowed: ['node:', 'generated/', 'runtime/'],
    lazily: ['runtime/validation/'],
  },
];

/** Types of a standard that cost nothing at run time. */
const TYPES_ANYWHERE = '@standard-schema/spec';

export function lawFor(file: string): Law {
  const rule = RULES.find(({ folder }) => file.startsWith(folder));
  if (rule === undefined) throw new Error(`No law for ${file}`);
  const { allowed, lazily = [] } = rule;
  return {
    allows({ target, typeOnly, dynamic }) {
      if (target === TYPES_ANYWHERE) return typeOnly;
      if (!dynamic && !typeOnly && matches(target, lazily)) return false;
      return matches(target, allowed);
    },
  };
}

function matches(target: string, entries: readonly string[]): boolean {
  return entries.some(
    (entry) => target === entry || (/[:/]$/.test(entry) && target.startsWith(entry)),
  );
}
