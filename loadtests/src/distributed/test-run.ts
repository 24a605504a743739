/** A Kubernetes object; serialized by whoever writes it. */
export type Manifest = Readonly<Record<string, unknown>>;

export interface TestRunOptions {
  /** Tells this run from others: the label `testid` of every series that it writes. */
  readonly run: string;
  readonly service: string;
  readonly profile: string;
  readonly baseUrl: string;
  readonly namespace: string;
  /** So many runners share the rate of the plan. */
  readonly parallelism: number;
  /** Where the runners' metrics go, e.g. `http://prometheus.monitoring:9090/api/v1/write`. */
  readonly remoteWriteUrl: string;
  /** What `k6 archive` made of the script, the plan and the data; or an image that holds it. */
  readonly script: { readonly archive: Uint8Array } | { readonly image: string; readonly file: string };
  /** A Secret with the key `AUTH_HEADER`. */
  readonly authSecret?: string;
}

/** k6 that wrote the archive and k6 that runs it should be the same; tools/src/tools.ts pins it. */
const runnerImage = 'grafana/k6:2.2.0';
/** Of a ConfigMap, by the API server. Source: https://kubernetes.io/docs/concepts/configuration/configmap/ */
const mostConfigMapBytes = 1024 * 1024;

/**
 * A `TestRun` for k6-operator, with the ConfigMap of its script unless an image holds it. The operator starts the runners
 * together and says nothing of what they found: `attest capacity judge` does.
 * Source: https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6/usage/executing-k6-scripts-with-testrun-crd/
 *
 * @throws RangeError when the archive does not fit into a ConfigMap
 */
export function testRunManifests(options: TestRunOptions): Manifest[] {
  const { run, namespace, parallelism, script, service } = options;
  const name = dnsName(`capacity-${run}`);
  const labels = { 'app.kubernetes.io/managed-by': 'attest', 'attest.dev/service': service };
  const testRun = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name, namespace, labels },
    spec: {
      parallelism,
      quiet: 'true',
      // Thresholds of one runner would judge a part; all of them together are judged afterwards.
      arguments: `--out experimental-prometheus-rw --tag testid=${run} --no-thresholds --no-usage-report`,
      script: 'archive' in script ? { configMap: { name, file: 'archive.tar' } } : { localFile: script.file },
      runner: {
        image: 'image' in script ? script.image : runnerImage,
        env: Object.entries(environmentOf(options)).map(([key, value]) => ({ name: key, value })),
        ...(options.authSecret === undefined
          ? {}
          : { envFrom: [{ secretRef: { name: options.authSecret } }] }),
      },
    },
  };
  if (!('archive' in script)) return [testRun];
  const content = Buffer.from(script.archive).toString('base64');
  if (content.length > mostConfigMapBytes) {
    throw new RangeError(
      `the archive has ${script.archive.length} bytes, and a ConfigMap holds 1 MiB as base64: put it into an image (--image)`,
    );
  }
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels },
    binaryData: { 'archive.tar': content },
  };
  return [configMap, testRun];
}

/** What a runner is told; also how to start one by hand. */
export function environmentOf({
  profile,
  baseUrl,
  parallelism,
  remoteWriteUrl,
}: Pick<TestRunOptions, 'profile' | 'baseUrl' | 'parallelism' | 'remoteWriteUrl'>): Record<string, string> {
  return {
    PROFILE: profile,
    BASE_URL: baseUrl,
    RUNNERS: String(parallelism),
    K6_PROMETHEUS_RW_SERVER_URL: remoteWriteUrl,
    // Native histograms add up exactly; percentiles of several runners do not.
    K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
    K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
  };
}

/** As Kubernetes allows names. */
const dnsName = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 53)
    .replace(/^-+|-+$/g, '');
