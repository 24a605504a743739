import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

const run = (...args: string[]) => attest(['capacity', ...args], { directory: folder() });

describe('attest capacity with words that it does not understand', () => {
  it.each<[string, string[], RegExp]>([
    ['no service', [], /--service: which one\?\n {2}fix: one of/],
    [
      'an unknown service',
      ['--service', 'arbor-ap'],
      /no such service:\n {2}arbor-ap – did you mean arbor-api\?/,
    ],
    ['an unknown profile', ['--service', 'arbor-api', '--profile', 'strss'], /did you mean stress\?/],
    ['an unknown target', ['--service', 'arbor-api', '--target', 'nowhere'], /no such target/],
    ['a URL of another kind', ['--service', 'arbor-api', '--target', 'ftp://x'], /not an http\(s\) URL/],
    ['credentials in a URL', ['--service', 'arbor-api', '--target', 'http://u:p@x'], /\/\/…@x: not an http/],
    [
      'a body without a path',
      ['--service', 'arbor-api', '--body', 'x', '--method', 'POST'],
      /--method needs --path\n {2}--body needs --path/,
    ],
    ['a path that is none', ['--service', 'arbor-api', '--path', 'api'], /begins with \//],
    ['a script that is not there', ['--service', 'arbor-api', '--script', 'no.js'], /no such file/],
    ['data that is not there', ['--service', 'arbor-api', '--data', 'no.json'], /cannot be read as JSON/],
    ['a rate that is none', ['--service', 'arbor-api', '--max-rate', '-1'], /Requests a second, above 0/],
    ['a rate too fine', ['--service', 'arbor-api', '--max-rate', '12.34'], /to a tenth of one/],
    ['a usual rate too fine', ['--service', 'arbor-api', '--rate', '12.34'], /to a tenth of one/],
    [
      'an operator without what it needs',
      ['operator'],
      /--service: which one.*\n.*--target: what.*\n.*--remote-write/,
    ],
    ['a judge of unknown runners', ['judge', '--prometheus', 'http://x'], /required option '--run/],
  ])('refuses %s with exit code 2, before anything is run', async (_what, args, says) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('says that a Prometheus which is none cannot be read', async () => {
    const { code, stderr } = await run(
      'judge',
      '--service',
      'arbor-api',
      '--prometheus',
      'http://127.0.0.1:9',
      '--run',
      'r',
      '--runners',
      '2',
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^attest: http:\/\/127.0.0.1:9\/api\/v1\/query: did not answer as a Prometheus does/,
    );
  });
});
