/** `too_many_connections`. Source: https://www.postgresql.org/docs/18/errcodes-appendix.html */
export const tooManyConnections = '53300';
