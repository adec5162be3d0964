import type { ChangeKind, Impact, Position, Subject } from './change.js';

export interface Verdict {
  readonly impact: Impact;
  readonly why: string;
}

type Verdicts = Readonly<Record<Position, Verdict>>;

const breaking = (why: string): Verdict => ({ impact: 'breaking', why });
const attention = (why: string): Verdict => ({ impact: 'attention', why });
const compatible = (why: string): Verdict => ({ impact: 'compatible', why });
const always = (verdict: Verdict): Verdicts => ({ input: verdict, output: verdict });

const METHOD: Partial<Record<ChangeKind, Verdicts>> = {
  removed: always(breaking('calls no longer compile, and the runtime refuses them')),
  renamed: always(breaking('goes by another name on the wire and in code')),
};

const ALTERNATIVE: Partial<Record<ChangeKind, Verdicts>> = {
  added: {
    input: compatible('may be sent'),
    output: attention('needs a branch, or a default one, where values are told apart'),
  },
  removed: {
    input: breaking('may no longer be sent'),
    output: attention('no longer comes; code that names it may no longer compile'),
  },
  renamed: {
    input: breaking('has to be sent under the new name'),
    output: breaking('comes under the new name; branches for the old one stay unused'),
  },
};

/** What each change means, by what it happened to. Where a subject has no entry, `ANY` holds. */
const RULES: Partial<Record<Subject, Partial<Record<ChangeKind, Verdicts>>>> = {
  request: { ...METHOD, added: always(compatible('may be called')) },
  'client notification': { ...METHOD, added: always(compatible('may be sent')) },
  notification: {
    added: always(attention('needs a default branch where notifications are told apart')),
    removed: always(breaking('listeners no longer compile, and nothing comes')),
    renamed: always(breaking('listeners have to ask for the new name')),
  },
  'server request': {
    added: always(attention('is answered with a safe default until there is a handler')),
    removed: always(breaking('handlers no longer compile, and nothing asks them')),
    renamed: always(breaking('handlers have to go by the new name')),
  },
  params: {
    added: always(compatible('may be given')),
    'added as required': always(breaking('have to be given')),
    removed: always(breaking('may no longer be given')),
    'made required': always(breaking('have to be given')),
    'made optional': always(compatible('may be left out')),
  },
  type: {
    added: always(compatible('may be imported')),
    removed: always(breaking('imports no longer compile')),
    renamed: always(breaking('imports have to ask for the new name')),
  },
  field: {
    added: { input: compatible('may be given'), output: compatible('may be read') },
    'added as required': {
      input: breaking('has to be given'),
      output: compatible('may be read'),
    },
    removed: {
      input: breaking('no longer compiles, and the runtime would ignore it'),
      output: breaking('no longer comes'),
    },
    renamed: {
      input: breaking('has to be given under the new name'),
      output: breaking('comes under the new name'),
    },
    'made required': {
      input: breaking('has to be given'),
      output: compatible('always comes'),
    },
    'made optional': {
      input: compatible('may be left out'),
      output: breaking('may be missing'),
    },
  },
  variant: ALTERNATIVE,
  value: ALTERNATIVE,
};

const ANY: Partial<Record<ChangeKind, Verdicts>> = {
  'made nullable': {
    input: compatible('may be null'),
    output: breaking('may be null'),
  },
  'made non-nullable': {
    input: breaking('may no longer be null'),
    output: compatible('is never null'),
  },
  opened: {
    input: compatible('takes more than what is listed'),
    output: attention('may hold more than what is listed'),
  },
  closed: {
    input: breaking('takes only what is listed'),
    output: compatible('holds only what is listed'),
  },
  'default changed': always(attention('leaving it out means something else')),
  'made stable': always(compatible('no longer needs the opt-in')),
  'made experimental': always(breaking('needs the opt-in `experimentalApi`')),
  deprecated: always(attention('should not be used any more')),
  'no longer deprecated': always(compatible('may be used again')),
};

/** What a change means for a caller, from the worst of the positions it is met in. */
export function judge(subject: Subject, kind: ChangeKind, positions: readonly Position[]): Verdict {
  const verdicts = RULES[subject]?.[kind] ?? ANY[kind];
  if (verdicts === undefined) throw new Error(`No rule for a ${subject} ${kind}`);
  return worst(positions.map((position) => verdicts[position]));
}

/**
 * What another type means. Callers are safe if all they may send still fits, and if all that comes
 * fits what they were told.
 *
 * @param fits tells whether everything of the former (input) or of the new (output) type is covered
 */
export function judgeRetyped(
  positions: readonly Position[],
  fits: (position: Position) => boolean,
): Verdict {
  const verdicts: Verdicts = {
    input: breaking('does not take all that it took'),
    output: breaking('may hold what it could not hold'),
  };
  const safe: Verdicts = {
    input: compatible('takes all that it took'),
    output: compatible('holds nothing that it could not hold'),
  };
  return worst(positions.map((position) => (fits(position) ? safe[position] : verdicts[position])));
}

const SEVERITY: Readonly<Record<Impact, number>> = { breaking: 2, attention: 1, compatible: 0 };

function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...others] = verdicts;
  if (first === undefined) throw new Error('A change without a position');
  return others.reduce(
    (worse, verdict) => (SEVERITY[verdict.impact] > SEVERITY[worse.impact] ? verdict : worse),
    first,
  );
}
