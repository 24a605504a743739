const width = 110;

/** Wraps at word boundaries, every line indented by so many spaces. */
export function paragraph(text: string, indent: number): string {
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  let line = margin;
  for (const word of text.split(/\s+/)) {
    if (line.length > indent && line.length + word.length + 1 > width) {
      lines.push(line);
      line = `${margin}  `;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}
