import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import {
  createOtlpHttpExportDelegate,
  httpAgentFactoryFromOptions,
} from '@opentelemetry/otlp-exporter-base/node-http';
import {
  JsonTraceSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
} from '@opentelemetry/otlp-transformer';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpEndpoint, OtlpProtocol } from '../configuration/otlp-endpoint.js';

const formats = {
  'http/protobuf': { serializer: ProtobufTraceSerializer, contentType: 'application/x-protobuf' },
  'http/json': { serializer: JsonTraceSerializer, contentType: 'application/json' },
} satisfies Record<OtlpProtocol, unknown>;

/** At most this many exports at once, all but one of them given up by the queue and waiting for their own timeout. */
const concurrencyLimit = 4;

/**
 * OpenTelemetry's exporter, with its retries, and with an ear for what it only logs: a receiver that answers 200 and says in
 * the body that it refused some of the spans.
 */
export function createOtlpExporter(endpoint: OtlpEndpoint, refused: (spans: number) => void): SpanExporter {
  const { serializer, contentType } = formats[endpoint.protocol];
  const listening: typeof serializer = {
    serializeRequest: (spans) => serializer.serializeRequest(spans),
    deserializeResponse: (data) => {
      const response = serializer.deserializeResponse(data);
      const spans = Number(response.partialSuccess?.rejectedSpans ?? 0);
      if (spans > 0) refused(spans);
      return response;
    },
  };
  const headers = { ...endpoint.headers, 'content-type': contentType };
  const delegate = createOtlpHttpExportDelegate(
    {
      url: endpoint.url,
      headers: async () => ({ ...headers }),
      timeoutMillis: endpoint.timeoutMs,
      compression: endpoint.compression,
      concurrencyLimit,
      agentFactory: httpAgentFactoryFromOptions({ keepAlive: true }),
    },
    listening,
    'otlp_http_span_exporter',
    TraceExporterMetricsHelper,
    undefined,
  );
  return new OTLPExporterBase(delegate);
}
