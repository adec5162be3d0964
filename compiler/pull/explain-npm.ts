import type { Report } from '../diagnostics/report.js';
import { lastWords, type Finished } from '../system/run.js';
import { isJsonObject } from '../util/json.js';

/** Tries again after seconds; without a network npm would try for minutes. New versions count at once. */
export const PATIENCE: readonly string[] = [
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-factor=2',
  '--prefer-online',
];

const OFFLINE =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|ECONNABORTED)$/;

/** Says what it means that npm could not get a package. With `--json` npm prints that as data. */
export function explainNpm(said: Finished, spec: string, report: Report): void {
  const json = parse(said.stdout);
  const error = isJsonObject(json) ? json['error'] : undefined;
  const part = (name: string): string => {
    const value = isJsonObject(error) ? error[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const code = part('code');
  if (code === 'EINTEGRITY') {
    const problem = 'What came does not have the checksum that the registry states';
    report.error('damaged-package', spec, problem);
  } else if (code === 'E404' || code === 'ETARGET') {
    const rule = 'platform packages exist since 0.99.0';
    report.error('unknown-version', spec, `The registry has no such package; ${rule}`);
  } else if (OFFLINE.test(code)) {
    report.error('offline', spec, `The registry cannot be reached: ${code}`);
  } else {
    const words = part('summary') || lastWords(said) || said.end;
    report.error('fetch-failed', spec, `npm could not fetch it: ${words}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
