import { preview, prometheusClient } from '@attest/dashboards/preview';
import type { Bed } from '@attest/reference';
import { type PreviewServer, servePage } from './preview-server.js';

/** The bed lives for minutes, and its Prometheus scrapes often. */
const minutes = 15;
const scrapeSeconds = 5;
const refreshSeconds = 10;

/** The dashboards of a running reference platform, asked anew at every reload. */
export function liveDashboards(bed: Bed): Promise<PreviewServer> {
  const prometheus = bed.urls.find(({ name }) => name === 'prometheus')?.url ?? '';
  const client = prometheusClient(prometheus);
  return servePage(async () => {
    const { html } = await preview({
      platform: bed.platform,
      environment: 'production',
      client,
      prometheus: new URL(prometheus).host,
      now: new Date(),
      minutes,
      scrapeSeconds,
      refreshSeconds,
    });
    return html;
  });
}
