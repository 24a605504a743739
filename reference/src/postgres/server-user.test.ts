import { describe, expect, it } from 'vitest';
import { parsePasswd } from './server-user.js';

const passwd = [
  '##',
  '# User Database',
  'root:x:0:0:root:/root:/bin/bash',
  'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false',
  'somebody:x:65534:65533:somebody:/nonexistent:/usr/sbin/nologin',
  '',
].join('\n');

describe("the servers' user", () => {
  it('is looked up with its group', () => {
    expect(parsePasswd(passwd, 'somebody')).toEqual({ uid: 65_534, gid: 65_533 });
  });

  it('has unsigned ids where the system writes negative ones', () => {
    expect(parsePasswd(passwd, 'nobody')).toEqual({ uid: 4_294_967_294, gid: 4_294_967_294 });
  });

  it('is unknown when it has no line', () => {
    expect(parsePasswd(passwd, 'body')).toBeUndefined();
  });
});
