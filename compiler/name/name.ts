import type { Protocol } from '../bind/protocol.js';
import type { Report } from '../diagnostics/report.js';
import type { Overlay } from '../overlay/overlay.js';
import { nameMethods } from './name-methods.js';
import { nameTypes } from './name-types.js';
import type { Names } from './names.js';
import { RESERVED } from './reserved.js';
import { Scope } from './scope.js';

/** Gives everything its identifier. What cannot have the name it wants is reported. */
export function name(protocol: Protocol, overlay: Overlay, path: string, report: Report): Names {
  const exported = new Scope(report, RESERVED);
  const declared = nameTypes([...protocol.declarations.values()], overlay, exported, path, report);
  const namespaces = nameMethods(protocol.requests, exported, path, report);
  return { ...declared, namespaces };
}
