/** Who notices say that they are from. */
export const sender = 'failover-controller';
