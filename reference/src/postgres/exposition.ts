/** One value, as a scrape shows it. */
export interface Sample {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The Prometheus text format, gauges only. Samples of one name stand together, as the format demands. */
export function exposition(samples: readonly Sample[]): string {
  const names = [...new Set(samples.map((sample) => sample.name))];
  return names
    .map(
      (name) =>
        `# TYPE ${name} gauge\n${samples
          .filter((sample) => sample.name === name)
          .map(line)
          .join('')}`,
    )
    .join('');
}

function line({ name, labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
