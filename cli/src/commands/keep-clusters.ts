import type { Register } from '../context.js';

export const keepClustersCommand: Register = (program) => {
  program
    .command('keep-clusters', { hidden: true })
    .description('undoes what a game day has broken in clusters, should it be killed; started by it')
    .action(async () => {
      const { keepClusters } = await import('../gameday/cluster-keeper.js');
      await keepClusters();
    });
};
