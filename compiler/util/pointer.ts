/** A JSON pointer in its URI fragment form, such as `#/definitions/Turn/properties/id`. */
export type Pointer = string;

export function child(pointer: Pointer, ...segments: readonly (string | number)[]): Pointer {
  return [pointer, ...segments.map((segment) => escapeSegment(String(segment)))].join('/');
}

function escapeSegment(segment: string): string {
  if (!/[~/]/.test(segment)) return segment;
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The last segment of a pointer, unescaped. */
export function lastSegment(pointer: Pointer): string {
  const segment = pointer.slice(pointer.lastIndexOf('/') + 1);
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The pointer that a `$ref` holds: as part of a URI it may be percent-encoded. */
export function targetOf(reference: string): Pointer {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
