/** Names as the dashboard and the API call them. Source: Cloudflare API, "API token permissions". */
export type CloudflarePermission =
  | 'DNS Read'
  | 'DNS Write'
  | 'Load Balancing: Monitors and Pools Read'
  | 'Load Balancing: Monitors and Pools Write';

export interface TokenPermission {
  readonly permission: CloudflarePermission;
  readonly scope: 'zone' | 'account';
  readonly why: string;
}

/** What the token needs, by the way in which traffic is moved; write includes read. */
export const cloudflareTokenPermissions = {
  records: [
    {
      permission: 'DNS Write',
      scope: 'zone',
      why: 'points the records of one zone to a region, and reads them back',
    },
  ],
  pools: [
    {
      permission: 'Load Balancing: Monitors and Pools Write',
      scope: 'account',
      why: 'enables the pool of one region and disables the others, and reads them back',
    },
  ],
} as const satisfies Record<'records' | 'pools', readonly TokenPermission[]>;
