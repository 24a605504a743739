import type { Telemetry } from '@attest/instrumentation';
import { instrumentAbly } from '@attest/instrumentation/ably';
import type { RealtimeAccess } from '../config.js';
import type { Channel } from './realtime-channel.js';

/**
 * A channel of the realtime vendor, by its own client, which connects again by itself. The client is loaded here, so that only
 * the worker that publishes pays for it.
 */
export function openChannel({ port, channel }: RealtimeAccess, telemetry: Telemetry): Channel {
  const opened = import('ably').then(({ Realtime }) => {
    const client = new Realtime({
      // The stand-in takes any token, and is reached through the region's link, without TLS.
      token: 'stand-in',
      endpoint: '127.0.0.1',
      port,
      tls: false,
      useBinaryProtocol: false,
      disableConnectivityCheck: true,
      logLevel: 0,
    });
    return instrumentAbly(client, telemetry).channels.get(channel);
  });
  return { publish: async (messages) => (await opened).publish([...messages]) };
}
