import ts from 'typescript';

const RUNNERS: ReadonlySet<string> = new Set(['describe', 'suite', 'it', 'test']);
/** What keeps a test from running, or from failing. */
const IDLE: ReadonlySet<string> = new Set(['skip', 'todo', 'fails']);

/** The tests of a file as they are written: `suite > title`, placeholders included; idle ones are not. */
export function titlesIn(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const titles: string[] = [];
  visit(file, []);
  return titles;

  function visit(node: ts.Node, suites: readonly string[]): void {
    const call = ts.isCallExpression(node) ? runnerOf(node.expression) : undefined;
    if (!call || !ts.isCallExpression(node) || node.arguments.length < 2) {
      ts.forEachChild(node, (child) => {
        visit(child, suites);
      });
      return;
    }
    const title = titleOf(node.arguments[0]);
    if (call.idle || title === undefined) return;
    const path = [...suites, title];
    if (call.runner === 'describe' || call.runner === 'suite') {
      for (const argument of node.arguments.slice(1)) visit(argument, path);
    } else titles.push(path.join(' > '));
  }
}

/** What `it`, `it.each(table)`, `test.skipIf(x)` and the like come to. */
function runnerOf(callee: ts.Expression): { runner: string; idle: boolean } | undefined {
  if (ts.isIdentifier(callee)) {
    return RUNNERS.has(callee.text) ? { runner: callee.text, idle: false } : undefined;
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const inner = runnerOf(callee.expression);
    return inner && { ...inner, idle: inner.idle || IDLE.has(callee.name.text) };
  }
  const isTable = ts.isCallExpression(callee) && ts.isPropertyAccessExpression(callee.expression);
  return isTable || ts.isTaggedTemplateExpression(callee)
    ? runnerOf(ts.isCallExpression(callee) ? callee.expression : callee.tag)
    : undefined;
}

function titleOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}
