import { Agent, type Dispatcher } from 'undici';
import { ControllerError } from '../../../controller-error.js';
import type { Mode } from '../mode.js';
import { Secret } from '../secret.js';
import type { ClusterAddress } from './requests.js';

export interface ClusterAccess {
  /** As the kubeconfig calls it. */
  readonly name: string;
  readonly address: ClusterAddress;
  /** Knows the cluster's authority and our certificate. */
  readonly dispatcher?: Dispatcher;
}

/**
 * How the client library of Kubernetes would reach the cluster of a context: tokens, client certificates, exec plugins. The library is loaded
 * only here. For a dry run only the address is read: an exec plugin would ask somebody for a token.
 *
 * @param kubeconfig without it, `KUBECONFIG` or the user's own, or the service account of the pod
 * @throws ControllerError `not-configured`
 */
export async function clusterAccess(
  context: string | undefined,
  kubeconfig?: string,
  mode: Mode = 'execute',
): Promise<ClusterAccess> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (cause) {
    throw unusable(
      `the kubeconfig${kubeconfig === undefined ? '' : ` ${kubeconfig}`} cannot be read: ${(cause as Error).message}`,
      cause,
    );
  }
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      const names = config.getContexts().map(({ name }) => name);
      throw unusable(`there is no context ${context}; there are ${names.join(', ') || 'none'}`);
    }
    config.setCurrentContext(context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw unusable('no cluster is configured');
  if (mode === 'dry-run') {
    return {
      name: cluster.name,
      address: { server: cluster.server, authorization: new Secret('', credentials) },
    };
  }
  const tls: Parameters<typeof config.applyToHTTPSOptions>[0] = { headers: {} };
  try {
    await config.applyToHTTPSOptions(tls);
  } catch (cause) {
    throw unusable(
      `the credentials of ${config.getCurrentContext()} cannot be had: ${(cause as Error).message}`,
      cause,
    );
  }
  const authorization = headerOf(tls.headers, 'authorization');
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized } = tls;
  const servername = cluster.tlsServerName;
  const connect = Object.fromEntries(
    Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );
  return {
    name: cluster.name,
    address: {
      server: cluster.server,
      ...(authorization === undefined ? {} : { authorization }),
    },
    dispatcher: new Agent({ connect }),
  };
}

const credentials = 'credentials of the kubeconfig';

function headerOf(headers: unknown, name: string): Secret | undefined {
  const found = Object.entries((headers ?? {}) as Record<string, unknown>).find(
    ([key]) => key.toLowerCase() === name,
  )?.[1];
  const value = Array.isArray(found) ? found[0] : found;
  return typeof value === 'string' ? new Secret(value, credentials) : undefined;
}

const unusable = (why: string, cause?: unknown) =>
  new ControllerError(
    'not-configured',
    `Kubernetes: ${why}`,
    'name a kubeconfig and a context that kubectl can use (kubectl --context NAME auth whoami) in the target’s failover section',
    { cause },
  );
