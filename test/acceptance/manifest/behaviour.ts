/**
 * A behaviour that this SDK is held to. The id is that of the behaviour's test in the SDK for Python,
 * after the file that it stands in there; `beyond/…` has none.
 */
export type Behaviour = Shown | NotApplicable;

export interface Shown {
  readonly id: string;
  readonly behaviour: string;
  readonly tests: readonly TestName[];
}

export interface NotApplicable {
  readonly id: string;
  readonly behaviour: string;
  /** Why there is nothing to show here. */
  readonly why: string;
}

/** A test as it is written: the titles of its suites and its own, with the placeholders of a table. */
export interface TestName {
  /** Below `test/`. */
  readonly file: string;
  readonly title: string;
  /** Of a table, words of the row, or the file below `test/` that is the row. */
  readonly row?: string | undefined;
}

/** `shown(id, behaviour, 'facade/turns.test.ts > title', …)`; words after ` @ ` tell a table's row. */
export function shown(id: string, behaviour: string, ...tests: readonly string[]): Shown {
  return { id, behaviour, tests: tests.map(testName) };
}

export function notApplicable(id: string, behaviour: string, why: string): NotApplicable {
  return { id, behaviour, why };
}

function testName(text: string): TestName {
  const [name = '', row] = text.split(' @ ');
  const [file = '', ...titles] = name.split(' > ');
  return { file, title: titles.join(' > '), row };
}
