import { describe, expect, it } from 'vitest';
import { connectionInfo, settingsFile } from './server-settings.js';

describe("a server's settings", () => {
  it('name a standby by its region, and never wait for a silent upstream for ever', () => {
    const info = connectionInfo(20_000, 'eu-west-1', 'postgres');
    expect(info).toContain('application_name=eu-west-1');
    expect(info).toContain('port=20000');
    expect(info).toMatch(/connect_timeout=[1-9]/);
  });

  it('keep every commit durable', () => {
    const file = settingsFile({ maxConnections: 200 });
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(file).toContain(`${setting} = 'on'\n`);
    }
    expect(file).toContain("max_connections = '200'\n");
    expect(file).toContain("listen_addresses = '127.0.0.1'\n");
  });
});
