import type { DoctorReport, DoctorRow, DoctorState } from './doctor.js';

const signs = {
  found: 'ok',
  'made-on-first-use': 'later',
  missing: 'MISSING',
  'optional-missing': 'absent',
} as const satisfies Record<DoctorState, string>;

/** The report as a text table, as `attest doctor` prints it. */
export function formatDoctor(report: DoctorReport): string {
  const { tools, go, cache, ok, fix } = report;
  const rows = [
    ['tool', '', 'version', 'from', 'where'],
    ...tools.map((row) => [
      row.tool,
      signs[row.state],
      row.version ?? '',
      row.from ?? '',
      row.path ?? row.note ?? '',
    ]),
    ['go', '', go.version ?? '', '', [go.path, go.note].filter((part) => part !== undefined).join(': ')],
    ['cache', '', '', '', cache],
  ];
  const lines = table(rows);
  for (const row of tools) lines.push(...passedOver(row));
  lines.push(
    '',
    ok ? 'Every tool is here, or is made on first use.' : ['Tools are missing.', ...fix].join('\n'),
  );
  return lines.join('\n');
}

function passedOver({ tool, passedOver }: DoctorRow): string[] {
  return passedOver.map(({ path, reason }) => `passed over for ${tool}: ${path} ${reason}`);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
