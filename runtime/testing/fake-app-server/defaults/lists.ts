import type { ThreadListParams } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import type { StoredThread } from '../stored-thread.js';
import type { DefaultsContext } from './context.js';
import { pageOf } from './page.js';

/** Threads in lists. */
export function listDefaults({ threads }: DefaultsContext): Defaults {
  return {
    'thread/list': (params) => {
      const { sortKey, sortDirection } = params;
      const listed = threads.all.filter((thread) => fits(thread, params));
      // In the order of creation, which time alone does not tell.
      if (sortKey === 'updated_at') listed.sort((a, b) => a.updatedAt - b.updatedAt);
      const page = pageOf(listed, { ...params, sortDirection: sortDirection ?? 'desc' });
      return { ...page, data: page.data.map((thread) => thread.toWire()) };
    },

    'thread/loaded/list': () => ({
      data: threads.all.filter(({ loaded }) => loaded).map(({ id }) => id),
      nextCursor: null,
    }),
  };
}

function fits(thread: StoredThread, params: ThreadListParams): boolean {
  const { archived, cwd, modelProviders, searchTerm, excludedThreadIds } = params;
  if (thread.ephemeral || !thread.isMaterialized) return false;
  if (thread.archived !== (archived ?? false)) return false;
  if (cwd !== undefined && cwd !== null && ![cwd].flat().includes(thread.cwd)) return false;
  if (modelProviders?.length && !modelProviders.includes(thread.settings.modelProvider)) {
    return false;
  }
  if (excludedThreadIds?.includes(thread.id)) return false;
  const texts = [thread.name ?? '', thread.preview].map((text) => text.toLowerCase());
  return !searchTerm || texts.some((text) => text.includes(searchTerm.toLowerCase()));
}
