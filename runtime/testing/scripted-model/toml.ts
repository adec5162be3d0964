/** A value of a configuration file. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;

/** A table of a configuration file; `undefined` leaves a key out. */
export interface TomlTable {
  readonly [key: string]: TomlValue | undefined;
}

/** The text of a TOML document: plain keys first, then a section for each table. */
export function encodeToml(table: TomlTable, path: readonly string[] = []): string {
  const plain: string[] = [];
  const sections: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    if (value === undefined) continue;
    if (isTable(value)) sections.push(encodeToml(value, [...path, key]));
    else plain.push(`${encodeKey(key)} = ${encodeValue(value)}\n`);
  }
  const header = path.length > 0 && (plain.length > 0 || sections.length === 0);
  return [
    ...(header ? [`\n[${path.map(encodeKey).join('.')}]\n`] : []),
    ...plain,
    ...sections,
  ].join('');
}

/** Both tables in one; where they disagree, `over` wins, and its `undefined` removes. */
export function mergeToml(base: TomlTable, over: TomlTable): TomlTable {
  const merged: Record<string, TomlValue | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key];
    merged[key] = isTable(value) && isTable(old) ? mergeToml(old, value) : value;
  }
  return merged;
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

function encodeValue(value: TomlValue): string {
  if (typeof value === 'string') return encodeString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isTable(value)) return `[${value.map(encodeValue).join(', ')}]`;
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${encodeKey(key)} = ${encodeValue(member)}`],
  );
  return `{ ${members.join(', ')} }`;
}

function encodeKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : encodeString(key);
}

/** JSON escapes are TOML escapes, but for the delete character, which TOML wants escaped too. */
function encodeString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
