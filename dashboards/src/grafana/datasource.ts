/** The data source that a reader chooses; the name is what grafana/dashboard-linter asks for. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own variable.
export const datasource = { type: 'prometheus', uid: '${datasource}' } as const;
