import type { Platform } from '@attest/platform';
import { stringify } from 'yaml';
import type { Artefact } from '../artefact.js';

export const header =
  '# Generated from the catalog by `attest generate`. Do not edit: change the catalog and generate again.\n';

export const yaml = (document: unknown): string => header + stringify(document, { lineWidth: 0 });

/** Where the folder `grafana` is mounted in Grafana's container. */
const mountPath = '/var/lib/grafana/attest';

/**
 * For Grafana's file provisioning: a folder for the platform and one for each product, and the data source, whose exemplars
 * lead to traces. Addresses come from the environment of Grafana.
 */
export function provisioningArtefacts(platform: Platform, folder: string): Artefact[] {
  const provider = (name: string, title: string, path: string) => ({
    name,
    folder: title,
    folderUid: name,
    type: 'file',
    disableDeletion: false,
    updateIntervalSeconds: 60,
    allowUiUpdates: false,
    options: { path, foldersFromFilesStructure: false },
  });
  return [
    {
      path: `${folder}/provisioning/dashboards/attest.yml`,
      content: yaml({
        apiVersion: 1,
        providers: [
          provider(platform.id, platform.name, `${mountPath}/dashboards`),
          ...platform.products.map(({ id, name }) =>
            provider(`${platform.id}-${id}`, name, `${mountPath}/products/${id}`),
          ),
        ],
      }),
    },
    {
      path: `${folder}/provisioning/datasources/attest.yml`,
      content: yaml({
        apiVersion: 1,
        datasources: [
          {
            name: 'Prometheus',
            uid: 'prometheus',
            type: 'prometheus',
            access: 'proxy',
            url: '$PROMETHEUS_URL',
            isDefault: true,
            jsonData: {
              httpMethod: 'POST',
              // Of Prometheus; Grafana derives $__rate_interval from it.
              timeInterval: `${platform.monitoring.intervals?.scrapeSeconds ?? defaultScrapeSeconds}s`,
              exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'traces' }],
            },
          },
          { name: 'Traces', uid: 'traces', type: 'tempo', access: 'proxy', url: '$TRACES_URL' },
        ],
      }),
    },
  ];
}

/** Source: Prometheus, `global.scrape_interval`. */
const defaultScrapeSeconds = 60;
