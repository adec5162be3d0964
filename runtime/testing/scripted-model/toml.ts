import { encodeToml, type TomlValue } from '../../process/toml.js';

/** A table of a configuration file; `undefined` leaves a key out. */
export interface TomlTable {
  readonly [key: string]: TomlValue | undefined;
}

/**
 * The text of a TOML document: plain keys first, then a section for each table. Throws a
 * `ConfigurationError` for what TOML cannot say.
 */
export function encodeDocument(table: TomlTable, path: readonly string[] = []): string {
  const plain: string[] = [];
  const sections: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    if (value === undefined) continue;
    const inner = [...path, key];
    if (isTable(value)) sections.push(encodeDocument(value, inner));
    else plain.push(`${encodeKey(key)} = ${encodeToml(value, inner.join('.'))}\n`);
  }
  // A table of tables needs no header of its own, an empty one does.
  const isSection = path.length > 0 && (plain.length > 0 || sections.length === 0);
  const header = isSection ? `\n[${path.map(encodeKey).join('.')}]\n` : '';
  return [header, ...plain, ...sections].join('');
}

/** Both tables in one; where they disagree, `over` wins, and its `undefined` removes. */
export function mergeTables(base: TomlTable, over: TomlTable): TomlTable {
  const merged: Record<string, TomlValue | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key];
    merged[key] = isTable(value) && isTable(old) ? mergeTables(old, value) : value;
  }
  return merged;
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return (
    typeof value === 'object' &&
    // What is null in a program without types is told by `encodeToml`.
    (value as unknown) !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date)
  );
}

function encodeKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : encodeToml(key, key);
}
