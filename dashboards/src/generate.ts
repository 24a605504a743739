import type { EnvironmentName, Platform, Product } from '@attest/platform';
import type { Artefact } from './artefact.js';
import { dashboards } from './dashboards.js';
import { defaultGrafanaLinks, type GrafanaLinks } from './grafana/links.js';
import { operatorArtefacts } from './grafana/operator.js';
import { provisioningArtefacts } from './grafana/provisioning.js';
import { toGrafana } from './grafana/to-grafana.js';
import { uidOf } from './grafana/uid.js';
import type { Choices } from './grafana/variables.js';
import type { Dashboard, DashboardName } from './model.js';
import { panelRules } from './panel-series.js';
import { servicesOf, servicesOfProduct } from './services-of.js';

export interface GenerateOptions {
  readonly environment: EnvironmentName;
  readonly links?: GrafanaLinks;
}

/** What the team of one product looks at; the others are about what all products share. */
const productDashboards: readonly DashboardName[] = ['service_health', 'slo', 'gpu_and_queues'];

/** Dashboards for Grafana, and how it finds them. Pure. */
export function generate(
  platform: Platform,
  { environment, links = defaultGrafanaLinks }: GenerateOptions,
): Artefact[] {
  const folder = `generated/${environment}/grafana`;
  const all = dashboards(platform, environment);
  const models = platform.gpu?.models ?? [];
  const choices: Choices = {
    environment,
    services: servicesOf(platform),
    regions: platform.regions.map(({ id }) => id),
    models,
  };
  const shared = all.map((dashboard) => ({
    path: `${folder}/dashboards/${dashboard.name}.json`,
    content: json(
      toGrafana(dashboard, {
        uid: uidOf(dashboard.name),
        title: dashboard.title,
        tags: ['attest'],
        links,
        choices,
      }),
    ),
  }));
  const own = platform.products.flatMap((product) =>
    forProduct(platform, product, all).map((dashboard) => ({
      path: `${folder}/products/${product.id}/${dashboard.name}.json`,
      content: json(
        toGrafana(dashboard, {
          uid: uidOf(dashboard.name, product.id),
          title: `${product.name}: ${dashboard.title}`,
          tags: ['attest', product.id],
          links,
          choices: {
            ...choices,
            services: servicesOfProduct(platform, product.id),
            models: platform.gpu?.product === product.id ? models : [],
          },
        }),
      ),
    })),
  );
  const files = [...shared, ...own];
  return [
    panelRules(environment),
    ...files,
    ...provisioningArtefacts(platform, folder),
    ...operatorArtefacts(platform, folder, files),
  ];
}

function forProduct(platform: Platform, { id }: Product, all: readonly Dashboard[]): Dashboard[] {
  const works = platform.workers.some(({ product }) => product === id) || platform.gpu?.product === id;
  return all.filter(({ name }) => productDashboards.includes(name) && (name !== 'gpu_and_queues' || works));
}

const json = (value: object) => `${JSON.stringify(value, null, 1)}\n`;
