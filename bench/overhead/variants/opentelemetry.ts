import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Backend } from './index.js';

export async function start(backend: Backend) {
  const tracerProvider = new NodeTracerProvider({
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.1) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${backend.url}/v1/traces` }))],
  });
  tracerProvider.register();
  const meterProvider = new MeterProvider({
    readers: [new PrometheusExporter({ port: 0, host: '127.0.0.1' })],
  });
  registerInstrumentations({
    tracerProvider,
    meterProvider,
    instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()],
  });
  // After the hooks are in place.
  const { createApplication } = await import('../application.js');
  return createApplication();
}
