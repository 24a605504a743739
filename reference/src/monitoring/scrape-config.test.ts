import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { prometheusConfig } from './scrape-config.js';

const config = parse(
  prometheusConfig({
    environment: 'production',
    supervisorPorts: [1001, 1002],
    targets: [
      { job: 'edge', instance: 'edge', port: 2001, region: 'outside' },
      { job: 'node_exporter', instance: 'machine', port: 2002, region: 'outside' },
    ],
    ruleFiles: ['rules/notes.yml'],
    alertmanagerPort: 3001,
  }),
);

describe('the configuration of Prometheus', () => {
  it('finds the instances of every region by asking its supervisor', () => {
    const [regions] = config.scrape_configs;
    expect(regions.http_sd_configs.map(({ url }: { url: string }) => url)).toEqual([
      'http://127.0.0.1:1001/targets',
      'http://127.0.0.1:1002/targets',
    ]);
  });

  it('scrapes what stands outside, with the common labels', () => {
    expect(config.scrape_configs[1]).toMatchObject({
      job_name: 'edge',
      static_configs: [
        {
          targets: ['127.0.0.1:2001'],
          labels: { service: 'edge', instance: 'edge', region: 'outside', environment: 'production' },
        },
      ],
    });
  });

  it('lets the labels of a series win, so that nothing is renamed to exported_service', () => {
    expect(config.scrape_configs.map((job: { honor_labels: boolean }) => job.honor_labels)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('finds programs that run only for a while in files beside it', () => {
    expect(config.scrape_configs.at(-1)).toMatchObject({
      job_name: 'on-demand',
      file_sd_configs: [{ files: ['on-demand/*.json'] }],
    });
  });

  it('loads the rules and sends alerts', () => {
    expect(config.rule_files).toEqual(['rules/notes.yml']);
    expect(config.alerting.alertmanagers[0].static_configs[0].targets).toEqual(['127.0.0.1:3001']);
  });
});
