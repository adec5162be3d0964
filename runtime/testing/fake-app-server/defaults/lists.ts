import type { ThreadListParams, ThreadSourceKind } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import type { StoredThread } from '../stored-thread.js';
import type { DefaultsContext } from './context.js';
import { invalidCursor, limitOf, pageOf } from './page.js';

/** Threads in lists. */
export function listDefaults({ threads }: DefaultsContext): Defaults {
  return {
    'thread/list': (params) => {
      const { sortKey, sortDirection } = params;
      // The order of creation, and of changes, is kept apart from the time, which does not tell it.
      const placeOf = (thread: StoredThread): number =>
        sortKey === 'updated_at' || sortKey === 'recency_at' ? thread.changed : thread.created;
      const listed = threads.all
        .filter((thread) => fits(thread, params))
        .sort((a, b) => placeOf(a) - placeOf(b));
      const paging = { ...params, sortDirection: sortDirection ?? 'desc' };
      const page = pageOf(listed, paging, placeOf);
      return { ...page, data: page.data.map((thread) => thread.toWire()) };
    },

    'thread/loaded/list': ({ cursor, limit }) => {
      const loaded = threads.all.filter((thread) => thread.loaded).map(({ id }) => id);
      if (cursor && !isUuid.test(cursor) && !threads.get(cursor)) throw invalidCursor(cursor);
      // A cursor is the id of a thread, be it of one that is gone.
      const rest = loaded.toSorted().filter((id) => !cursor || id > cursor);
      // Without a limit all of them, unlike in other lists.
      const data = typeof limit === 'number' ? rest.slice(0, limitOf({ limit })) : rest;
      return { data, nextCursor: data.length < rest.length ? (data.at(-1) ?? null) : null };
    },
  };
}

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What a list has that does not say: threads in which a person works. */
const interactive: readonly ThreadSourceKind[] = ['cli', 'vscode'];

function fits(thread: StoredThread, params: ThreadListParams): boolean {
  const { archived, cwd, modelProviders, searchTerm, excludedThreadIds, sourceKinds } = params;
  if (thread.ephemeral || !thread.isMaterialized) return false;
  if (thread.archived !== (archived ?? false)) return false;
  if (cwd !== undefined && cwd !== null && ![cwd].flat().includes(thread.cwd)) return false;
  if (modelProviders?.length && !modelProviders.includes(thread.settings.modelProvider)) {
    return false;
  }
  if (excludedThreadIds?.includes(thread.id)) return false;
  if (params.parentThreadId && thread.parentThreadId !== params.parentThreadId) return false;
  const kinds = sourceKinds?.length ? sourceKinds : params.parentThreadId ? [] : interactive;
  if (kinds.length > 0 && !kinds.some((kind) => thread.sourceKinds.includes(kind))) return false;
  return (
    !searchTerm || [thread.name ?? '', thread.preview].some((text) => text.includes(searchTerm))
  );
}
