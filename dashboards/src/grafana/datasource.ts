/** The data source that a reader chooses; the name is what grafana/dashboard-linter asks for. */
export const datasource = { type: 'prometheus', uid: '${datasource}' } as const;
