import { disturbance } from './disturbance.js';

/** A machine is taken out of service in good order, for maintenance, and there is no room elsewhere until it is back. */
export const nodeDrain = disturbance('nodes', (nodes, { primary }) => nodes.drained(primary), {
  title:
    'a node of the primary region is drained: its instance of every service ends in good order, and has no other place',
  elsewhere: '`kubectl drain NODE --ignore-daemonsets`, and `kubectl uncordon NODE` to undo it',
});
