import type { Protocol } from '../bind/protocol.js';
import { SHARED } from './context.js';
import { Module } from '../render/module.js';

/** `manifest.ts`: where the schema came from. The only file that changes with every runtime. */
export function emitManifest(protocol: Protocol, runtimeVersion: string | null): Module {
  const module = new Module(SHARED.manifest);
  const manifest = {
    runtimeVersion,
    methods: {
      requests: protocol.requests.length,
      serverRequests: protocol.serverRequests.length,
      notifications: protocol.notifications.length,
      clientNotifications: protocol.clientNotifications.length,
    },
  };
  module.add({
    kind: 'data',
    name: 'MANIFEST',
    description: 'The runtime whose schema this code was generated from.',
    exported: true,
    type: null,
    value: manifest,
  });
  return module;
}
