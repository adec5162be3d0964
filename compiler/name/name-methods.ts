import type { Request } from '../bind/method.js';
import type { Report } from '../diagnostics/report.js';
import { sortedBy } from '../util/order.js';
import { isIdentifier, pascalCase } from '../util/words.js';
import type { Namespace } from './names.js';
import { CLIENT_MEMBERS, NOT_MEMBERS } from './reserved.js';
import { Scope } from './scope.js';

/** Opening the connection is no call of its user's: the connection does it. */
const HANDSHAKE = 'initialize';

/** The member that a method has when its name is also a namespace. */
const SOLE_MEMBER = 'call';

/**
 * `first/second/third` becomes a member of `first` that joins the rest. A method of one segment belongs to the namespace
 * of that name, if there is one, else to the client itself.
 *
 * @param join makes one identifier of the segments of a name
 */
export function nameMethods(
  requests: readonly Request[],
  join: (name: string) => string,
  types: Scope,
  path: string,
  report: Report,
): Namespace[] {
  const wrapped = requests.filter((request) => request.method !== HANDSHAKE);
  const spaces = new Set(
    wrapped
      .map(({ method }) => method)
      .filter(isNested)
      .map(firstSegment),
  );
  const client = new Scope(report, CLIENT_MEMBERS);
  const direct = wrapped.filter(({ method }) => !spaces.has(firstSegment(method)));
  const root: Namespace = {
    member: null,
    className: 'Api',
    methods: membersOf(direct, client, ({ method }) => join(method)),
  };
  return [root, ...sortedBy(spaces, (space) => space).map(namespace)];

  function namespace(space: string): Namespace {
    const methods = wrapped.filter(({ method }) => firstSegment(method) === space);
    const pointer = path + (methods[0]?.pointer ?? '');
    const member = identifier(join(space), space, pointer);
    const className = `${pascalCase(space)}Api`;
    client.claim(member, pointer, `the namespace \`${space}\``);
    types.claim(className, pointer, `the namespace \`${space}\``);
    return {
      member,
      className,
      methods: membersOf(methods, new Scope(report, NOT_MEMBERS), ({ method }) =>
        isNested(method) ? join(method.slice(space.length + 1)) : SOLE_MEMBER,
      ),
    };
  }

  function membersOf(
    methods: readonly Request[],
    scope: Scope,
    memberOf: (request: Request) => string,
  ): ReadonlyMap<string, string> {
    return new Map(
      methods.map((request) => {
        const pointer = path + request.pointer;
        const member = identifier(memberOf(request), request.method, pointer);
        scope.claim(member, pointer, `\`${request.method}\``);
        return [request.method, member];
      }),
    );
  }

  function identifier(name: string, of: string, pointer: string): string {
    if (!isIdentifier(name)) report.error('invalid-name', pointer, `\`${of}\` makes no identifier`);
    return name;
  }
}

function isNested(method: string): boolean {
  return method.includes('/');
}

function firstSegment(method: string): string {
  return method.split('/', 1)[0] ?? method;
}
