import type { PlatformInput } from '../schema/index.js';

/** The Dockerfile of all services, stage by stage. */
export const docker: NonNullable<PlatformInput['delivery']['docker']> = {
  stages: [
    {
      name: 'base',
      from: 'node:20-alpine',
      instructions: ['WORKDIR /app', 'COPY package*.json ./', 'RUN npm ci --only=production'],
    },
    { name: 'dev', from: 'base', instructions: ['RUN npm ci', 'COPY . .', 'CMD ["npm", "run", "dev"]'] },
    { name: 'builder', from: 'base', instructions: ['COPY . .', 'RUN npm ci && npm run build'] },
    {
      name: 'production',
      from: 'base',
      instructions: [
        'COPY --from=builder /app/.next ./.next',
        'COPY --from=builder /app/public ./public',
        'EXPOSE 3000',
        'CMD ["npm", "start"]',
      ],
    },
  ],
  section: 'Container Architecture › Docker Configuration',
};
