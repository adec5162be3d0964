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
  /** Folders (ending in `/`), files and packages with what is in them; `node:` is all of Node. */
  readonly allowed: readonly string[];
  /** What may be imported only when it is needed. */
  readonly lazily?: readonly string[];
}

/** What other parts of the runtime are built on; the rest of `runtime/` is the facade. */
const LAYERS = ['rpc', 'util', 'transport', 'process', 'session', 'validation', 'testing', 'sync'];

const FACADE = 'the facade';

/** The two folders that touch the world: a transport starts its process. */
const OUTSIDE = [
  'node:',
  'ws',
  'runtime/transport/',
  'runtime/process/',
  'runtime/rpc/',
  'runtime/util/',
];

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
  { folder: 'runtime/transport/', allowed: OUTSIDE },
  { folder: 'runtime/process/', allowed: OUTSIDE },
  {
    folder: 'runtime/session/',
    allowed: ['runtime/session/', 'runtime/rpc/', 'runtime/util/', 'generated/'],
  },
  { folder: 'runtime/validation/', allowed: ['ajv', 'generated/', 'runtime/validation/'] },
  { folder: 'runtime/testing/', allowed: ['node:', 'generated/', 'runtime/'] },
  {
    folder: 'runtime/sync/',
    allowed: ['node:', 'generated/', 'runtime/sync/', 'runtime/validation/', FACADE],
    lazily: ['runtime/validation/'],
  },
  {
    folder: 'runtime/snake_case/sync/',
    allowed: ['generated/', 'runtime/snake_case/', 'runtime/sync/', FACADE],
  },
  { folder: 'runtime/snake_case/', allowed: ['generated/', 'runtime/snake_case/', FACADE] },
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
  return entries.some((entry) => {
    if (entry === FACADE) return isFacade(target);
    return target === entry || target.startsWith(/[:/]$/.test(entry) ? entry : `${entry}/`);
  });
}

function isFacade(target: string): boolean {
  const [top, folder = ''] = target.split('/');
  return top === 'runtime' && !LAYERS.includes(folder);
}
