/** What a member of a facade's class is, and so how the blocking twin has it. */
export type MemberKind =
  /** A property that never changes: sent with the object. */
  | 'field'
  /** A property whose value is read when it is asked for, and waited for if it is a promise. */
  | 'read'
  /** A promise that is not waited for: what it came to, undefined before. */
  | 'outcome'
  /** A method; what it returns is waited for. */
  | 'call'
  /** A method that waits for what something came to, and needs no argument for that. */
  | 'result'
  /** A method that returns a stream of events, which may be fetched ahead. */
  | 'stream'
  /** A method that lists page by page as it is read: nothing is fetched ahead. */
  | 'pages'
  /** A method that takes a listener. */
  | 'listen'
  /** An object of methods. */
  | 'tree';

/** The members of one class. */
export type Members = Readonly<Record<string, MemberKind>>;

/** The classes of a facade, by name. `Codex` is the client itself. */
export type Description = Readonly<Record<string, Members>> & { readonly Codex: Members };

/** Names of the members of one kind. */
export type Named<M extends Members, Kind extends MemberKind> = {
  [Name in keyof M & string]: M[Name] extends Kind ? Name : never;
}[keyof M & string];

/** What a class must have to be the blocking twin of a described one. */
export type TwinOf<M extends Members> = {
  readonly [Name in keyof M]: M[Name] extends 'call' | 'result' | 'stream' | 'pages' | 'listen'
    ? (...args: never) => unknown
    : unknown;
};

/** Stands in a path for the method by which an object is disposed of. */
export const disposal: string = '@@dispose';
