type Environment = Readonly<Record<string, string | undefined>>;

/** Vercel's names of regions, by those of AWS that the rest of a platform goes by. Source: Vercel documentation, "Regions". */
const regions: Readonly<Record<string, string>> = {
  arn1: 'eu-north-1',
  bom1: 'ap-south-1',
  cdg1: 'eu-west-3',
  cle1: 'us-east-2',
  cpt1: 'af-south-1',
  dub1: 'eu-west-1',
  dxb1: 'me-central-1',
  fra1: 'eu-central-1',
  gru1: 'sa-east-1',
  hkg1: 'ap-east-1',
  hnd1: 'ap-northeast-1',
  iad1: 'us-east-1',
  icn1: 'ap-northeast-2',
  kix1: 'ap-northeast-3',
  lhr1: 'eu-west-2',
  pdx1: 'us-west-2',
  sfo1: 'us-west-1',
  sin1: 'ap-southeast-1',
  syd1: 'ap-southeast-2',
};

/** Whether this is a function that is stopped between requests and that nobody can scrape. */
export function isFunction(env: Environment): boolean {
  return Boolean(env.VERCEL || env.AWS_LAMBDA_FUNCTION_NAME);
}

/** The environment with what Vercel knows of the deployment; whatever is configured by the usual names wins. */
export function functionEnvironment(env: Environment): Environment {
  if (!isFunction(env)) return env;
  const { VERCEL_REGION: region, VERCEL_ENV: environment, VERCEL_GIT_COMMIT_SHA: revision } = env;
  const attributes = Object.entries({
    'cloud.region': region === undefined ? env.AWS_REGION : (regions[region] ?? region),
    'deployment.environment.name': environment,
    'vcs.ref.head.revision': revision,
  }).flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []));
  return {
    ...env,
    ATTEST_METRICS_PORT: env.ATTEST_METRICS_PORT || 'off',
    // The last one of a name counts.
    OTEL_RESOURCE_ATTRIBUTES: [...attributes, env.OTEL_RESOURCE_ATTRIBUTES ?? ''].join(','),
  };
}
