import type { PlatformInput } from '../schema/index.js';

/** The workflow's own expression, not a template of ours. */
const secret = (name: string) => `\${{ secrets.${name} }}`;
const deployFlags = `--scope=${secret('VERCEL_SCOPE')} --token=${secret('VERCEL_TOKEN')}`;

export const pipeline: NonNullable<PlatformInput['delivery']['pipeline']> = {
  name: 'Deploy to Production',
  file: '.github/workflows/deploy.yml',
  on: { push: ['main'], pull_request: ['main'] },
  jobs: [
    {
      id: 'test',
      runsOn: 'ubuntu-latest',
      steps: [
        { uses: 'actions/checkout@v4' },
        { uses: 'actions/setup-node@v4', with: { 'node-version': '20', cache: 'npm' } },
        { name: 'Install dependencies', run: ['npm ci'] },
        {
          name: 'Run tests',
          run: ['npm run lint', 'npm run type-check', 'npm run test', 'npm run test:e2e'],
        },
        { name: 'Security scan', run: ['npm audit'] },
      ],
    },
    {
      id: 'deploy-staging',
      needs: ['test'],
      if: "github.event_name == 'pull_request'",
      runsOn: 'ubuntu-latest',
      steps: [
        { uses: 'actions/checkout@v4' },
        { name: 'Deploy to Vercel Staging', run: [`vercel --prod ${deployFlags} --env=staging`] },
      ],
    },
    {
      id: 'deploy-production',
      needs: ['test'],
      if: "github.ref == 'refs/heads/main'",
      runsOn: 'ubuntu-latest',
      steps: [
        { uses: 'actions/checkout@v4' },
        { name: 'Deploy to Vercel Production', run: [`vercel --prod ${deployFlags}`] },
        {
          name: 'Notify deployment',
          uses: '8398a7/action-slack@v3',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the workflow's own expression
          with: { status: '${{ job.status }}', text: 'Production deployment completed' },
        },
      ],
    },
  ],
  section: 'CI/CD Pipeline › GitHub Actions Workflow',
};
