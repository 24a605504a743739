/** What is compared, by the name used on the command line and in the table. */
export const variants = {
  bare: { title: 'Express 5 alone', load: () => import('./bare.js') },
  'attest-metrics': { title: 'Attest, metrics', load: () => import('./attest-metrics.js') },
  attest: { title: 'Attest, metrics + 10 % traces + Sentry errors', load: () => import('./attest.js') },
  'attest-alone': {
    title: 'Attest, the same with `prepareRequests: false`',
    load: () => import('./attest-alone.js'),
  },
  'attest-sentry': {
    title: 'Attest, the same + Sentry transactions and profiles',
    load: () => import('./attest-sentry.js'),
  },
  'prom-bundle': { title: 'express-prom-bundle 8', load: () => import('./prom-bundle.js') },
  opentelemetry: {
    title: 'OpenTelemetry http + express, metrics + 10 % traces',
    load: () => import('./opentelemetry.js'),
  },
  sentry: { title: 'Sentry 11 default at 10 %', load: () => import('./sentry.js') },
} as const satisfies Record<string, { title: string; load: () => Promise<Variant> }>;

export type VariantName = keyof typeof variants;

/** Where telemetry is sent: a server of the benchmark that takes everything. */
export interface Backend {
  readonly url: string;
}

export interface Variant {
  start(backend: Backend): Promise<import('express').Express>;
}

export function sentryDsn(backend: Backend): string {
  return `${backend.url.replace('://', '://0123456789abcdef0123456789abcdef@')}/1`;
}
