import type { Source } from '../../schema/index.js';

const retrieved = '2026-11-23';

/** Actions whose repository is read-only. */
export const archivedActions: Readonly<
  Record<string, { since: string; replacement: string; source: Source }>
> = {
  '8398a7/action-slack': {
    since: '2025-09-13',
    replacement: 'slackapi/slack-github-action',
    source: {
      title: '8398a7/action-slack, an archived repository',
      url: 'https://github.com/8398a7/action-slack',
      retrieved,
    },
  },
};

/** Programs that deployments call and that the runner's image does not hold. */
export const notOnRunner: Readonly<Record<string, { programs: readonly string[]; source: Source }>> = {
  'ubuntu-latest': {
    programs: ['vercel'],
    source: {
      title: 'GitHub runner images: Ubuntu 24.04, installed software',
      url: 'https://github.com/actions/runner-images/blob/main/images/ubuntu/Ubuntu2404-Readme.md',
      retrieved,
    },
  },
};

export const secretsAndForks: Source = {
  title: 'GitHub: secrets are not passed to workflows that a fork triggers',
  url: 'https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions',
  retrieved,
};

export const stepsAfterFailure: Source = {
  title: 'GitHub: a step runs only if the earlier ones succeeded, unless it has a condition such as always()',
  url: 'https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions',
  retrieved,
};

export const npmOnly: Source = {
  title: 'npm: --only is deprecated, use --omit=dev',
  url: 'https://docs.npmjs.com/cli/v10/using-npm/config#only',
  retrieved,
};

export const npmCi: Source = {
  title: 'npm ci removes node_modules before it installs',
  url: 'https://docs.npmjs.com/cli/v10/commands/npm-ci',
  retrieved,
};

export const nodeInDocker: Source = {
  title: 'Node.js in Docker: best practices (non-root user, CMD)',
  url: 'https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md',
  retrieved,
};

export const deployFlags: Source = {
  title: 'Vercel CLI: deploy, --prod, --target and --env KEY=VALUE',
  url: 'https://vercel.com/docs/cli/deploy',
  retrieved,
};
