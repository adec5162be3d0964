/** What is said about an error that no part of the generator expected. */
export function crashText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `codex-sdkgen failed unexpectedly. That is a bug of the generator: please report it with these lines.\n\n${stack}\n`;
}
