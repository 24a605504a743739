import type { ErrorEvent, Event, NodeClient } from '@sentry/node';
import type { SentryConfiguration } from '../configuration/sentry.js';
import { redactText } from '../redaction/redact-text.js';
import { dataCollection } from './data-collection.js';
import type { ErrorReport } from './error-report.js';
import type { SentProfile } from './profile.js';
import { envelopeTransport, maximumWaiting } from './transport.js';

export interface SentryOptions {
  readonly configuration: SentryConfiguration;
  /** Pseudonymous id of the user whose request is being answered. */
  readonly currentUserId: () => string | undefined;
  readonly dropped: (category: string, reason: string, count: number) => void;
}

export interface Sentry {
  sendError(report: ErrorReport): void;
  sendTransaction(event: Event, profile: SentProfile | undefined): void;
  /** Resolves when everything has left, at the latest after so many milliseconds. */
  flush(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Under which an event of ours says what it knows, so that nothing global is mixed into it. */
const ownMetadata = 'attest';
interface OwnMetadata {
  readonly userId: string | undefined;
}

/**
 * Sentry beside OpenTelemetry: it makes no spans and no headers of its own, hooks into no module, and only sends what it is
 * given. Loading it takes most of a second, so that it is imported here and nowhere else.
 */
export async function startSentry(options: SentryOptions): Promise<Sentry> {
  const { configuration, dropped } = options;
  // Optional, so that bundlers must not look for it.
  const sdk = await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ '@sentry/node');
  const { dsn, release, environment } = configuration;
  const client = sdk.initWithoutDefaultIntegrations({
    dsn,
    environment,
    ...(release === undefined ? {} : { release }),
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
    // Transactions are made of our own spans; with `stream` the SDK would send spans as they end.
    traceLifecycle: 'static',
    sampleRate: 1,
    transport: envelopeTransport(sdk.createTransport),
    transportOptions: { bufferSize: maximumWaiting },
    integrations: [
      // Not the one that leaves out an error like the last one: every error is told.
      sdk.linkedErrorsIntegration(),
      // What a service captures by itself is linked to the span in which it does.
      sdk.openTelemetryIntegration(),
    ],
    dataCollection,
    // One scope for all requests, since isolating each costs more than everything else here: nothing may gather in it.
    maxBreadcrumbs: 0,
    includeServerName: false,
    beforeSend: (event) => onlyWhatIsAllowed(event, options.currentUserId),
  }) as NodeClient;
  countDrops(client, dropped);
  const profiles = attachProfiles(client);

  return {
    sendError(report) {
      const scope = new sdk.Scope();
      scope.setSDKProcessingMetadata({ [ownMetadata]: { userId: report.userId } satisfies OwnMetadata });
      if (report.trace) scope.setContext('trace', { ...report.trace });
      if (report.transaction !== undefined) scope.setTransactionName(report.transaction);
      scope.setTags(report.tags ?? {});
      const { error, handled = true } = report;
      client.captureException(
        error,
        { originalException: error, mechanism: { type: 'attest', handled } },
        scope,
      );
    },
    sendTransaction(event, profile) {
      const id = crypto.randomUUID().replaceAll('-', '');
      if (profile) profiles.set(id, profile);
      client.captureEvent(event, { event_id: id }, new sdk.Scope());
      profiles.delete(id);
    },
    async flush(timeoutMs) {
      await client.flush(timeoutMs);
    },
    async close() {
      await client.close(0);
    },
  };
}

/** Of a user only the id, of a request nothing, and no secrets in the text. */
function onlyWhatIsAllowed(event: ErrorEvent, currentUserId: () => string | undefined): ErrorEvent {
  const own = event.sdkProcessingMetadata?.[ownMetadata] as OwnMetadata | undefined;
  // Inside a request only its own user counts: what Sentry.setUser() left behind may be somebody else's.
  const id = own ? own.userId : (currentUserId() ?? event.user?.id);
  delete event.user;
  if (id !== undefined) event.user = { id };
  delete event.request;
  if (event.message !== undefined) event.message = redactText(event.message);
  for (const exception of event.exception?.values ?? []) {
    if (exception.value !== undefined) exception.value = redactText(exception.value);
  }
  return event;
}

function countDrops(client: NodeClient, dropped: SentryOptions['dropped']): void {
  const recordDroppedEvent = client.recordDroppedEvent.bind(client);
  client.recordDroppedEvent = (reason, category, count = 1) => {
    dropped(category, reason, count);
    recordDroppedEvent(reason, category, count);
  };
}

/** A profile travels in the envelope of its transaction. */
function attachProfiles(client: NodeClient): Map<string, SentProfile> {
  const waiting = new Map<string, SentProfile>();
  client.on('beforeEnvelope', (envelope) => {
    const id = (envelope[0] as { event_id?: string }).event_id;
    const profile = id === undefined ? undefined : waiting.get(id);
    if (!profile || id === undefined) return;
    waiting.delete(id);
    (envelope[1] as unknown[]).push([{ type: 'profile' }, profile(id)]);
  });
  return waiting;
}
