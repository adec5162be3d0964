/** Something in a value that does not fit its schema. */
export interface SchemaIssue {
  /** What is wrong with it. */
  readonly message: string;
  /** Where in the value: keys and indices from the top; empty for the value itself. */
  readonly path: readonly PropertyKey[];
}

/** One line for each issue, such as `- days[0].city: must be string`; the first `limit` of them. */
export function issueLines(issues: readonly SchemaIssue[], limit = 20): string {
  const lines = issues
    .slice(0, limit)
    .map(({ message, path }) => (path.length === 0 ? message : `${pathText(path)}: ${message}`));
  if (issues.length > limit) lines.push(`and ${issues.length - limit} more`);
  return lines.map((line) => `- ${line}`).join('\n');
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
