/**
 * The parts of a wire name: split at everything an identifier cannot hold and at underscores,
 * the letters inside a part untouched (`thread/inject_items` → `thread`, `inject`, `items`).
 */
export function nameParts(name: string): string[] {
  return name.split(/[^\p{ID_Continue}$]+|_+/u).filter((part) => part !== '');
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export function pascalCase(name: string): string {
  return nameParts(name).map(upperFirst).join('');
}

export function camelCase(name: string): string {
  return lowerFirst(pascalCase(name));
}

/** The lower-case words of a name, split at case changes as well (`GatewayOAuthRead` → `gateway`, `o`, `auth`, `read`). */
export function words(name: string): string[] {
  return nameParts(name)
    .flatMap((part) => part.split(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u))
    .map((word) => word.toLowerCase());
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}
