type Schema = Readonly<Record<string, unknown>>;

/**
 * Names the tag of every union that has one, so that ajv looks at the variant that is meant and at no
 * other: the verdict stays the same, but what is wrong with a variant is told without what is wrong
 * with all the others.
 */
export function nameTags(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(nameTags);
  if (typeof schema !== 'object' || schema === null) return schema;
  const named = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, nameTags(value)]),
  );
  const tag = Array.isArray(named['oneOf']) ? tagOf(named['oneOf'] as Schema[]) : undefined;
  if (tag === undefined || (named['type'] ?? 'object') !== 'object') return named;
  return { ...named, type: 'object', discriminator: { propertyName: tag } };
}

/** A property that every variant requires, and that is a different text in each. */
function tagOf(variants: readonly Schema[]): string | undefined {
  const [first, ...others] = variants;
  if (!first || others.length === 0) return undefined;
  return required(first).find((key) => {
    const values = variants.map((variant) => tagValues(variant, key));
    const all = values.flatMap((texts) => texts ?? []);
    return values.every((texts) => texts !== undefined) && new Set(all).size === all.length;
  });
}

function tagValues(variant: Schema, key: string): readonly string[] | undefined {
  if (variant['type'] !== 'object' || !required(variant).includes(key)) return undefined;
  const property = (variant['properties'] as Record<string, Schema> | undefined)?.[key];
  const values = property?.['enum'];
  if (!Array.isArray(values) || values.length === 0) return undefined;
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

function required(schema: Schema): readonly string[] {
  return (schema['required'] as string[] | undefined) ?? [];
}
