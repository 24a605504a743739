/**
 * How claims are checked, in the same words everywhere. Where a check is a comparison with a system that
 * a run cannot see from outside, it says whose configuration has to be read.
 */
export const how = {
  regionLoss: 'game day `region-loss`',
  gameday: (experiment: string) => `game day \`${experiment}\``,
  gamedays: (one: string, other: string) => `game days \`${one}\` and \`${other}\``,
  capacity: (service: string) => `\`attest capacity --service ${service}\``,
  autoscaler: 'the autoscaler, on a recorded or simulated timeline (`attest replay autoscaler`)',
  canary: 'the canary judge, on live or recorded metrics (`attest canary judge`)',
  alert: (rule: string) => `generated alert rule \`${rule}\` and its promtool test`,
  route: 'generated Alertmanager configuration, and a notification that arrives in a game day',
  scrape: 'the series arrive in a run on the reference platform',
  dashboard: 'generated dashboard, every query answered in a run on the reference platform',
  bed: 'a run on the reference platform',
  backupDrill: 'backup drill (`attest backup`)',
  cost: 'cost judge, on recorded costs (`attest cost`)',
  forecast: 'cost forecast, on recorded costs (`attest replay forecast`)',
  lint: 'the lint rules, on the catalog',
  manifest: 'comparison with the manifest that is deployed',
  workflow: 'comparison with the workflow in the repository of the service',
  dockerfile: 'comparison with the Dockerfile in the repository of the service',
  database:
    'comparison with what the database reports of itself (`SHOW`, `pg_extension`, `information_schema`)',
  provider: (name: string) => `comparison with the configuration at ${name}`,
  record: 'an audited record; no run can show it',
} as const;
