import type { Protocol } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import type { Overlay } from '../overlay/overlay.js';
import { nameMethods } from './name-methods.js';
import { nameTypes } from './name-types.js';
import { joinSnakeCase } from '../spell/snake-case.js';
import { camelCase } from '../util/words.js';
import type { Names } from './names.js';
import { RESERVED } from './reserved.js';
import { Scope } from './scope.js';

/** Gives everything its identifier. What cannot have the name it wants is reported. */
export function name(protocol: Protocol, overlay: Overlay, path: string, report: Report): Names {
  const exported = new Scope(report, RESERVED);
  const declared = nameTypes([...protocol.declarations.values()], overlay, exported, path, report);
  const namespaces = nameMethods(protocol.requests, camelCase, exported, path, report);
  const snakeNamespaces = nameMethods(
    protocol.requests,
    (method) => joinSnakeCase(method, overlay),
    new Scope(report, [...RESERVED, ...declared.types.values(), ...declared.variants.values()]),
    path,
    report,
  );
  return { ...declared, namespaces, snakeNamespaces };
}
