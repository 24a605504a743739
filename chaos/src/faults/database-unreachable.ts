import { cut } from './links.js';

/** The database lives, and everybody but the services beside it can reach it: they answer with errors instead of data. */
export const databaseUnreachable = cut(({ primary }) => ({ between: [primary, primary], what: 'postgres' }), {
  title: 'services of the primary region cannot reach the database beside them',
  elsewhere:
    'Chaos Mesh NetworkChaos `partition` from the services to the database, or a security group without the rule',
});
