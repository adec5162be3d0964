import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Published {
  readonly tarball: Buffer;
  /** What the registry says instead of the truth. */
  readonly integrity?: string;
  /** What its package.json says beside name and version, as far as a registry tells. */
  readonly manifest?: object;
}

/** A package registry on this machine, for tests of what goes through the npm client. */
export class Registry {
  readonly #server: Server;
  readonly #packages = new Map<string, Published>();
  readonly name: string;
  /** The paths that were asked for. */
  readonly asked: string[] = [];

  /** Where it is, or was. */
  readonly url: string;

  private constructor(server: Server, name: string) {
    this.#server = server;
    this.name = name;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  static async start(name = '@openai/codex'): Promise<Registry> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const registry = new Registry(server, name);
    server.on('request', (request, response) => {
      const path = decodeURIComponent(request.url ?? '/').slice(1);
      registry.asked.push(path);
      const tarball = registry.#packages.get(path.replace(/^tarballs\//, ''))?.tarball;
      if (path === name) {
        response.setHeader('content-type', 'application/json');
        response.end(registry.#packument());
      } else if (path.startsWith('tarballs/') && tarball !== undefined) {
        response.end(tarball);
      } else {
        response.statusCode = 404;
        response.end('{}');
      }
    });
    return registry;
  }

  publish(version: string, tarball: Buffer, about: Omit<Published, 'tarball'> = {}): void {
    this.#packages.set(version, { tarball, ...about });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #packument(): string {
    const versions = Object.fromEntries(
      [...this.#packages].map(([version, { tarball, integrity, manifest }]) => [
        version,
        {
          ...manifest,
          name: this.name,
          version,
          dist: {
            tarball: `${this.url}tarballs/${version}`,
            integrity: integrity ?? integrityOf(tarball),
          },
        },
      ]),
    );
    const latest = [...this.#packages.keys()].at(-1) ?? '0.0.0';
    return JSON.stringify({ name: this.name, 'dist-tags': { latest }, versions });
  }
}

export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}
