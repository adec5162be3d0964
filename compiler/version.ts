import { createRequire } from 'node:module';

/** The source and the built program stand equally deep in the package. */
const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** The version of the generator, which is that of its package. */
export const VERSION: string = manifest.version;
