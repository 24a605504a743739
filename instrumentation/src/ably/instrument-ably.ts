import type { Telemetry } from '../telemetry.js';
import { channelNamespace } from './channel-namespace.js';

type Call = (...values: unknown[]) => Promise<unknown>;

/** The parts of ably's Realtime and Rest clients that are used. Source: ably 2, https://ably.com/docs/sdk/js */
interface Channel {
  readonly name: string;
  publish: Call;
  /** Absent on channels of a Rest client. */
  subscribe?: Call;
  unsubscribe?: (...values: unknown[]) => unknown;
}

export interface AblyClient {
  readonly channels: { get(name: string, ...options: never[]): unknown };
  /** Absent on a Rest client. */
  readonly connection?: { readonly state: string };
}

/** Source: ably 2, ConnectionState. */
const connectionStates = [
  'initialized',
  'connecting',
  'connected',
  'disconnected',
  'suspended',
  'closing',
  'closed',
  'failed',
];

/**
 * Messages, the time until they are acknowledged, and the state of the connection of a Realtime or Rest client, which is
 * returned. A received message counts once, however many listeners its channel has.
 */
export function instrumentAbly<C extends AblyClient>(client: C, telemetry: Telemetry): C {
  if (!telemetry.enabled) return client;
  const messages = telemetry.counter('ably_messages_total');
  const duration = telemetry.histogram('ably_publish_duration_seconds');
  const known = new WeakSet<Channel>();

  const instrumentChannel = (channel: Channel): void => {
    if (known.has(channel)) return;
    known.add(channel);
    const namespace = { channel_namespace: channelNamespace(channel.name) };
    const { publish, subscribe, unsubscribe } = channel;
    channel.publish = async function instrumentedPublish(this: unknown, ...values) {
      const startMs = performance.now();
      const count = Array.isArray(values[0]) ? values[0].length : 1;
      const sent = (outcome: 'success' | 'failure'): void =>
        messages.inc({ ...namespace, direction: 'sent', outcome }, count);
      try {
        const result = await publish.apply(this, values);
        duration.observe(namespace, (performance.now() - startMs) / 1000);
        sent('success');
        return result;
      } catch (error) {
        sent('failure');
        throw error;
      }
    };
    if (!subscribe || !unsubscribe) return;
    let counting = false;
    const received = (): void => messages.inc({ ...namespace, direction: 'received', outcome: 'success' });
    channel.subscribe = function instrumentedSubscribe(this: unknown, ...values) {
      // The first listener makes the channel deliver; ours beside it asks for nothing more.
      if (!counting) {
        counting = true;
        subscribe.call(this, received).catch(() => {
          counting = false;
        });
      }
      return subscribe.apply(this, values);
    };
    channel.unsubscribe = function instrumentedUnsubscribe(this: unknown, ...values) {
      // Without arguments every listener goes, ours as well.
      if (values.length === 0) counting = false;
      return unsubscribe.apply(this, values);
    };
  };

  const { channels, connection } = client;
  const get = channels.get as (...values: unknown[]) => unknown;
  (channels as { get: typeof get }).get = function instrumentedGet(this: unknown, ...values) {
    const channel = get.apply(this, values);
    instrumentChannel(channel as Channel);
    return channel;
  };
  if (connection) {
    telemetry.collect(() =>
      connectionStates.map((state) => ({
        metric: 'ably_connection_state' as const,
        labels: { state },
        value: state === connection.state ? 1 : 0,
      })),
    );
  }
  return client;
}
