import type { Source } from '../../schema/index.js';

/** A way to run a service that decides for itself how many instances there are. */
export interface Serverless {
  /** Instances follow the traffic; there is no minimum, no maximum and no target to set. */
  scalesByItself: { limit: number; source: Source };
  /** Instances run in the vendor's network. */
  outsideCustomerNetwork: { source: Source };
}

const retrieved = '2026-11-23';

/** By the name of the deployment. */
export const serverless: Readonly<Record<string, Serverless>> = {
  'Vercel Functions': {
    scalesByItself: {
      limit: 30_000,
      source: {
        title: 'Vercel: automatic concurrency scaling, up to 30,000 (Pro)',
        url: 'https://vercel.com/docs/functions/concurrency-scaling',
        retrieved,
      },
    },
    outsideCustomerNetwork: {
      source: {
        title: 'Vercel: deployments use dynamic addresses; private networks need Secure Compute',
        url: 'https://vercel.com/kb/guide/can-i-get-a-fixed-ip-address',
        retrieved,
      },
    },
  },
};

/** Where secrets are kept as environment variables of a deployment. */
export const secretsInDeployments: Readonly<Record<string, { source: Source }>> = {
  Vercel: {
    source: {
      title: 'Vercel: changes to environment variables are not applied to previous deployments',
      url: 'https://vercel.com/docs/environment-variables/managing-environment-variables',
      retrieved,
    },
  },
};

/** The longest notice of the large clouds before a spot instance is taken away. */
export const spotNotice = {
  seconds: 120,
  source: {
    title: 'AWS: a spot interruption is announced two minutes ahead (Azure and Google: 30 seconds)',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html',
    retrieved,
  },
} as const satisfies { seconds: number; source: Source };

export const hpaReplicas: Source = {
  title: 'Kubernetes: when an autoscaler is used, remove spec.replicas from the manifest',
  url: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  retrieved,
};

export const latestTag: Source = {
  title: 'Kubernetes: avoid the :latest tag in production; it is harder to roll back',
  url: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  retrieved,
};
