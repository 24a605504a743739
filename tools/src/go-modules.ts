import type { GoModule, GoModuleName } from './tool.js';

/** Where the Prometheus family keeps the version that `--version` and `*_build_info` tell; only a linker flag sets it. */
const commonVersion = 'github.com/prometheus/common/version.Version';

/** What is built from `tools/<name>/go.mod`, and how. */
export const goModules = {
  k6: {
    path: 'go.k6.io/k6/v2',
    version: 'v2.2.0',
    programs: [{ tool: 'k6', package: 'go.k6.io/k6/v2', file: 'k6' }],
    tags: [],
    ldflags: [],
    buildSeconds: 75,
  },
  prometheus: {
    path: 'github.com/prometheus/prometheus',
    version: 'v0.314.0', // the Go module of Prometheus 3.14.0
    programs: [
      {
        tool: 'prometheus',
        package: 'github.com/prometheus/prometheus/cmd/prometheus',
        file: 'prometheus',
      },
      { tool: 'promtool', package: 'github.com/prometheus/prometheus/cmd/promtool', file: 'promtool' },
    ],
    // Leaves out the service discoveries of clouds (most of the build); static, file and http stay.
    tags: ['remove_all_sd'],
    ldflags: [`-X ${commonVersion}=3.14.0`],
    buildSeconds: 145,
  },
  alertmanager: {
    path: 'github.com/prometheus/alertmanager',
    version: 'v0.31.1', // later modules embed a built interface that is not in the module
    programs: [
      {
        tool: 'alertmanager',
        package: 'github.com/prometheus/alertmanager/cmd/alertmanager',
        file: 'alertmanager',
      },
      { tool: 'amtool', package: 'github.com/prometheus/alertmanager/cmd/amtool', file: 'amtool' },
    ],
    tags: [],
    ldflags: [`-X ${commonVersion}=0.31.1`],
    buildSeconds: 37,
  },
  toxiproxy: {
    path: 'github.com/Shopify/toxiproxy/v2',
    version: 'v2.12.0',
    programs: [
      { tool: 'toxiproxy', package: 'github.com/Shopify/toxiproxy/v2/cmd/server', file: 'toxiproxy-server' },
    ],
    tags: [],
    ldflags: ['-X github.com/Shopify/toxiproxy/v2.Version=2.12.0'],
    buildSeconds: 25,
  },
  node_exporter: {
    path: 'github.com/prometheus/node_exporter',
    version: 'v1.12.1',
    programs: [
      { tool: 'node_exporter', package: 'github.com/prometheus/node_exporter', file: 'node_exporter' },
    ],
    tags: [],
    ldflags: [`-X ${commonVersion}=1.12.1`],
    buildSeconds: 20,
  },
} as const satisfies Record<GoModuleName, GoModule>;

/** A module's data with its declared type. */
export function goModuleNamed(name: GoModuleName): GoModule {
  return goModules[name];
}
