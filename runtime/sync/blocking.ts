/** Options without the one that cannot work here: nothing can abort a call that blocks. */
export type WithoutSignal<Options> = Omit<Options, 'signal'>;

/** What a function may return whose result nobody can wait for: anything but a promise. */
export type NoPromise<Result> =
  Result extends PromiseLike<unknown>
    ? never
    : Result extends object
      ? Result & { readonly then?: never }
      : Result;

/** What a call comes to. */
export type Settled<Result> = Result extends PromiseLike<infer Value> ? Value : Result;

/** A method that blocks in place of returning a promise. */
export type BlockingMethod<Method> = Method extends (...args: infer Args) => infer Result
  ? (...args: { [Index in keyof Args]: BlockingArgument<Args[Index]> }) => Settled<Result>
  : Method;

/** Of the arguments only the options of a call can hold a signal. */
type BlockingArgument<Argument> = 'signal' extends keyof NonNullable<Argument>
  ? WithoutSignal<NonNullable<Argument>> | Extract<Argument, undefined>
  : Argument;

/** An object of methods, each blocking. */
export type BlockingMethods<Methods> = {
  readonly [Name in keyof Methods]: BlockingMethod<Methods[Name]>;
};

/** Handlers that answer at once, told what `Context` holds. */
export type BlockingHandlers<Handlers, Context> = {
  readonly [Name in keyof Handlers]: BlockingHandler<Handlers[Name], Context>;
};

type BlockingHandler<Slot, Context> = Slot extends (
  asked: infer Asked,
  context: never,
) => infer Result
  ? (asked: Asked, context: Context) => NoPromise<Result>
  : Slot;
