/** A name of the facade as this voice has it: `approval_mode` for `approvalMode`. */
export type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${SnakeCase<Rest>}`
    : `_${Lowercase<First>}${SnakeCase<Rest>}`
  : Name;

/**
 * The properties of a type of the root, each by its name here. The type leaves no choice: a name that
 * is missing, wrong or too many does not compile, and so a new option of the root cannot be missed.
 */
export type Names<Root> = {
  readonly [Name in keyof Root & string as SnakeCase<Name>]-?: Name;
};

/** An object under the names of the root. What is not there stays away. */
export function rootNamed<Root extends object>(names: Names<Root>, value: object): Root {
  const table: Readonly<Record<string, string>> = names;
  const entries = Object.entries(value).map(([name, inner]) => [table[name], inner as unknown]);
  return Object.fromEntries(entries) as Root;
}
