interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor?: string | null | undefined;
}

/** Everything that a paged method lists. A page is asked for when the one before has been read. */
export async function* pages<T, Cursor = string>(
  first: Cursor | null | undefined,
  load: (cursor: Cursor | string | null | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: Cursor | string | null | undefined = first;
  do {
    const page = await load(cursor);
    yield* page.data;
    cursor = page.nextCursor;
  } while (typeof cursor === 'string');
}
