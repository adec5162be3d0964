/** Where a voice's worker is: beside this module when it runs from source, else beside the bundle. */
export function workerModule(here: string, source: string, built: string): URL {
  return new URL(here.endsWith('.ts') ? source : built, here);
}
